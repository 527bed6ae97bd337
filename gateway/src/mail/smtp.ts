/** Hands mails to the SMTP server of the configuration. */
import nodemailer from 'nodemailer';
import type { SendMail } from './mail-relay.ts';

const waitMs = 4_000;

/** @param from of all our mails, `Name <address>` */
export function openSmtp(url: string, from: string): { send: SendMail; close(): void } {
  const where = new URL(url);
  const transport = nodemailer.createTransport({
    host: where.hostname,
    port: Number(where.port) || (where.protocol === 'smtps:' ? 465 : 587),
    secure: where.protocol === 'smtps:',
    ...(where.username === ''
      ? {}
      : {
          auth: {
            user: decodeURIComponent(where.username),
            pass: decodeURIComponent(where.password),
          },
        }),
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
  });
  return {
    async send({ to, subject, text }) {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
    },
    close: () => transport.close(),
  };
}

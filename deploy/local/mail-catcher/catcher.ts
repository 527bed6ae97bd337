/** Takes every mail by SMTP on loopback, sends none on, and shows them on a page. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { CatcherConfig } from './config.ts';
import { KeptMails } from './kept-mails.ts';
import { mailPage, pagePolicy } from './page.ts';

const host = '127.0.0.1';
const mailBytesMax = 1024 * 1024;

export interface Catcher {
  readonly smtpPort: number;
  readonly pagePort: number;
  close(): Promise<void>;
}

function smtpServer(mails: KeptMails, now: () => number): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: mailBytesMax,
    disableReverseLookup: true,
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('error', done);
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(new Error('the mail is too large'));
          return;
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        PostalMime.parse(Buffer.concat(parts)).then(({ from, subject, text }) => {
          const heads = { from: from?.address ?? '', subject: subject ?? '' };
          mails.add({ receivedAt: now(), to, text: text ?? '', ...heads });
          done();
        }, done);
      });
    },
  });
}

function pageServer(mails: KeptMails, version: string) {
  return createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy': pagePolicy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      response.end(body);
    };
    const json = (value: unknown) => answer(200, 'application/json', JSON.stringify(value));
    const path = request.method === 'GET' ? request.url?.split('?', 1)[0] : undefined;
    if (path === '/') answer(200, 'text/html', mailPage(mails.all));
    else if (path === '/mails.json') json(mails.all);
    else if (path === '/healthz') json({ healthy: true, version });
    else if (path === '/readyz') json({ ready: true });
    else answer(404, 'text/plain', 'nothing here');
  });
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

/** @param config a port of 0 takes a free one */
export async function startCatcher(
  config: CatcherConfig,
  version: string,
  now: () => number,
): Promise<Catcher> {
  const mails = new KeptMails();
  const smtp = smtpServer(mails, now);
  const page = pageServer(mails, version);
  // A client that hangs up is no trouble of ours.
  smtp.on('error', (error) => console.warn(`smtp: ${error.message}`));
  await new Promise<void>((resolve) => void smtp.listen(config.smtpPort, host, resolve));
  await new Promise<void>((resolve) => void page.listen(config.pagePort, host, resolve));
  return {
    smtpPort: portOf(smtp.server.address()),
    pagePort: portOf(page.address()),
    async close() {
      page.closeAllConnections();
      await new Promise<void>((resolve) => page.close(() => resolve()));
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

/**
 * Sends the mails of the outbox. The secret of a link is made here, at the moment of sending: it is
 * in the mail and nowhere else. A mail that cannot be sent is tried again, later each time.
 */
import { makeInvitationLink, makeLink } from '../accounts/mail-links.ts';
import type { Postgres, Statements } from '../postgres.ts';
import type { MailKind } from './mail-outbox.ts';
import { mailText } from './mail-texts.ts';
import type { Mail } from './mail-texts.ts';

/** @throws when the server does not take it */
export type SendMail = (mail: Mail & { readonly to: string }) => Promise<void>;

export interface MailRelayOptions {
  readonly postgres: Postgres;
  readonly send: SendMail;
  readonly publicUrl: string;
  /** Epoch ms. */
  readonly now: () => number;
}

const attemptMax = 12;
const firstWaitMs = 5_000;
const mostWaitMs = 3_600_000;

interface OrderRow {
  readonly id: number;
  readonly kind: MailKind;
  readonly address: string;
  readonly userId: string | null;
  readonly invitationId: string | null;
  readonly attemptCount: number;
}

/**
 * Sends the next mail that is due.
 * @returns false: none is
 * @throws StoreAway, and what `send` throws after the order was put off; given up after 12 attempts
 */
export async function relayMail(options: MailRelayOptions): Promise<boolean> {
  const { postgres, send } = options;
  let order: OrderRow | undefined;
  try {
    return await postgres.transaction('accounts', async (tx) => {
      order = await nextOrder(tx, options.now());
      if (!order) return false;
      const mail = await mailOf(tx, order, options);
      if (mail) await send({ ...mail, to: order.address });
      await tx.query('DELETE FROM mail_outbox WHERE id = $1', [order.id]);
      return true;
    });
  } catch (error) {
    if (order) await putOff(options, order);
    throw error;
  }
}

async function nextOrder(tx: Statements, nowMs: number): Promise<OrderRow | undefined> {
  const [row] = await tx.query<OrderRow & { [column: string]: unknown }>(
    `SELECT id, kind, address, user_id AS "userId", invitation_id AS "invitationId",
       attempt_count AS "attemptCount"
     FROM mail_outbox WHERE due_at <= $1 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [nowMs],
  );
  return row;
}

/** @returns undefined: there is nothing to say any more */
async function mailOf(
  tx: Statements,
  { kind, userId, invitationId }: OrderRow,
  { publicUrl, now }: MailRelayOptions,
): Promise<Mail | undefined> {
  if (kind === 'ALREADY_REGISTERED') return mailText(kind, { publicUrl });
  if (kind === 'INVITATION') {
    const [row] = await tx.query<{ name: string }>(
      `SELECT o.name FROM invitation i JOIN organisation o ON o.id = i.organisation_id WHERE i.id = $1`,
      [invitationId],
    );
    if (!row || invitationId === null) return undefined;
    const token = await makeInvitationLink(tx, invitationId);
    return mailText(kind, { publicUrl, token, organisation: row.name });
  }
  if (userId === null) return undefined;
  return mailText(kind, { publicUrl, token: await makeLink(tx, kind, userId, now()) });
}

async function putOff({ postgres, now }: MailRelayOptions, order: OrderRow): Promise<void> {
  const { id, attemptCount } = order;
  await postgres.transaction('accounts', async (tx) => {
    if (attemptCount + 1 >= attemptMax) {
      await tx.query('DELETE FROM mail_outbox WHERE id = $1', [id]);
      return;
    }
    const waitMs = Math.min(firstWaitMs * 2 ** attemptCount, mostWaitMs);
    await tx.query(
      'UPDATE mail_outbox SET attempt_count = attempt_count + 1, due_at = $2 WHERE id = $1',
      [id, now() + waitMs],
    );
  });
}

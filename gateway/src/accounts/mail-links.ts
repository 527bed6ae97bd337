/** Links in mails: verify an address, reset a password. Single use, short-lived, stored hashed. */
import type { Statements } from '../postgres.ts';
import { hashOf, newSecret } from './secrets.ts';

export type LinkKind = 'VERIFY' | 'RESET';

const linkBytes = 32;
const minuteMs = 60_000;
export const linkMs: Readonly<Record<LinkKind, number>> = {
  VERIFY: 48 * 60 * minuteMs,
  RESET: 30 * minuteMs,
};
export const invitationMs = 7 * 24 * 60 * minuteMs;

/** @returns the token of the link; the ones of this kind before are void */
export async function makeLink(
  tx: Statements,
  kind: LinkKind,
  userId: string,
  nowMs: number,
): Promise<string> {
  const token = newSecret(linkBytes);
  await tx.query('DELETE FROM account_link WHERE user_id = $1 AND kind = $2', [userId, kind]);
  await tx.query(
    'INSERT INTO account_link (hash, kind, user_id, expires_at) VALUES ($1, $2, $3, $4)',
    [hashOf(token), kind, userId, nowMs + linkMs[kind]],
  );
  return token;
}

/** Takes a link; it works once. @returns userId; undefined: used, void, too old or never made */
export async function takeLink(
  tx: Statements,
  kind: LinkKind,
  token: string,
  nowMs: number,
): Promise<string | undefined> {
  const [row] = await tx.query<{ userId: string; expiresAt: number }>(
    `DELETE FROM account_link WHERE hash = $1 AND kind = $2
     RETURNING user_id AS "userId", expires_at AS "expiresAt"`,
    [hashOf(token), kind],
  );
  return row && row.expiresAt > nowMs ? row.userId : undefined;
}

/** @returns the token of an invitation's link; one mailed before is void */
export async function makeInvitationLink(tx: Statements, invitationId: string): Promise<string> {
  const token = newSecret(linkBytes);
  await tx.query('UPDATE invitation SET hash = $2 WHERE id = $1', [invitationId, hashOf(token)]);
  return token;
}

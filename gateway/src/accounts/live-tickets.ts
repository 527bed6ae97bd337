/**
 * Tickets for the socket: a cookie alone would let a foreign page open it, a ticket alone would end
 * in addresses and logs. 128 random bits, 30 s, single use, bound to a session, stored hashed in
 * Postgres, so that any gateway redeems what another has given out.
 */
import type { Postgres } from '../postgres.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';
import { usedMs } from './visitor-sessions.ts';

const ticketBytes = 16;
export const ticketMs = 30_000;

export interface Ticket {
  readonly ticket: string;
  readonly expiresAt: number;
}

export class LiveTickets {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /**
   * Gives out a ticket and prolongs the session.
   * @param cookie value of the session cookie
   * @returns undefined when there is no such session. @throws StoreAway
   */
  async issue(cookie: string): Promise<Ticket | undefined> {
    const ticket = newSecret(ticketBytes);
    const now = this.#now();
    const rows = await this.#postgres.query(
      `WITH session AS (
         UPDATE visitor_session SET last_seen_at = $3, expires_at = $4
         WHERE id = $1 AND expires_at > $3 RETURNING id)
       INSERT INTO live_ticket (hash, session_id, expires_at) SELECT $2, id, $5 FROM session
       RETURNING 1`,
      [hashOf(cookie), hashOf(ticket), now, now + usedMs, now + ticketMs],
    );
    return rows.length === 1 ? { ticket, expiresAt: now + ticketMs } : undefined;
  }

  /**
   * Takes a ticket; it works once, here or at another gateway.
   * @param cookie value of the session cookie the ticket must belong to
   * @returns when the session expires, epoch ms; undefined: the ticket is not good. @throws StoreAway
   */
  async redeem(ticket: string, cookie: string): Promise<number | undefined> {
    if (!isSecret(ticket, ticketBytes)) return undefined;
    const [row] = await this.#postgres.query<{ expires_at: number }>(
      `WITH taken AS (DELETE FROM live_ticket WHERE hash = $1 RETURNING session_id, expires_at)
       SELECT session.expires_at FROM taken JOIN visitor_session session ON session.id = taken.session_id
       WHERE session.id = $2 AND taken.expires_at > $3 AND session.expires_at > $3`,
      [hashOf(ticket), hashOf(cookie), this.#now()],
    );
    return row?.expires_at;
  }
}

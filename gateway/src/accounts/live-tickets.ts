/**
 * Tickets for the socket: a cookie alone would let a foreign page open it, a ticket alone would end
 * in addresses and logs. 128 random bits, 30 s, single use, bound to a session, stored hashed in
 * Postgres, so that any gateway redeems what another has given out.
 */
import type { Role } from '../accounts-contract.ts';
import type { Postgres } from '../postgres.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';
import { idleMs, usedMs } from './sessions.ts';

const ticketBytes = 16;
export const ticketMs = 30_000;

export interface Ticket {
  readonly ticket: string;
  readonly expiresAt: number;
}

/** Whose socket it is; null, null and no roles: a visitor. */
export interface Redeemed {
  /** Of the session, epoch ms. */
  readonly expiresAt: number;
  readonly userId: string | null;
  readonly organisationId: string | null;
  readonly roles: readonly Role[];
}

export class LiveTickets {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /**
   * Gives out a ticket and prolongs the session, a signed-in one up to its absolute end.
   * @param cookie value of the session cookie
   * @returns undefined when there is no such session. @throws StoreAway
   */
  async issue(cookie: string): Promise<Ticket | undefined> {
    const ticket = newSecret(ticketBytes);
    const now = this.#now();
    const rows = await this.#postgres.transaction('accounts', (tx) =>
      tx.query(
        `WITH session AS (
           UPDATE session SET last_seen_at = $3, expires_at =
             CASE WHEN user_id IS NULL THEN $4::bigint ELSE LEAST($5::bigint, absolute_expires_at) END
           WHERE id = $1 AND expires_at > $3 RETURNING id)
         INSERT INTO live_ticket (hash, session_id, expires_at) SELECT $2, id, $6 FROM session
         RETURNING 1`,
        [hashOf(cookie), hashOf(ticket), now, now + usedMs, now + idleMs, now + ticketMs],
      ),
    );
    return rows.length === 1 ? { ticket, expiresAt: now + ticketMs } : undefined;
  }

  /**
   * Takes a ticket; it works once, here or at another gateway.
   * @param cookie value of the session cookie the ticket must belong to
   * @returns undefined: the ticket is not good, or its session has ended. @throws StoreAway
   */
  async redeem(ticket: string, cookie: string): Promise<Redeemed | undefined> {
    if (!isSecret(ticket, ticketBytes)) return undefined;
    const [row] = await this.#postgres.transaction('accounts', (tx) =>
      tx.query<{ [column: string]: unknown } & Redeemed>(
        `WITH taken AS (DELETE FROM live_ticket WHERE hash = $1 RETURNING session_id, expires_at)
         SELECT s.expires_at AS "expiresAt", u.id AS "userId",
           u.organisation_id AS "organisationId", coalesce(u.roles, '{}') AS roles
         FROM taken JOIN session s ON s.id = taken.session_id LEFT JOIN app_user u ON u.id = s.user_id
         WHERE s.id = $2 AND taken.expires_at > $3 AND s.expires_at > $3`,
        [hashOf(ticket), hashOf(cookie), this.#now()],
      ),
    );
    return row;
  }
}

/**
 * Anonymous sessions: whoever opens a page gets one, so that limits and sockets have an owner
 * before anybody signs in. 256 random bits in a cookie, only the SHA-256 is stored.
 */
import type { Postgres } from '../postgres.ts';
import { hashOf, isSecret, newSecret } from './secrets.ts';

const sessionBytes = 32;
const hourMs = 3_600_000;
/** A session that never opened the board is a crawler or a script: it goes after a day. */
const unusedMs = 24 * hourMs;
/** A ticket prolongs its session; see live-tickets.ts. */
export const usedMs = 30 * 24 * hourMs;

export class VisitorSessions {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /** Makes a session. @returns the cookie's value; it exists nowhere else. @throws StoreAway */
  async create(): Promise<string> {
    const secret = newSecret(sessionBytes);
    const now = this.#now();
    await this.#postgres.query(
      `INSERT INTO visitor_session (id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $2, $3)`,
      [hashOf(secret), now, now + unusedMs],
    );
    return secret;
  }

  /** True for text that may be a cookie's value; says nothing about whether the session exists. */
  isWellFormed(cookie: string | undefined): cookie is string {
    return cookie !== undefined && isSecret(cookie, sessionBytes);
  }

  /**
   * Which of these sessions still exist.
   * @param ids hashes of cookie values
   * @returns hex of those alive. @throws StoreAway
   */
  async alive(ids: readonly Buffer[]): Promise<Set<string>> {
    const rows = await this.#postgres.query<{ id: string }>(
      `SELECT encode(id, 'hex') AS id FROM visitor_session WHERE id = ANY($1) AND expires_at > $2`,
      [ids, this.#now()],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Removes what has expired, a batch at a time. @returns how many went. @throws StoreAway */
  async removeExpired(): Promise<number> {
    const now = this.#now();
    await this.#postgres.query('DELETE FROM live_ticket WHERE expires_at <= $1', [now]);
    const rows = await this.#postgres.query(
      `DELETE FROM visitor_session WHERE id IN
         (SELECT id FROM visitor_session WHERE expires_at <= $1 LIMIT 1000) RETURNING 1`,
      [now],
    );
    return rows.length;
  }
}

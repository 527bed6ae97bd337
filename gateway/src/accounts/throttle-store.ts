/** The counters of throttle.ts in Postgres, so that all gateways count together. */
import type { Postgres, Statements } from '../postgres.ts';
import { hashOf } from './secrets.ts';
import { attempted } from './throttle.ts';
import type { Pace } from './throttle.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const accountPace: Pace = {
  freeCount: 5,
  firstMs: 1_000,
  mostMs: 15 * minuteMs,
  forgetMs: hourMs,
};
/** An office shares an address: more is free, the wait is shorter. */
export const addressPace: Pace = {
  freeCount: 100,
  firstMs: 500,
  mostMs: minuteMs,
  forgetMs: 10 * minuteMs,
};
/** Mails anybody can have sent to an address that may not be theirs. */
export const mailPace: Pace = {
  freeCount: 3,
  firstMs: 5 * minuteMs,
  mostMs: 6 * hourMs,
  forgetMs: 24 * hourMs,
};

export interface Counted {
  /** What is counted; stored as a hash. */
  readonly what: string;
  readonly pace: Pace;
}

export class Throttle {
  readonly #postgres: Postgres;
  readonly #now: () => number;

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /**
   * Counts an attempt before it is made, so that many at once count as many.
   * @returns how long to wait, ms; undefined: go ahead. @throws StoreAway
   */
  attempt(counted: readonly Counted[]): Promise<number | undefined> {
    return this.#postgres.transaction('accounts', (tx) => this.attemptIn(tx, counted));
  }

  async attemptIn(tx: Statements, counted: readonly Counted[]): Promise<number | undefined> {
    const now = this.#now();
    let longestMs = 0;
    const rows = counted.map(({ what, pace }) => ({ key: hashOf(what), pace }));
    // One order for all, or two attempts could wait for each other.
    for (const { key, pace } of rows.sort((a, b) => a.key.compare(b.key))) {
      await tx.query(
        `INSERT INTO throttle (key, attempt_count, last_at, open_at) VALUES ($1, 0, 0, 0)
         ON CONFLICT DO NOTHING`,
        [key],
      );
      const [row] = await tx.query<{ count: number; lastAt: number; openAt: number }>(
        `SELECT attempt_count AS count, last_at AS "lastAt", open_at AS "openAt" FROM throttle
         WHERE key = $1 FOR UPDATE`,
        [key],
      );
      if (!row) continue; // forgotten between the two statements: it counts next time
      const result = attempted(row, pace, now);
      if (!result.ok) longestMs = Math.max(longestMs, result.waitMs);
      else {
        const { count, lastAt, openAt } = result.after;
        await tx.query(
          'UPDATE throttle SET attempt_count = $2, last_at = $3, open_at = $4 WHERE key = $1',
          [key, count, lastAt, openAt],
        );
      }
    }
    return longestMs === 0 ? undefined : longestMs;
  }

  /** The attempt was right: its account starts anew. */
  async forget(tx: Statements, what: string): Promise<void> {
    await tx.query('DELETE FROM throttle WHERE key = $1', [hashOf(what)]);
  }

  /** Removes counters nobody has touched for a day. @throws StoreAway */
  async removeOld(): Promise<void> {
    await this.#postgres.query('DELETE FROM throttle WHERE last_at < $1', [
      this.#now() - 24 * hourMs,
    ]);
  }
}

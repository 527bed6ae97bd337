/**
 * Slows down guessing without locking anybody out: attempts are counted per account at an address
 * and per address, and past a few each next one has to wait longer. The right person at another
 * address waits for nobody. Pure: time is an argument. Source: ops-security.md section 5.
 */

export interface Attempts {
  readonly count: number;
  readonly lastAt: number;
  /** No attempt before, epoch ms. */
  readonly openAt: number;
}

export interface Pace {
  /** Attempts that cost nothing. */
  readonly freeCount: number;
  /** Wait after the first one that does; doubles with each. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** Forgotten after so long without an attempt. */
  readonly forgetMs: number;
}

export const none: Attempts = { count: 0, lastAt: 0, openAt: 0 };

/**
 * @param before what was counted so far
 * @returns the attempts to store when this one may go ahead, or how long it has to wait, ms
 */
export function attempted(
  before: Attempts,
  pace: Pace,
  nowMs: number,
):
  | { readonly ok: true; readonly after: Attempts }
  | { readonly ok: false; readonly waitMs: number } {
  if (nowMs < before.openAt) return { ok: false, waitMs: before.openAt - nowMs };
  const known = nowMs - before.lastAt > pace.forgetMs ? 0 : before.count;
  const count = known + 1;
  const beyond = count - pace.freeCount;
  const waitMs = beyond < 0 ? 0 : Math.min(pace.firstMs * 2 ** Math.min(beyond, 30), pace.mostMs);
  return { ok: true, after: { count, lastAt: nowMs, openAt: nowMs + waitMs } };
}

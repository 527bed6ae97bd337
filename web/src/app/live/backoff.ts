const FIRST_MS = 500;
const LONGEST_MS = 15_000;
/** Highest exponent worth computing: 500 ms * 2^5 is already above the longest wait. */
const EXPONENT_MAX = 5;

/**
 * Wait before the next attempt to connect: uniform between 0.5 s and a bound that doubles with every
 * failure, so that a thousand boards cut at once do not come back at once.
 * @param failureCount failures since the connection was last healthy, this one included, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds. Source: live-board.md section 1.9.
 */
export function backoffMs(failureCount: number, random: number): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failureCount, EXPONENT_MAX));
  return Math.round(FIRST_MS + random * (bound - FIRST_MS));
}

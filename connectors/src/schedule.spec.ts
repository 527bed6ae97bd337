import fc from 'fast-check';
import { firstRunAt, nextRunAt } from './schedule.ts';
import type { Attempt, Pace } from './schedule.ts';

const pace: Pace = { intervalMs: 5_000, backoffMaxMs: 60_000 };
const endedAt = 102_000;
const attempt: Attempt = { startedAt: 100_000, endedAt, failureCount: 0, retryAfterMs: null };
const failed = (failureCount: number, retryAfterMs: number | null = null): Partial<Attempt> => ({
  failureCount,
  retryAfterMs,
});
/** The highest a chance may be: nearly the whole backoff. */
const unlucky = 1 - Number.EPSILON;

describe('nextRunAt', () => {
  const rows: [name: string, given: Partial<Attempt>, random: number, waitMs: number][] = [
    // A success is counted from its start, so that slow downloads do not stretch the rhythm.
    ['success, luck', {}, 0, 3_000],
    ['success', {}, 0.5, 3_250],
    ['success: a tenth later at most', {}, unlucky, 3_499],
    ['success that took longer than the interval', { startedAt: 90_000 }, 0.5, 0],
    ['success ignores what was asked before', { retryAfterMs: 90_000 }, 0, 3_000],
    ['one failure, luck', failed(1), 0, 5_000],
    ['one failure, half luck', failed(1), 0.5, 5_000 + 5_000],
    ['one failure', failed(1), unlucky, 5_000 + 9_999],
    ['two failures', failed(2), unlucky, 5_000 + 19_999],
    ['three failures', failed(3), unlucky, 5_000 + 39_999],
    ['four failures: the cap', failed(4), unlucky, 5_000 + 59_999],
    ['failures without end: the cap', failed(1_000), unlucky, 5_000 + 59_999],
    ['many failures, luck: never sooner than a healthy site', failed(1_000), 0, 5_000],
    ['Retry-After above the backoff', failed(1, 90_000), 0.5, 90_000],
    ['Retry-After above the cap is kept all the same', failed(9, 3_600_000), 0.5, 3_600_000],
    ['Retry-After below the backoff', failed(1, 1_000), 0.5, 10_000],
    ['Retry-After of nothing', failed(1, 0), 0, 5_000],
  ];
  test.each(rows)('%s', (_name, given, random, waitMs) => {
    expect(nextRunAt(pace, { ...attempt, ...given }, () => random) - endedAt).toBe(waitMs);
  });

  test('installations that begin at the same second drift apart', () => {
    const nextOf = (random: number) => nextRunAt(pace, attempt, () => random);
    expect(new Set([0, 0.2, 0.4, 0.6, 0.8].map(nextOf)).size).toBe(5);
  });

  test('a failing site is never asked sooner than a healthy one, nor later than the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failureCount, random) => {
          const waitMs = nextRunAt(pace, { ...attempt, failureCount }, () => random) - endedAt;
          expect(waitMs).toBeGreaterThanOrEqual(pace.intervalMs);
          expect(waitMs).toBeLessThan(pace.intervalMs + pace.backoffMaxMs);
        },
      ),
    );
  });
});

describe('firstRunAt', () => {
  const now = 1_000_000;
  const rows: [name: string, plannedAt: number | null, waitMs: number][] = [
    ['nothing known', null, 0],
    ['a plan that has passed', now - 1, 0],
    ['a plan that still holds', now + 7_000, 7_000],
    ['a plan beyond reason', now + 3_600_000, 65_000],
  ];
  test.each(rows)('%s', (_name, plannedAt, waitMs) => {
    expect(firstRunAt(pace, plannedAt, now) - now).toBe(waitMs);
  });
});

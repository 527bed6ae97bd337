import fc from 'fast-check';
import { attempted, none } from './throttle.ts';
import type { Attempts, Pace } from './throttle.ts';

const pace: Pace = { freeCount: 5, firstMs: 1_000, mostMs: 60_000, forgetMs: 600_000 };

/** Tries again and again, each time as early as it is let. @returns when each attempt was made */
function eager(count: number): number[] {
  let state: Attempts = none;
  let nowMs = 0;
  return Array.from({ length: count }, () => {
    const first = attempted(state, pace, nowMs);
    if (!first.ok) nowMs += first.waitMs;
    const result = attempted(state, pace, nowMs);
    if (!result.ok) throw new Error('it may go ahead when it has waited');
    state = result.after;
    return nowMs;
  });
}

test('five are free, then each waits twice as long as the one before, up to the most', () => {
  const gaps = eager(14).map((at, index, all) => at - (all[index - 1] ?? 0));
  expect(gaps).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1_000));
});

test('nobody is locked out: the wait is never longer than the most', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(120_000), { maxLength: 60 }), (pauses) => {
      let state = none;
      let nowMs = 0;
      for (const pause of pauses) {
        nowMs += pause;
        const result = attempted(state, pace, nowMs);
        if (result.ok) state = result.after;
        else expect(result.waitMs).toBeLessThanOrEqual(pace.mostMs);
      }
      expect(attempted(state, pace, nowMs + pace.mostMs).ok).toBe(true);
    }),
  );
});

test('after a long pause it starts anew', () => {
  const state = { count: 9, lastAt: 0, openAt: 0 };
  expect(attempted(state, pace, pace.forgetMs + 1)).toMatchObject({ after: { count: 1 } });
});

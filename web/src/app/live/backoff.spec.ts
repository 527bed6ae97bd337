import { backoffMs } from './backoff.ts';

test.each([
  [1, 0, 500],
  [1, 0.999_999, 1_000],
  [2, 0.5, 1_250],
  [3, 0.999_999, 4_000],
  [5, 0.999_999, 15_000],
  [6, 0.999_999, 15_000],
  [1_000, 0.5, 7_750],
  [1_000, 0, 500],
])('failure %i with chance %f waits %i ms', (failureCount, random, expected) => {
  expect(backoffMs(failureCount, random)).toBe(expected);
});

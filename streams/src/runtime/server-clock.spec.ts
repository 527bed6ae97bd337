import { ServerClock } from './server-clock.ts';

test.each([
  ['a server two seconds ahead', [1000, 3010, 1020], 2000],
  ['one behind', [5000, 3000, 5000], -2000],
  ['within the doubt of a slow answer', [1000, 1400, 2000], 0],
  ['outside of it', [1000, 3000, 2000], 1500],
])('%s', (_what, [askedAt = 0, serverAt = 0, answeredAt = 0], offsetMs) => {
  const clock = new ServerClock({ now: () => 10_000, after: () => () => undefined });
  clock.learn(askedAt, serverAt, answeredAt);
  expect([clock.offsetMs, clock.now()]).toEqual([offsetMs, 10_000 + offsetMs]);
});

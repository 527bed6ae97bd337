import { DailyBudget, RateLimit } from './rate-limit.ts';

const signal = new AbortController().signal;
const dayMs = 86_400_000;

/** Asks at the given instants (ms); tells how long each was made to wait. */
async function waits(perSecond: number, burst: number, at: readonly number[]): Promise<number[]> {
  let now = 0;
  const waited: number[] = [];
  const rate = new RateLimit({
    perSecond,
    burst,
    now: () => now,
    sleep: (ms) => Promise.resolve(void waited.push(ms)),
  });
  for (const instant of at) {
    now = instant;
    const before = waited.length;
    await rate.take(signal);
    if (waited.length === before) waited.push(0);
  }
  return waited;
}

test.each([
  ['a full bucket lets its burst through', 1, 3, [0, 0, 0], [0, 0, 0]],
  ['then one token a second', 1, 3, [0, 0, 0, 0, 0], [0, 0, 0, 1_000, 2_000]],
  [
    'a pause fills it again, and no further',
    1,
    2,
    [0, 0, 60_000, 60_000, 60_000],
    [0, 0, 0, 0, 1_000],
  ],
  ['half a token is no token', 2, 1, [0, 250], [0, 250]],
])('%s', async (_, perSecond, burst, at, expected) => {
  expect(await waits(perSecond, burst, at)).toEqual(expected);
});

test('whoever is stopped does not wait', async () => {
  const stopping = new AbortController();
  const rate = new RateLimit({ perSecond: 0.01, burst: 1, now: () => 0 });
  await rate.take(stopping.signal);
  const waiting = rate.take(stopping.signal);
  stopping.abort();
  await expect(waiting).rejects.toBeDefined();
});

test('a day has its calls, and the next one has them again', () => {
  let now = 10 * dayMs + 1_000;
  const budget = new DailyBudget(2, () => now);
  expect([budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, false]);
  expect(budget.waitMs).toBe(dayMs - 1_000);
  const restarted = new DailyBudget(2, () => now);
  restarted.restore(budget.state);
  expect(restarted.spend()).toBe(false);
  now += dayMs;
  expect(restarted.spend()).toBe(true);
});

test('the site knows better', () => {
  const budget = new DailyBudget(5_000, () => 0);
  budget.exhaust();
  expect(budget.spend()).toBe(false);
});

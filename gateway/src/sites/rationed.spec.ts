import { Rationed } from './rationed.ts';

/** A question whose answers are counted and take as long as they are told to. */
function bench(share: number) {
  let [now, count] = [0, 0];
  let fails = false;
  const running: (() => void)[] = [];
  const ask = async (): Promise<number> => {
    count += 1;
    const mine = count;
    await new Promise<void>((resolve) => running.push(resolve));
    if (fails) throw new Error('away');
    return mine;
  };
  const rationed = new Rationed(ask, () => now, share);
  return {
    get: () => rationed.get(),
    wait: (ms: number) => (now += ms),
    end: (isFailure = false) => {
      fails = isFailure;
      for (const resolve of running.splice(0)) resolve();
    },
  };
}

test('whoever comes while it runs shares the answer', async () => {
  const one = bench(0.1);
  const answers = [one.get(), one.get()];
  one.wait(5_000);
  answers.push(one.get());
  one.end();
  expect(await Promise.all(answers)).toEqual([1, 1, 1]);
});

test.each<[ms: number, afterMs: number, answer: number]>([
  [100, 999, 1],
  [100, 1_000, 2],
  [0, 0, 2],
])('after %d ms of asking, %d ms after its beginning', async (ms, afterMs, answer) => {
  const one = bench(0.1);
  const first = one.get();
  one.wait(ms);
  one.end();
  await first;
  one.wait(afterMs - ms);
  const second = one.get();
  one.end();
  expect(await second).toBe(answer);
});

test('a failure is told, and the next one asks again', async () => {
  const one = bench(0.1);
  const first = one.get();
  one.wait(100);
  one.end(true);
  await expect(first).rejects.toThrow('away');
  const second = one.get();
  one.end();
  expect(await second).toBe(2);
});

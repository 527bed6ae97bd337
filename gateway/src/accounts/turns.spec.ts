import { Turns } from './turns.ts';

test('two at once, three wait in order, the rest is turned away; then all places are free again', async () => {
  const turns = new Turns(2, 3);
  const gates = Array.from({ length: 6 }, () => Promise.withResolvers<undefined>());
  const begun: number[] = [];
  const answers = gates.map((gate, n) =>
    turns.take(async () => {
      begun.push(n);
      await gate.promise;
      return { n };
    }),
  );
  expect(begun).toEqual([0, 1]);
  expect(await answers[5]).toBeUndefined();
  gates[1]?.resolve(undefined);
  expect(await answers[1]).toEqual({ n: 1 });
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve(undefined);
  expect(await Promise.all(answers)).toEqual([
    { n: 0 },
    { n: 1 },
    { n: 2 },
    { n: 3 },
    { n: 4 },
    undefined,
  ]);
  expect(await turns.take(async () => ({ n: 7 }))).toEqual({ n: 7 });
});

test('work that fails gives its place back', async () => {
  const turns = new Turns(1, 0);
  await expect(turns.take(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await turns.take(async () => ({ n: 1 }))).toEqual({ n: 1 });
});

/** However batches wait, they are handled whole, in order, and never more than the limit at once. */
import fc from 'fast-check';
import type { LogBatch, LogRecord } from './log.ts';
import { takeWaiting } from './waiting-batches.ts';

const record = (offset: number): LogRecord => {
  const at = { topic: 'lots', partition: 3, offset };
  return { ...at, key: String(offset), value: null, headers: {}, timestamp: 0 };
};

/** @param sizes records of each batch; after each lies an offset without a record (a commit) */
function batchesOf(sizes: readonly number[]): LogBatch[] {
  let offset = 100;
  return sizes.map((size) => {
    const records = Array.from({ length: size }, () => record(offset++));
    return { topic: 'lots', partition: 3, records, next: ++offset };
  });
}

function takenAll(sizes: readonly number[], recordsMax: number): LogBatch[] {
  const waiting = batchesOf(sizes);
  const taken: LogBatch[] = [];
  for (
    let batch = takeWaiting(waiting, recordsMax);
    batch;
    batch = takeWaiting(waiting, recordsMax)
  ) {
    taken.push(batch);
  }
  return taken;
}

test.each<
  [what: string, sizes: number[], recordsMax: number, taken: [count: number, next: number][]]
>([
  ['nothing waits', [], 5, []],
  ['all fit into one', [2, 3], 5, [[5, 107]]],
  [
    'one more does not',
    [2, 3, 1],
    5,
    [
      [5, 107],
      [1, 109],
    ],
  ],
  [
    'one is cut',
    [7],
    3,
    [
      [3, 103],
      [3, 106],
      [1, 108],
    ],
  ],
  [
    'what is left of it goes with the next',
    [4, 2],
    3,
    [
      [3, 103],
      [3, 108],
    ],
  ],
  ['offsets without records', [0, 0, 1], 3, [[1, 104]]],
])('%s', (_, sizes, recordsMax, expected) => {
  const taken = takenAll(sizes, recordsMax);
  expect(taken.map(({ records, next }) => [records.length, next])).toEqual(expected);
});

test('nothing is lost or out of order, and a batch goes on where the last one ended', () => {
  const sizes = fc.array(fc.nat({ max: 20 }), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 25 }), (some, recordsMax) => {
      const taken = takenAll(some, recordsMax);
      const all = batchesOf(some);
      expect(taken.flatMap(({ records }) => records)).toEqual(
        all.flatMap(({ records }) => records),
      );
      expect(taken.at(-1)?.next).toBe(all.at(-1)?.next);
      for (const [index, { records, next }] of taken.entries()) {
        expect(records.length).toBeLessThanOrEqual(recordsMax);
        const following = taken.slice(index + 1).flatMap((batch) => batch.records)[0];
        expect(next).toBeGreaterThan(records.at(-1)?.offset ?? 0);
        if (following) expect(next).toBeLessThanOrEqual(following.offset);
      }
    }),
  );
});

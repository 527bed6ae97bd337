import fc from 'fast-check';
import { MOVES_MAX, SortedIndex } from './sorted-index.ts';

/** The oracle: a full sort by key, ties by row number. */
function sorted(keys: ReadonlyMap<number, number>): number[] {
  return [...keys]
    .sort(([rowA, a], [rowB, b]) => (a === b ? rowA - rowB : a < b ? -1 : 1))
    .map(([row]) => row);
}

const row = fc.nat({ max: 40 });
const key = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Infinity));
const change = fc.oneof(
  fc.record({ put: fc.array(fc.tuple(row, key), { maxLength: 6 }) }),
  fc.record({ remove: fc.array(row, { maxLength: 6 }) }),
);

test('after any changes the order is that of a full sort', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const index = new SortedIndex();
      const keys = new Map<number, number>();
      for (const { put, remove } of changes.map((one) => ({ put: [], remove: [], ...one }))) {
        for (const [at, value] of put) keys.set(at, value);
        index.put([...new Set(put.map(([at]) => at))], (at) => keys.get(at) ?? 0);
        for (const at of remove) keys.delete(at);
        index.remove([...new Set(remove)]);
        expect([...index.rows]).toEqual(sorted(keys));
      }
      for (const at of keys.keys()) expect(index.rows[index.positionOf(at)]).toBe(at);
    }),
  );
});

test.each([
  ['moves', MOVES_MAX],
  ['a merge', MOVES_MAX + 1],
  ['a large merge', 3_000],
])('%s of %i rows leave the same order as a full sort', (_how, changedCount) => {
  const index = new SortedIndex();
  const keys = new Map(Array.from({ length: 5_000 }, (_, at) => [at, (at * 7919) % 1000] as const));
  index.sort(keys.keys(), (at) => keys.get(at) ?? 0);
  expect([...index.rows]).toEqual(sorted(keys));

  const changed = Array.from({ length: changedCount }, (_, at) => at * 2);
  for (const at of changed) keys.set(at, (at * 104_729) % 997);
  index.put(changed, (at) => keys.get(at) ?? 0);
  expect([...index.rows]).toEqual(sorted(keys));

  for (const at of changed) keys.delete(at);
  index.remove(changed);
  expect([...index.rows]).toEqual(sorted(keys));
});

test('put names entering rows and changed keys, not rows that stay', () => {
  const index = new SortedIndex();
  expect(index.put([1, 2, 3], (at) => at)).toEqual([1, 2, 3]);
  expect(index.put([1, 2, 3], (at) => (at === 2 ? 9 : at))).toEqual([2]);
  expect(index.positionOf(2)).toBe(2);
  expect(index.positionOf(7)).toBe(-1);
});

import fc from 'fast-check';
import { assignSlots, EMPTY } from './slots.ts';

const rows = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 20 });

test('every wanted row has one slot, and a row that stays keeps its own', () => {
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 12 }), (screens) => {
      let held: number[] = [];
      for (const wanted of screens) {
        const next = assignSlots(held, wanted);
        expect(next.filter((row) => row !== EMPTY).sort()).toEqual([...wanted].sort());
        for (const [slot, row] of held.entries()) {
          if (wanted.includes(row)) expect(next[slot]).toBe(row);
        }
        expect(next.length).toBeLessThanOrEqual(Math.max(held.length, wanted.length));
        held = next;
      }
    }),
  );
});

test.each([
  ['the first screen', [], [5, 6, 7], [5, 6, 7]],
  ['one row in, one out', [5, 6, 7], [6, 7, 8], [8, 6, 7]],
  ['fewer rows leave empty slots', [5, 6, 7], [7], [EMPTY, EMPTY, 7]],
  ['more rows add slots', [5], [4, 5, 6], [5, 4, 6]],
])('%s', (_name, held, wanted, expected) => {
  expect(assignSlots(held, wanted)).toEqual(expected);
});

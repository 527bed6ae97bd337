import type { BoardRow, WireRow } from '@auction/gateway/contract';
import fc from 'fast-check';
import { aLot } from '../../testing/lot-rows.ts';
import { LotStore, type Sort } from './lot-store.ts';
import { LotTable } from './lot-table.ts';

const columns = Object.keys(aLot({ id: '' }));
const hot = ['id', 'v', 'price', 'ask', 'bids', 'leader', 'reserve', 'end', 'ext', 'status'];
const NOW = 1_000;

/** Table and store without what lies between them. */
function aBoard(sort: Sort = { by: 'ending', direction: 'asc' }) {
  const table = new LotTable();
  const store = new LotStore();
  const rows = new Map<string, BoardRow>();
  table.learn(columns, hot);
  store.sortBy(sort);
  const wire = (row: BoardRow, names: readonly string[]): WireRow => {
    const values: Readonly<Record<string, string | number | null>> = { ...row };
    return names.map((name) => values[name] ?? null);
  };
  const sync = () => {
    store.apply(table.take(1, NOW), NOW);
    table.release(store.takeReleased());
  };
  return {
    store,
    rows,
    table,
    put: (row: Partial<BoardRow> & { id: string }) => {
      const held = rows.get(row.id);
      const next = { ...(held ?? aLot({ id: row.id })), ...row, v: (held?.v ?? 0) + 1 };
      rows.set(row.id, next);
      if (held === undefined) table.put([wire(next, columns)], NOW);
      else table.patch([wire(next, hot)], NOW);
    },
    remove: (id: string) => {
      rows.delete(id);
      table.remove([id], NOW);
    },
    sync,
    shown: () => [...store.order].map((row) => store.id(row)),
    lotOf: (id: string) => {
      const row = [...store.order].find((one) => store.id(one) === id);
      return row === undefined ? undefined : store.lot(row);
    },
  };
}

const keys: Readonly<Record<Sort['by'], (row: BoardRow) => number>> = {
  ending: ({ end }) => end ?? Infinity,
  price: ({ price }) => price ?? Infinity,
  newest: ({ first }) => first,
};

const anySort = fc.record({
  by: fc.constantFrom<Sort['by']>('ending', 'price', 'newest'),
  direction: fc.constantFrom<Sort['direction']>('asc', 'desc'),
});
const change = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      price: fc.option(fc.nat({ max: 9 })),
      end: fc.option(fc.nat({ max: 9 })),
      first: fc.nat({ max: 9 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ remove: fc.constantFrom('a', 'b', 'c', 'd') }) },
  { weight: 2, arbitrary: fc.record({ sync: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ hold: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ sort: anySort }) },
);

test('values and order are those of a plain list that is sorted every time', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const board = aBoard();
      let sort: Sort = { by: 'ending', direction: 'asc' };
      for (const one of changes) {
        if ('remove' in one) board.remove(one.remove);
        else if ('sync' in one) board.sync();
        else if ('sort' in one) {
          ({ sort } = one);
          board.store.sortBy(sort);
        } else if ('hold' in one && one.hold) board.store.hold();
        else if ('hold' in one) board.store.letGo();
        else {
          // `first` is a cold column: it is said once.
          const { first, ...hotValues } = one;
          board.put(board.rows.has(one.id) ? hotValues : { ...hotValues, first });
        }
      }
      board.store.letGo();
      board.sync();

      const key = (id: string) => {
        const row = board.rows.get(id);
        const value = row === undefined ? Number.NaN : keys[sort.by](row);
        return sort.direction === 'desc' && Number.isFinite(value) ? -value : value;
      };
      const shown = board.shown();
      expect([...shown].sort()).toEqual([...board.rows.keys()].sort());
      for (let at = 1; at < shown.length; at++) {
        expect(key(shown[at - 1] ?? '')).toBeLessThanOrEqual(key(shown[at] ?? ''));
      }
      for (const [id, row] of board.rows) {
        expect(board.lotOf(id)).toMatchObject({ priceMinor: row.price, endsAt: row.end });
      }
    }),
  );
});

test('a held order keeps its rows: values change, places do not', () => {
  const board = aBoard();
  board.put({ id: 'a', end: 1 });
  board.put({ id: 'b', end: 2 });
  board.put({ id: 'c', end: 3 });
  board.sync();
  board.store.hold();

  board.put({ id: 'c', end: 0, price: 77 });
  board.put({ id: 'new', end: 0 });
  board.remove('b');
  board.sync();
  expect(board.shown()).toEqual(['a', 'b', 'c']);
  expect(board.lotOf('c')).toMatchObject({ priceMinor: 77, endsAt: 0, isGone: false });
  expect(board.lotOf('b')).toMatchObject({ isGone: true });
  expect([board.store.movedCount, board.store.count]).toEqual([3, 3]);

  board.store.letGo();
  expect(new Set(board.shown())).toEqual(new Set(['c', 'new', 'a']));
  expect(board.shown().at(-1)).toBe('a');
  expect(board.store.movedCount).toBe(0);
});

test('the number of a lot that left is given to another only after the order is let go', () => {
  const board = aBoard();
  board.put({ id: 'a', end: 1, name: 'old' });
  board.sync();
  board.store.hold();
  board.remove('a');
  board.sync();
  board.put({ id: 'b', end: 1, name: 'new' });
  board.sync();
  expect(board.lotOf('a')).toMatchObject({ title: 'old', isGone: true });
  board.store.letGo();
  board.sync();
  board.put({ id: 'c', end: 2, name: 'newer' });
  board.sync();
  expect(board.lotOf('b')).toMatchObject({ title: 'new', isGone: false });
  expect(board.lotOf('c')).toMatchObject({ title: 'newer', isGone: false, step: null });
});

test.each([
  ['a rise', 1_000, 1_200, { amountMinor: 200, at: NOW }],
  ['a fall', 1_000, 900, { amountMinor: -100, at: NOW }],
  ['the first bid', null, 500, { amountMinor: 500, at: NOW }],
  ['no change', 1_000, 1_000, null],
])('the step of %s', (_name, before, after, step) => {
  const board = aBoard();
  board.put({ id: 'a', price: before });
  board.sync();
  expect(board.lotOf('a')?.step).toBeNull();
  board.put({ id: 'a', price: after });
  board.sync();
  expect(board.lotOf('a')?.step).toEqual(step);
});

/** Ended lots of two stores as one list, and what their prices say. */
import type { EndedLot } from '../archive-contract.ts';
import { aLotRow } from '../testing/a-lot-row.ts';
import { endedLots, priceStatistic } from './ended-lots.ts';

const span = { from: 0, until: 10_000 };
const question = { make: 'TOYOTA', model: 'CAMRY' };

test('a lot in both stores is shown once, as it is live', () => {
  const live = aLotRow({ lot_id: 'a', status: 'SOLD', ends_at: 500, price_minor: 200 });
  const old = aLotRow({ lot_id: 'a', status: 'SOLD', ends_at: 500, price_minor: 100 });
  const run = aLotRow({ lot_id: 'a', status: 'NOT_SOLD', ends_at: 100, price_minor: 50 });
  const { items } = endedLots([live], [old, run], question, span);
  expect(items.map(({ price, isArchived }) => [price, isArchived])).toEqual([
    [200, false],
    [50, true],
  ]);
});

test.each([
  { what: 'running', row: { status: 'OPEN' as const }, shown: false },
  { what: 'before the span', row: { ends_at: -1 }, shown: false },
  { what: 'after the span', row: { ends_at: 10_000 }, shown: false },
  { what: 'its last instant', row: { ends_at: 9_999 }, shown: true },
  { what: 'no end known', row: { ends_at: null, observed_at: 5 }, shown: true },
])('$what: shown $shown', ({ row, shown }) => {
  const ended = aLotRow({ status: 'ENDED', ends_at: 100, ...row });
  expect(endedLots([], [ended], question, span).items).toHaveLength(shown ? 1 : 0);
});

test.each([
  { query: { yearFrom: 2019 }, shown: true },
  { query: { yearFrom: 2020 }, shown: false },
  { query: { yearTo: 2018 }, shown: false },
  { query: { priceFrom: 100, currency: 'USD' }, shown: true },
  { query: { priceTo: 99, currency: 'USD' }, shown: false },
  { query: { currency: 'EUR' }, shown: false },
])('$query: shown $shown', ({ query, shown }) => {
  const row = aLotRow({
    status: 'SOLD',
    ends_at: 1,
    year: 2019,
    price_minor: 100,
    currency: 'USD',
  });
  const found = endedLots([row], [], { ...question, ...query }, span);
  expect(found.items).toHaveLength(shown ? 1 : 0);
});

const priced = (price: number | null, currency = 'USD', status = 'SOLD'): EndedLot => ({
  ...{ lotId: 'x', site: 'copart', title: '', vin: null, year: null, odometer: null },
  ...{
    odometerUnit: null,
    damage: [],
    status,
    price,
    currency,
    endedAt: 1,
    isArchived: true,
    run: 1,
  },
});

test.each([
  { what: 'nothing', lots: [], asked: undefined, said: null },
  { what: 'no price', lots: [priced(null)], asked: undefined, said: null },
  {
    what: 'five prices',
    lots: [5, 1, 4, 2, 3].map((price) => priced(price)),
    asked: undefined,
    said: { currency: 'USD', count: 5, soldCount: 5, low: 2, median: 3, high: 4 },
  },
  {
    what: 'the most frequent currency',
    lots: [priced(9, 'CAD'), priced(1, 'USD'), priced(2, 'USD', 'ENDED')],
    asked: undefined,
    said: { currency: 'USD', count: 2, soldCount: 1, low: 1, median: 1, high: 1 },
  },
  {
    what: 'the currency asked for',
    lots: [priced(9, 'CAD'), priced(1, 'USD'), priced(2, 'USD')],
    asked: 'CAD',
    said: { currency: 'CAD', count: 1, soldCount: 1, low: 9, median: 9, high: 9 },
  },
  { what: 'withdrawn lots', lots: [priced(9, 'USD', 'WITHDRAWN')], asked: undefined, said: null },
])('prices of $what', ({ lots, asked, said }) => {
  expect(priceStatistic(lots, asked)).toEqual(said);
});

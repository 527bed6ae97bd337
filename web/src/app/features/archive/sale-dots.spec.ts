import type { EndedLot } from '@auction/gateway/contract';
import { saleDots } from './sale-dots.ts';

const ended = (given: Partial<EndedLot>): EndedLot => ({
  ...{ lotId: 'a', site: 'copart', title: 'Car', vin: null, year: null, odometer: null },
  ...{ odometerUnit: null, damage: [], status: 'SOLD', price: 100, currency: 'USD' },
  ...{ endedAt: 0, isArchived: true, run: 1 },
  ...given,
});

test('prices and times become places between 0 and 1', () => {
  const lots = [
    ended({ lotId: 'a', endedAt: 0, price: 100 }),
    ended({ lotId: 'b', endedAt: 5, price: 300, status: 'ENDED' }),
    ended({ lotId: 'c', endedAt: 10, price: 200 }),
  ];
  expect(saleDots(lots, 'USD')).toEqual({
    dots: [
      { lotId: 'a', x: 0, y: 0, isSold: true },
      { lotId: 'b', x: 0.5, y: 1, isSold: false },
      { lotId: 'c', x: 1, y: 0.5, isSold: true },
    ],
    ...{ from: 0, until: 10, low: 100, high: 300 },
  });
});

test.each([
  ['nothing', []],
  ['one price', [ended({})]],
  ['no second price', [ended({}), ended({ price: null })]],
  ['another currency', [ended({}), ended({ currency: 'CAD' })]],
  ['a withdrawn lot', [ended({}), ended({ status: 'WITHDRAWN' })]],
])('%s is no chart', (_what, lots) => {
  expect(saleDots(lots, 'USD')).toBeNull();
});

test('one price twice stands in the middle', () => {
  const dots = saleDots([ended({ endedAt: 1 }), ended({ endedAt: 1 })], 'USD')?.dots ?? [];
  expect(dots.map(({ x, y }) => [x, y])).toEqual([
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
});

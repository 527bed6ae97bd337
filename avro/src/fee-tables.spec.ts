import { feeTableOf, feeTables, totalWithFees } from './fee-tables.ts';
import type { Fee } from './fee-tables.ts';
import { sites } from './topics.ts';

const percent: Fee = { label: 'p', basisPoints: 500, leastMinor: 25_000, mostMinor: 750_000 };
const rows: [string, number, Fee[], number[], number][] = [
  ['no fees', 100_000, [], [], 100_000],
  ['a percentage', 1_000_000, [percent], [50_000], 1_050_000],
  ['its least', 100, [percent], [25_000], 25_100],
  ['its most', 100_000_000, [percent], [750_000], 100_750_000],
  ['half a cent up', 10, [{ label: 'p', basisPoints: 500 }], [1], 11],
  ['below half down', 9, [{ label: 'p', basisPoints: 500 }], [0], 9],
  [
    'each for itself',
    525_00,
    [
      { label: 'p', basisPoints: 1_250 },
      { label: 'f', flatMinor: 7_900 },
    ],
    [6_563, 7_900],
    66_963,
  ],
  [
    'the greatest amount',
    10 ** 12,
    [{ label: 'p', basisPoints: 1_250 }],
    [125 * 10 ** 9],
    1_125 * 10 ** 9,
  ],
];
test.each(rows)('%s', (...[, amount, fees, lines, total]) => {
  const found = totalWithFees(amount, { fees });
  expect([found.fees.map(({ minor }) => minor), found.totalMinor]).toEqual([lines, total]);
});

test('a table per site and currency, with its source; ids are unlike', () => {
  const keys = feeTables.map(({ site, currency }) => `${site}/${currency}`);
  expect(new Set(keys).size).toBe(keys.length);
  const known: string[] = ['own', ...sites.map(({ site }) => site)];
  for (const { id, site, currency, source } of feeTables) {
    expect(known).toContain(site);
    expect(id).toMatch(new RegExp(`^${site}-${currency.toLowerCase()}@\\d+$`));
    expect(source.length).toBeGreaterThan(20);
  }
  expect(feeTableOf('ebay', 'USD')?.fees).toEqual([]);
  expect(feeTableOf('ebay', 'EUR')).toBeUndefined();
});

import { chartColumns } from './price-points.ts';
import type { PricePoint } from './price-points.ts';

const point = (at: number, priceMinor: number | null = 100): PricePoint => ({
  ...{ version: 1, at, priceMinor },
});
const hour = 3_600_000;

test.each<[what: string, points: PricePoint[], now: number, seconds: number[]]>([
  ['nothing seen', [], hour, []],
  ['the last price holds until now', [point(0), point(1_000)], hour, [0, 1, 3_600]],
  ['a price seen after the line should end', [point(0), point(2 * hour)], hour, [0, 7_200, 7_200]],
  ['one price, seen after the end: a line all the same', [point(hour)], 0, [3_600, 3_660]],
])('%s', (_what, points, now, seconds) => {
  const [at, prices] = chartColumns(points, 100, now);
  expect(at).toEqual(seconds);
  expect(prices).toHaveLength(seconds.length);
});

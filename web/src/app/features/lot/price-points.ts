import type { LotHistory } from '@auction/gateway/contract';
import type { LotNow } from './lot-now.ts';

const SHORTEST_MS = 60_000;

/** A price and since when it holds, epoch ms; minor units. */
export interface PricePoint {
  readonly version: number;
  readonly at: number;
  readonly priceMinor: number | null;
}

export function pointsOf(history: LotHistory): PricePoint[] {
  return history.prices.map(({ version, observedAt, priceMinor }) => ({
    version,
    at: observedAt,
    priceMinor,
  }));
}

/**
 * The points with what the live lane has brought since: one more when the price is another.
 * @param now epoch ms by the server's clock, taken as the time of a price that is new
 */
export function withNow(
  points: readonly PricePoint[],
  lot: Pick<LotNow, 'version' | 'priceMinor'>,
  now: number,
): readonly PricePoint[] {
  const last = points.at(-1);
  if (last !== undefined && (lot.version <= last.version || lot.priceMinor === last.priceMinor)) {
    return points;
  }
  return [...points, { version: lot.version, at: now, priceMinor: lot.priceMinor }];
}

/** Loaded points, and after them the live ones that the loaded ones do not have yet. */
export function merged(
  loaded: readonly PricePoint[],
  live: readonly PricePoint[],
): readonly PricePoint[] {
  const last = loaded.at(-1)?.version ?? -1;
  return [...loaded, ...live.filter(({ version }) => version > last)];
}

/**
 * Columns for the chart: seconds and major units; the last price holds until `now`.
 * @param scale minor units in one unit of the currency
 */
export function chartColumns(
  points: readonly PricePoint[],
  scale: number,
  now: number,
): readonly [number[], (number | null)[]] {
  const last = points.at(-1);
  // A line without length has no scale: uPlot would show the year 1970.
  const end = Math.max(now, (points[0]?.at ?? 0) + SHORTEST_MS, last?.at ?? 0);
  const drawn = last === undefined ? [] : [...points, { ...last, at: end }];
  return [
    drawn.map(({ at }) => at / 1_000),
    drawn.map(({ priceMinor }) => (priceMinor === null ? null : priceMinor / scale)),
  ];
}

/** The chart in a sentence, for those who do not see it. */
export function chartText(
  points: readonly PricePoint[],
  format: (minor: number) => string,
): string {
  const prices = points.map(({ priceMinor }) => priceMinor).filter((price) => price !== null);
  const first = prices[0];
  const last = prices.at(-1);
  if (first === undefined || last === undefined) return 'No price has been seen yet.';
  if (prices.length === 1) return `One price so far: ${format(last)}.`;
  const highest = format(Math.max(...prices));
  return `${prices.length} prices, from ${format(first)} to ${format(last)}, highest ${highest}.`;
}

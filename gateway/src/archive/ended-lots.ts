/** Ended lots, those still in Postgres and those of the archive, as one list with its prices. */
import type { EndedLot, EndedLots, PriceStatistic } from '../archive-contract.ts';
import type { LotRow } from '../lots/lot-rows.ts';
import type { EndedLotsQuery, EndedSpan } from './archive-query.ts';

export const itemsMax = 1_000;
export const endedStatuses: ReadonlySet<string> = new Set([
  'SOLD',
  'NOT_SOLD',
  'ENDED',
  'WITHDRAWN',
]);

const endOf = (row: LotRow): number => row.ends_at ?? row.observed_at;

export function toEndedLot(row: LotRow, isArchived: boolean): EndedLot {
  const { odometer, odometerUnit, damage } = row.summary;
  return {
    lotId: row.lot_id,
    site: row.site,
    title: row.title,
    vin: row.vin,
    year: row.year,
    odometer,
    odometerUnit,
    damage: [...damage],
    status: row.status,
    price: row.price_minor,
    currency: row.currency,
    endedAt: endOf(row),
    isArchived,
    run: isArchived ? row.version : null,
  };
}

/** Whether an ended lot is of those asked for; VIN, make and model were asked of the store. */
function isAskedFor(row: LotRow, query: EndedLotsQuery, { from, until }: EndedSpan): boolean {
  const { yearFrom, yearTo, priceFrom, priceTo, currency } = query;
  const within = (value: number | null, least?: number, most?: number): boolean =>
    (least === undefined || (value !== null && value >= least)) &&
    (most === undefined || (value !== null && value <= most));
  return (
    endedStatuses.has(row.status) &&
    endOf(row) >= from &&
    endOf(row) < until &&
    within(row.year, yearFrom, yearTo) &&
    within(row.price_minor, priceFrom, priceTo) &&
    (currency === undefined || row.currency === currency)
  );
}

/** @param live of Postgres, @param archived of Cassandra; a lot in both is shown as it is live */
export function endedLots(
  live: readonly LotRow[],
  archived: readonly LotRow[],
  query: EndedLotsQuery,
  span: EndedSpan,
): EndedLots {
  const keyOf = (row: LotRow): string => `${row.lot_id} ${endOf(row)}`;
  const here = new Set(live.map(keyOf));
  const items = [
    ...live.filter((row) => isAskedFor(row, query, span)).map((row) => toEndedLot(row, false)),
    ...archived
      .filter((row) => !here.has(keyOf(row)) && isAskedFor(row, query, span))
      .map((row) => toEndedLot(row, true)),
  ].sort((one, other) => other.endedAt - one.endedAt || (one.lotId < other.lotId ? -1 : 1));
  return {
    items: items.slice(0, itemsMax),
    isCut: items.length > itemsMax,
    prices: priceStatistic(items, query.currency),
  };
}

/**
 * Quartiles of the prices in one currency: the one asked for, else the most frequent. Lots that were
 * withdrawn have no say.
 * @returns null when there is no price
 */
export function priceStatistic(
  lots: readonly EndedLot[],
  asked: string | undefined,
): PriceStatistic | null {
  const priced = lots.filter(({ price, status }) => price !== null && status !== 'WITHDRAWN');
  const byCurrency = Map.groupBy(priced, ({ currency }) => currency);
  const [usual] = [...byCurrency].sort((one, other) => other[1].length - one[1].length);
  const currency = asked ?? usual?.[0];
  const these = currency === undefined ? [] : (byCurrency.get(currency) ?? []);
  if (currency === undefined || these.length === 0) return null;
  const prices = these.map(({ price }) => price ?? 0).sort((one, other) => one - other);
  const at = (share: number): number => prices[Math.floor((prices.length - 1) * share)] ?? 0;
  const soldCount = these.filter(({ status }) => status === 'SOLD').length;
  const spread = { low: at(0.25), median: at(0.5), high: at(0.75) };
  return { currency, count: prices.length, soldCount, ...spread };
}

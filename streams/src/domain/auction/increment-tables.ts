/**
 * The increment tables we ship. A published table is never changed: lots that were opened with it would
 * replay to other prices. A correction is a row with the next version.
 */
import type { IncrementRow, IncrementTable } from './increments.ts';

/** Published by the sites; only eBay's inclusive edges are proven by bids (bidding.md section 5). */
const rowsById: Readonly<Record<string, readonly IncrementRow[]>> = {
  'ebay-usd@1': [
    [0, 5],
    [100, 25],
    [500, 50],
    [2500, 100],
    [10_000, 250],
    [25_000, 500],
    [50_000, 1000],
    [100_000, 2500],
    [250_000, 5000],
    [500_000, 10_000],
  ],
  'copart-ie-eur@1': [
    [0, 100],
    [1000, 500],
    [5000, 1000],
    [10_000, 2500],
    [100_000, 5000],
    [500_000, 10_000],
    [2_500_000, 25_000],
  ],
  'trademe-nzd@1': [
    [0, 50],
    [2000, 100],
    [20_000, 500],
    [100_000, 1000],
    [500_000, 5000],
    [2_500_000, 10_000],
  ],
  'autorola-eur@1': [[0, 5000]],
  // Our own lots, where the seller names no other.
  'house-eur@1': [
    [0, 2500],
    [100_000, 5000],
    [500_000, 10_000],
    [2_500_000, 25_000],
  ],
  'house-usd@1': [
    [0, 2500],
    [100_000, 5000],
    [500_000, 10_000],
    [2_500_000, 25_000],
  ],
};

const tables = new Map<string, IncrementTable>(
  Object.entries(rowsById).map(([id, rows]) => [id, { id, rows }]),
);

const flatForm = /^flat-([1-9]\d{0,11})@1$/;

/**
 * Table of an id. `flat-<step>@1` is a table of one row, as sites with a step per lot need it (GSA's
 * `aucIncrement`, GovDeals' `assetBidIncrement`).
 * @returns undefined for an id nobody has published
 */
export function incrementTable(id: string): IncrementTable | undefined {
  const known = tables.get(id);
  if (known !== undefined) return known;
  const step = flatForm.exec(id)?.[1];
  if (step === undefined) return undefined;
  const table: IncrementTable = { id, rows: [[0, Number(step)]] };
  tables.set(id, table);
  return table;
}

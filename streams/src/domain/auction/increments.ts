/** Increment ladders: the least raise by price band. Data per site and currency, never code. */

/** `[from, step]` in minor units; a price belongs to the last row with `from <= price`. */
export type IncrementRow = readonly [fromMinor: number, stepMinor: number];

export interface IncrementTable {
  /** `name@version`; a table never changes, a change is a new version. */
  readonly id: string;
  /** First row from 0, `from` rising. */
  readonly rows: readonly IncrementRow[];
}

/**
 * Step of the band that contains a price.
 * @param priceMinor minor units, at least the first row's `from`
 * @returns minor units, above 0
 * The edge belongs to the higher band: proven by eBay's bid data (bidding.md section 5).
 */
export function increment(table: IncrementTable, priceMinor: number): number {
  const { rows } = table;
  for (let index = rows.length - 1; index > 0; index -= 1) {
    const row = rows[index];
    if (row !== undefined && row[0] <= priceMinor) return row[1];
  }
  return rows[0]?.[1] ?? 1;
}

/** What a month file holds, in words: written beside it, and kept in Postgres. */
import { z } from 'zod';
import { archivedColumns, numberIn, textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';

const sale = z.object({ count: z.number(), sumMinor: z.number() });
export const manifestSchema = z.object({
  format: z.literal(1),
  month: z.string(),
  part: z.number(),
  /** Name of the file beside the manifest. */
  file: z.string(),
  rows: z.number(),
  bytes: z.number(),
  /** Of the file, hex. */
  sha256: z.string(),
  /** Of the lots, whatever store they are read from; see ContentDigest. */
  content: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** Lots by site. */
  sites: z.record(z.string(), z.number()),
  /** Lots whose status is SOLD and whose price is known, by currency. */
  sold: z.record(z.string(), sale),
  writtenAt: z.number(),
  /** Lots that stood on the board again when the part was done: changed meanwhile, or run again. */
  stayed: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Counts what the manifest says of a part. */
export class PartStatistics {
  readonly sites: Record<string, number> = {};
  readonly sold: Record<string, { count: number; sumMinor: number }> = {};

  add(lot: ArchivedLot): void {
    const site = textIn(lot, 'site');
    this.sites[site] = (this.sites[site] ?? 0) + 1;
    const price = numberIn(lot, 'price_minor');
    if (lot['status'] !== 'SOLD' || price === null) return;
    const sold = (this.sold[textIn(lot, 'currency')] ??= { count: 0, sumMinor: 0 });
    sold.count += 1;
    sold.sumMinor += price;
  }
}

export const manifestColumns = archivedColumns.map(({ name, type }) => ({ name, type }));

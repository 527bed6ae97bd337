/**
 * Each id once in a file: the first row that states it counts, a later one is set aside with its number and its
 * bytes. Otherwise both would be published, and every import of the same file would change the listing twice
 * (docs/decisions/0095-the-first-row-of-an-id-counts.md).
 */
import type { FeedReader, FeedRecord, HeaderState } from './connector.ts';
import { IdSet } from './id-set.ts';

type Listing = Extract<FeedRecord, { readonly kind: 'LISTING' }>;

export class DistinctRows implements FeedReader {
  readonly #reader: FeedReader;
  readonly #stated = new IdSet();
  /** Ids of rows that could not be read: seen, and yet to be stated. */
  readonly #damaged = new IdSet();
  #doubledCount = 0;

  constructor(reader: FeedReader) {
    this.#reader = reader;
  }

  get header(): HeaderState {
    return this.#reader.header;
  }

  get lastLineEnded(): boolean {
    return this.#reader.lastLineEnded;
  }

  get newestUpdateAt(): number | null {
    return this.#reader.newestUpdateAt;
  }

  /** Rows that were set aside because an earlier one had stated their id. */
  get doubledCount(): number {
    return this.#doubledCount;
  }

  /** Every id that could be read so far, of unreadable rows too. */
  ids(): IdSet {
    return this.#stated.with(this.#damaged);
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    for (const record of this.#reader.read(chunk)) yield this.#checked(record);
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    for (const record of this.#reader.end(openLine)) yield this.#checked(record);
  }

  #checked(record: FeedRecord): FeedRecord {
    const { siteListingId } = record;
    if (siteListingId === null) return record;
    if (record.kind === 'UNREADABLE') {
      this.#damaged.add(siteListingId);
      return record;
    }
    if (this.#stated.add(siteListingId)) return record;
    this.#doubledCount += 1;
    return doubled(record);
  }
}

const doubled = ({ siteListingId, row, payload }: Listing): FeedRecord => ({
  kind: 'UNREADABLE',
  siteListingId,
  row,
  reason: 'DUPLICATE_ID: an earlier row of this file has the same id, and counts',
  payload,
});

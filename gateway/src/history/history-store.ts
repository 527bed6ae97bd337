/** What a listing and its lot were before, read from Cassandra (written by the sinks only). */
import { types } from 'cassandra-driver';
import { numberOf, textOf } from '../cassandra.ts';
import type { Cassandra } from '../cassandra.ts';
import type { ListingVersion, PricePoint } from '../contract.ts';
import { changesOf } from './listing-changes.ts';
import type { StoredListing } from './listing-changes.ts';

export interface VersionPage {
  /** Newest first. */
  readonly versions: readonly ListingVersion[];
  /** Pass as `before` for older ones; null: these were the oldest. */
  readonly next: number | null;
}

export interface HistoryStore {
  /** @param before only versions below this number @throws StoreAway */
  versions(site: string, siteListingId: string, before: number | undefined): Promise<VersionPage>;
  /** Oldest first, the newest thousand. @throws StoreAway */
  prices(lotId: string): Promise<PricePoint[]>;
}

const versionsPerPage = 100;
const pricesMax = 1_000;
const listingCql = `SELECT version, presence, changes, price_minor, currency, sale_end_at, observed_at,
  published_at, listing FROM listing_version
  WHERE site = ? AND site_listing_id = ? AND version < ? LIMIT ?`;
const priceCql = `SELECT version, observed_at, price_minor, currency, bid_count, status, ends_at
  FROM lot_price WHERE lot_id = ? LIMIT ?`;

const listOf = (cell: unknown): string[] =>
  Array.isArray(cell) ? cell.filter((item) => typeof item === 'string') : [];

function storedListing(cell: unknown): StoredListing {
  const parsed: unknown = JSON.parse(textOf(cell) || '{}');
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

/** @param older the version before, where it is still known */
function versionOf(row: types.Row, older: types.Row | undefined): ListingVersion {
  const cell = (name: string): unknown => row.get(name);
  const before = older ? storedListing(older.get('listing')) : undefined;
  return {
    version: numberOf(cell('version')) ?? 0,
    presence: textOf(cell('presence')),
    observedAt: numberOf(cell('observed_at')) ?? 0,
    publishedAt: numberOf(cell('published_at')) ?? 0,
    priceMinor: numberOf(cell('price_minor')),
    currency: textOf(cell('currency')),
    endsAt: numberOf(cell('sale_end_at')),
    changes: changesOf(listOf(cell('changes')), before, storedListing(cell('listing'))),
  };
}

function priceOf(row: types.Row): PricePoint {
  const cell = (name: string): unknown => row.get(name);
  return {
    version: numberOf(cell('version')) ?? 0,
    observedAt: numberOf(cell('observed_at')) ?? 0,
    priceMinor: numberOf(cell('price_minor')),
    currency: textOf(cell('currency')),
    bidCount: numberOf(cell('bid_count')),
    // The sink writes the topic's own symbols.
    status: textOf(cell('status')) as PricePoint['status'],
    endsAt: numberOf(cell('ends_at')),
  };
}

export function historyStore(cassandra: Cassandra): HistoryStore {
  return {
    async versions(site, siteListingId, before) {
      const below = types.Long.fromNumber(before ?? Number.MAX_SAFE_INTEGER);
      // One more than is shown: the oldest one is compared with it.
      const rows = await cassandra.rows(listingCql, [
        site,
        siteListingId,
        below,
        versionsPerPage + 1,
      ]);
      const shown = rows.slice(0, versionsPerPage);
      const versions = shown.map((row, at) => versionOf(row, rows[at + 1]));
      const isMore = rows.length > versionsPerPage;
      return { versions, next: isMore ? (versions.at(-1)?.version ?? null) : null };
    },
    async prices(lotId) {
      return (await cassandra.rows(priceCql, [lotId, pricesMax])).map(priceOf).reverse();
    },
  };
}

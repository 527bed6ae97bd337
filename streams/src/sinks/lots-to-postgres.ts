/** Current lots, one row each: search, sort and facets of the gateway (postgres-schema.ts). */
import type pg from 'pg';
import type { Lot } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { forgetBidders } from './lot-bidders.ts';
import { deleteKeys, upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { latestPerKey, readRecords } from './read-records.ts';
import { keepUnreadable } from './rejects-table.ts';

/** Earlier runs stand in the document, not in a column: the archive keeps the columns as they are. */
const summaryOf = ({ summary, earlierRuns }: Lot): object =>
  earlierRuns.length === 0 ? summary : { ...summary, earlierRuns };

/** Columns the sink writes; `vin_tail` and `search` follow from them inside Postgres. */
export const lotTable: Table<Lot> = {
  name: 'lot',
  key: ['lot_id'],
  columns: [
    { name: 'lot_id', type: 'text', value: (lot) => lot.lotId },
    { name: 'version', type: 'bigint', value: (lot) => lot.version },
    { name: 'kind', type: 'text', value: (lot) => lot.kind },
    { name: 'site', type: 'text', value: (lot) => lot.site },
    { name: 'site_listing_id', type: 'text', value: (lot) => lot.siteListingId },
    { name: 'status', type: 'text', value: (lot) => lot.status },
    { name: 'status_reason', type: 'text', value: (lot) => lot.statusReason },
    { name: 'title', type: 'text', value: (lot) => lot.summary.title },
    { name: 'vehicle_id', type: 'text', value: (lot) => lot.summary.vehicleId },
    { name: 'vin', type: 'text', value: (lot) => lot.summary.vin },
    { name: 'year', type: 'int', value: (lot) => lot.summary.year },
    { name: 'make', type: 'text', value: (lot) => lot.summary.make },
    { name: 'model', type: 'text', value: (lot) => lot.summary.model },
    { name: 'trim', type: 'text', value: (lot) => lot.summary.trim },
    { name: 'currency', type: 'text', value: (lot) => lot.currency },
    { name: 'price_minor', type: 'bigint', value: (lot) => lot.priceMinor },
    { name: 'ask_minor', type: 'bigint', value: (lot) => lot.askMinor },
    { name: 'bid_count', type: 'int', value: (lot) => lot.bidCount },
    { name: 'buy_now_minor', type: 'bigint', value: (lot) => lot.buyNowMinor },
    { name: 'reserve', type: 'text', value: (lot) => lot.reserve },
    { name: 'starts_at', type: 'bigint', value: (lot) => lot.startsAt },
    { name: 'ends_at', type: 'bigint', value: (lot) => lot.endsAt },
    { name: 'ends_at_precision', type: 'text', value: (lot) => lot.endsAtPrecision },
    { name: 'correction_count', type: 'int', value: (lot) => lot.correctionCount },
    { name: 'first_seen_at', type: 'bigint', value: (lot) => lot.firstSeenAt },
    { name: 'observed_at', type: 'bigint', value: (lot) => lot.observedAt },
    { name: 'published_at', type: 'bigint', value: (lot) => lot.publishedAt },
    { name: 'decision_until', type: 'bigint', value: (lot) => lot.decisionUntil },
    { name: 'summary', type: 'jsonb', value: summaryOf },
  ],
  replaceWhen: 'lot.version < excluded.version',
};

export function lotsToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const codec = codecs.of(topics.lots);
  return postgresSink(pool, {
    name: 'lots-to-postgres',
    topics: [topics.lots],
    async write(client, batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const { values, deletedKeys } = latestPerKey(entries);
      await upsert(client, lotTable, values);
      await deleteKeys(client, lotTable, deletedKeys);
      await forgetBidders(client, deletedKeys);
      await keepUnreadable(client, unreadable);
    },
  });
}

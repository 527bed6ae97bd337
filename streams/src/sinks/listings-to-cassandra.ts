/** Every version of every listing, for ever (cassandra-schema.ts). */
import type { Client } from 'cassandra-driver';
import type { Listing } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import type { HistoryTable } from './cassandra-rows.ts';
import { cassandraSink } from './cassandra-sink.ts';

export const listingVersionTable: HistoryTable<Listing> = {
  name: 'listing_version',
  partition: (listing) => [listing.site, listing.siteListingId],
  columns: [
    { name: 'site', value: (listing) => listing.site },
    { name: 'site_listing_id', value: (listing) => listing.siteListingId },
    { name: 'version', value: (listing) => listing.version },
    { name: 'lot_id', value: (listing) => listing.lotId },
    { name: 'presence', value: (listing) => listing.presence },
    { name: 'changes', value: (listing) => listing.changes },
    { name: 'price_minor', value: (listing) => listing.currentBidMinor },
    { name: 'currency', value: (listing) => listing.currency },
    { name: 'sale_end_at', value: (listing) => listing.saleEndAt },
    { name: 'observed_at', value: (listing) => listing.observedAt },
    { name: 'published_at', value: (listing) => listing.publishedAt },
    { name: 'delivery', value: (listing) => listing.delivery },
    { name: 'snapshot_id', value: (listing) => listing.snapshotId },
    { name: 'listing', value: (listing) => JSON.stringify(listing) },
  ],
  timestamp: (listing) => listing.version,
};

export function listingsToCassandra(client: Client, codecs: Codecs): Sink {
  return cassandraSink(client, codecs, {
    name: 'listings-to-cassandra',
    topic: topics.listings,
    table: listingVersionTable,
  });
}

/** Price history of every lot: one row per version of its public state (cassandra-schema.ts). */
import type { Client } from 'cassandra-driver';
import type { Lot } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import type { HistoryTable } from './cassandra-rows.ts';
import { cassandraSink } from './cassandra-sink.ts';

export const lotPriceTable: HistoryTable<Lot> = {
  name: 'lot_price',
  partition: (lot) => [lot.lotId],
  columns: [
    { name: 'lot_id', value: (lot) => lot.lotId },
    { name: 'version', value: (lot) => lot.version },
    { name: 'observed_at', value: (lot) => lot.observedAt },
    { name: 'price_minor', value: (lot) => lot.priceMinor },
    { name: 'currency', value: (lot) => lot.currency },
    { name: 'bid_count', value: (lot) => lot.bidCount },
    { name: 'status', value: (lot) => lot.status },
    { name: 'ends_at', value: (lot) => lot.endsAt },
  ],
  timestamp: (lot) => lot.version,
};

export function lotsToCassandra(client: Client, codecs: Codecs): Sink {
  return cassandraSink(client, codecs, {
    name: 'lots-to-cassandra',
    topic: topics.lots,
    table: lotPriceTable,
  });
}

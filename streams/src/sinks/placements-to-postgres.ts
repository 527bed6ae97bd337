/** Placements on external lots as the gateway shows them, each to its own organisation. */
import type pg from 'pg';
import type { Placement } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import { isPositionKey } from '../runtime/processor.ts';
import type { Sink } from '../runtime/sink.ts';
import { keepBidders } from './lot-bidders.ts';
import { upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { latestPerKey, readRecords } from './read-records.ts';
import { keepUnreadable } from './rejects-table.ts';

export const placementTable: Table<Placement> = {
  name: 'placement',
  key: ['org_id', 'lot_id'],
  columns: [
    { name: 'org_id', type: 'text', value: (placement) => placement.orgId },
    { name: 'lot_id', type: 'text', value: (placement) => placement.lotId },
    { name: 'version', type: 'bigint', value: (placement) => placement.version },
    { name: 'changed_at', type: 'bigint', value: (placement) => placement.changedAt },
    { name: 'doc', type: 'jsonb', value: (placement) => placement },
  ],
  replaceWhen: 'placement.version < excluded.version',
};

export function placementsToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const codec = codecs.of(topics.placements);
  return postgresSink(pool, {
    name: 'placements-to-postgres',
    topics: [topics.placements],
    async write(client, batch) {
      const records = batch.records.filter(({ key }) => !isPositionKey(key));
      const { entries, unreadable } = readRecords(codec, records);
      const rows = latestPerKey(entries).values.flatMap(({ entry }) => entry ?? []);
      await upsert(client, placementTable, rows);
      const bidders = rows.map(({ orgId, lotId, changedAt: at }) => ({ orgId, lotId, at }));
      await keepBidders(client, bidders);
      await keepUnreadable(client, unreadable);
    },
  });
}

/** What organisations are bound to, one row each, for their own eyes (postgres-schema.ts). */
import type pg from 'pg';
import type { LimitAccount } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { latestPerKey, readRecords } from './read-records.ts';
import { keepUnreadable } from './rejects-table.ts';

interface Exposure extends LimitAccount {
  readonly orgId: string;
}

export const exposureTable: Table<Exposure> = {
  name: 'exposure',
  key: ['org_id'],
  columns: [
    { name: 'org_id', type: 'text', value: ({ orgId }) => orgId },
    { name: 'version', type: 'bigint', value: ({ version }) => version },
    { name: 'exposure_minor', type: 'bigint', value: (row) => row.exposureMinor },
    { name: 'exposures', type: 'jsonb', value: (row) => row.exposures },
    { name: 'lots_led', type: 'int', value: ({ lotsLed }) => lotsLed },
  ],
  replaceWhen: 'exposure.version < excluded.version',
};

export function limitsToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const codec = codecs.of(topics.limits);
  return postgresSink(pool, {
    name: 'limits-to-postgres',
    topics: [topics.limits],
    async write(client, batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const exposures = entries.map(({ record, value }) => ({
        record,
        value: value?.entry ? { orgId: record.key, ...value.entry } : null,
      }));
      const { values } = latestPerKey(exposures);
      await upsert(client, exposureTable, values);
      await keepUnreadable(client, unreadable);
    },
  });
}

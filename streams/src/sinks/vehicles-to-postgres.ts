/** Vehicles with all their listings: the sister listings of a lot page (postgres-schema.ts). */
import type pg from 'pg';
import type { Vehicle } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { deleteKeys, upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { latestPerKey, readRecords } from './read-records.ts';
import { keepUnreadable } from './rejects-table.ts';

export const vehicleTable: Table<Vehicle> = {
  name: 'vehicle',
  key: ['vehicle_id'],
  columns: [
    { name: 'vehicle_id', type: 'text', value: (vehicle) => vehicle.vehicleId },
    { name: 'version', type: 'bigint', value: (vehicle) => vehicle.version },
    { name: 'vin', type: 'text', value: (vehicle) => vehicle.vin },
    { name: 'doc', type: 'jsonb', value: (record) => record },
  ],
  replaceWhen: 'vehicle.version < excluded.version',
};

export function vehiclesToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const codec = codecs.of(topics.vehicles);
  return postgresSink(pool, {
    name: 'vehicles-to-postgres',
    topics: [topics.vehicles],
    async write(client, batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const { values, deletedKeys } = latestPerKey(entries);
      await upsert(client, vehicleTable, values);
      await deleteKeys(client, vehicleTable, deletedKeys);
      await keepUnreadable(client, unreadable);
    },
  });
}

/** A keyspace of its own in the Cassandra of the integration tests. */
import type { Client } from 'cassandra-driver';
import { newClient, type CassandraOptions } from '../sinks/cassandra-client.ts';
import { migrateCassandra } from '../sinks/cassandra-schema.ts';
import { openCutProxy } from './cut-proxy.ts';
import { eventually } from './eventually.ts';

export interface CassandraStore {
  readonly options: CassandraOptions;
  /** For the code under test; its connections are the ones that are cut. */
  readonly client: Client;
  /** All rows of the table as JSON, in an order of their own. */
  readonly rows: (table: string) => Promise<string[]>;
  readonly empty: (...tables: string[]) => Promise<void>;
  /** Cuts the connections as soon as `write` has begun to change the table. */
  readonly cutDuring: (table: string, write: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** @param keyspace is made, and dropped by `close` */
export async function openCassandraStore(options: CassandraOptions): Promise<CassandraStore> {
  await migrateCassandra(options);
  const proxy = await openCutProxy(options.contactPoints[0] ?? '');
  const admin = newClient(options);
  const client = newClient({ ...options, contactPoints: [`127.0.0.1:${proxy.port}`] });

  const rows = async (table: string): Promise<string[]> => {
    const found = await admin.execute(`SELECT * FROM ${table}`, [], { fetchSize: 10_000 });
    return found.rows.map((row) => JSON.stringify(row)).sort();
  };

  async function cutDuring(table: string, write: () => Promise<void>): Promise<void> {
    const before = (await rows(table)).length;
    const writing = Promise.allSettled([write()]);
    await eventually(async () => {
      if ((await rows(table)).length === before) throw new Error('nothing was written yet');
    });
    proxy.cut();
    await writing;
  }

  return {
    options,
    client,
    rows,
    cutDuring,
    empty: async (...tables) => {
      for (const table of ['sink_offset', 'unreadable_record', ...tables]) {
        await admin.execute(`TRUNCATE ${table}`);
      }
    },
    close: async () => {
      await client.shutdown();
      await proxy.close();
      await admin.execute(`DROP KEYSPACE ${options.keyspace}`);
      await admin.shutdown();
    },
  };
}

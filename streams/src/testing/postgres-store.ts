/** A schema of its own in the Postgres of the integration tests. */
import type { ClientBase, Pool } from 'pg';
import { openPool } from '../sinks/postgres-pool.ts';
import { migratePostgres } from '../sinks/postgres-schema.ts';
import { inTransaction } from '../sinks/postgres-transaction.ts';
import { eventually } from './eventually.ts';

export interface PostgresStore {
  /** With a search_path, and so without one in any statement. */
  readonly url: string;
  /** For the code under test; its connections are the ones that are cut. */
  readonly pool: Pool;
  /** All rows of the tables as JSON, in an order of their own. */
  readonly rows: (...tables: string[]) => Promise<unknown[]>;
  readonly empty: (...tables: string[]) => Promise<void>;
  /** Holds `write` up at the table, ends its connections in the server, and waits for its end. */
  readonly cutDuring: (table: string, write: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

const quiet = (): void => undefined;

/** @param name of the schema and of its connections @param url of the database */
export async function openPostgresStore(url: string, name: string): Promise<PostgresStore> {
  const inSchema = new URL(url);
  inSchema.searchParams.set('options', `-c search_path=${name}`);
  const options = { connectionMax: 4, onLostConnection: quiet };
  const admin = openPool(inSchema.href, { ...options, applicationName: `${name} admin` });
  await admin.query(`CREATE SCHEMA ${name}`);
  await migratePostgres(inSchema.href);
  const pool = openPool(inSchema.href, { ...options, applicationName: name });

  const endWaiting = (): Promise<void> =>
    eventually(async () => {
      const ended = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = $1 AND wait_event_type = 'Lock'`,
        [name],
      );
      if (ended.rowCount === 0) throw new Error('no connection waits for the lock yet');
    });

  async function cutDuring(table: string, write: () => Promise<void>): Promise<void> {
    const blocker = await admin.connect();
    try {
      const [written] = await inTransaction<PromiseSettledResult<void>[]>(blocker, async () => {
        await blocker.query(`LOCK TABLE ${table} IN SHARE MODE`);
        const writing = Promise.allSettled([write()]);
        await endWaiting();
        return writing;
      });
      if (written?.status === 'fulfilled') throw new Error('the write ended before it was cut');
    } finally {
      blocker.release();
    }
  }

  return {
    url: inSchema.href,
    pool,
    cutDuring,
    rows: (...tables) => rowsOf(admin, tables),
    empty: async (...tables) => {
      await admin.query(`TRUNCATE ${['sink_offset', 'reject', ...tables].join(', ')}`);
    },
    close: async () => {
      await pool.end();
      await admin.query(`DROP SCHEMA ${name} CASCADE`);
      await admin.end();
    },
  };
}

async function rowsOf(
  client: Pick<ClientBase, 'query'>,
  tables: readonly string[],
): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const table of tables) {
    const found = await client.query<{ row: unknown }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`,
    );
    rows.push(...found.rows.map(({ row }) => row));
  }
  return rows;
}

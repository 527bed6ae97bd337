/** The gateway's connections to Postgres: short waits, and outages told apart from mistakes. */
import pg from 'pg';
import { StoreAway } from './stores.ts';

/** Our bigints are counters and epoch ms, exact up to 2^53; pg would hand them out as text. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/** Rows of one statement. Values are bound, never pasted into the text. */
export interface Postgres {
  /** @throws StoreAway when the database does not answer in time; any other error is a mistake of ours */
  query<R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

export interface PostgresOptions {
  readonly url: string;
  readonly connectionMax: number;
  /** Told when the server cuts a connection nobody was using; the next query makes a new one. */
  readonly onIdleError: (error: Error) => void;
}

const waitMs = 3_000;
const statementMs = 5_000;

export function openPostgres({ url, connectionMax, onIdleError }: PostgresOptions): Postgres {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'gateway',
    max: connectionMax,
    types,
    connectionTimeoutMillis: waitMs,
    statement_timeout: statementMs,
    query_timeout: statementMs + 1_000,
    keepAlive: true,
  });
  pool.on('error', onIdleError);
  return {
    async query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      try {
        const { rows } = await pool.query<R>(text, [...values]);
        return rows;
      } catch (error) {
        throw isMistake(error) ? error : new StoreAway('Postgres', error);
      }
    },
    close: () => pool.end(),
  };
}

/** SQLSTATE classes that say the server is there and the statement is wrong. */
const mistakeClasses = ['22', '23', '42'];

function isMistake(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return false;
  return mistakeClasses.includes(error.code.slice(0, 2));
}

/** Connections to the data database, as sinks and checks use them. */
import pg from 'pg';

/** Our bigints are counters and epoch ms, exact up to 2^53; pg would hand them out as text. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export interface PoolOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Connections at most. */
  readonly connectionMax: number;
  /** Told when the server cuts a connection; whoever needs one next gets a new one. */
  readonly onLostConnection: (error: Error) => void;
}

/**
 * A pool that gives up on a server that does not answer, and makes the server give up on a client
 * that froze inside a transaction: its row locks would hold up the next owner of the partition.
 * @param url of the database; a search_path, if any, comes in its `options`
 */
export function openPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.applicationName,
    max: options.connectionMax,
    types,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 10_000,
    statement_timeout: 60_000,
    query_timeout: 65_000,
    keepAlive: true,
  });
  // The pool listens to idle connections only; one cut between two queries of a transaction would
  // otherwise end the process. The transaction itself fails at its next query.
  pool.on('connect', (client) => client.on('error', options.onLostConnection));
  pool.on('error', options.onLostConnection);
  return pool;
}

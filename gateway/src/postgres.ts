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
  /**
   * Runs statements in one transaction that sees what `scope` allows; row-level security shows
   * nothing of any tenant outside of one.
   * @throws StoreAway as `query`; whatever `work` throws rolls back
   */
  transaction<T>(scope: Scope, work: (statements: Statements) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Statements of one transaction. */
export type Statements = Pick<Postgres, 'query'>;

/**
 * Whose rows a transaction sees. `accounts`: before a tenant is known (sign-in, links of mails, the
 * relays); `platform`: the operator's view of all organisations.
 */
export type Scope = 'accounts' | 'platform' | { readonly organisationId: string };

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
        throw told(error);
      }
    },
    async transaction<T>(scope: Scope, work: (statements: Statements) => Promise<T>) {
      const client = await pool.connect().catch((error: unknown) => {
        throw told(error);
      });
      let broken = true;
      try {
        await statement(client, beginning(scope), []);
        const result = await work({
          query: (text, values = []) => statement(client, text, values),
        });
        await statement(client, 'COMMIT', []);
        broken = false;
        return result;
      } catch (error) {
        broken = await client.query('ROLLBACK').then(
          () => false,
          () => true,
        );
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** SET LOCAL in the statement that begins: one way to the server, and gone with the transaction. */
function beginning(scope: Scope): string {
  const organisationId = typeof scope === 'string' ? '' : scope.organisationId;
  const name = typeof scope === 'string' ? scope : '';
  return `BEGIN; SELECT set_config('app.organisation', ${pg.escapeLiteral(organisationId)}, true),
    set_config('app.scope', ${pg.escapeLiteral(name)}, true)`;
}

async function statement<R extends pg.QueryResultRow>(
  client: pg.PoolClient,
  text: string,
  values: readonly unknown[],
): Promise<R[]> {
  try {
    const { rows } = await client.query<R>(text, values.length === 0 ? undefined : [...values]);
    return rows;
  } catch (error) {
    throw told(error);
  }
}

const told = (error: unknown) => (isMistake(error) ? error : new StoreAway('Postgres', error));

/** SQLSTATE classes that say the server is there and the statement is wrong. */
const mistakeClasses = ['22', '23', '42'];

function isMistake(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return false;
  return mistakeClasses.includes(error.code.slice(0, 2));
}

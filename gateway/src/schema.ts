/**
 * The gateway's own tables, beside the sinks' projections in the same database. Secrets (session
 * ids, tickets) stand here only as SHA-256. Instants are epoch ms (bigint).
 */
import pg from 'pg';
import { accountTables } from './accounts-tables.ts';
import { grantToApp } from './app-role.ts';
import { robotDeedTables } from './robots/robot-deed-audit.ts';
import {
  robotLotsByLot,
  robotLotsFollowed,
  robotReading,
  robotsElsewhere,
  robotTables,
} from './robots/robot-tables.ts';
import { placementTables } from './placements/placement-tables.ts';
import { photoTables } from './photos/photo-tables.ts';
import { importsResumed, sellMoreTables, sellTables } from './selling/sell-tables.ts';
import { pushTables } from './push/push-tables.ts';
import { watchTables } from './watch/watch-tables.ts';
import { archiveJobTables } from './audit/archive-jobs.ts';
import { lateBidTables } from './audit/late-bids.ts';
import {
  approvalNotes,
  furtherCredits,
  furtherUserLimits,
  limitTables,
} from './limits/limit-tables.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Only ever appended to: a change of a table is a new number. */
const migrations: readonly Migration[] = [
  {
    number: 1,
    name: 'visitor sessions and live tickets',
    sql: `
      CREATE TABLE visitor_session (
        id bytea PRIMARY KEY,  -- SHA-256 of the cookie's value
        created_at bigint NOT NULL,
        last_seen_at bigint NOT NULL,
        expires_at bigint NOT NULL
      );
      CREATE INDEX visitor_session_by_expiry ON visitor_session (expires_at);
      CREATE TABLE live_ticket (
        hash bytea PRIMARY KEY,  -- SHA-256 of the ticket
        session_id bytea NOT NULL REFERENCES visitor_session ON DELETE CASCADE,
        expires_at bigint NOT NULL
      );
      CREATE INDEX live_ticket_by_session ON live_ticket (session_id);
      CREATE INDEX live_ticket_by_expiry ON live_ticket (expires_at);`,
  },
  {
    number: 2,
    name: 'board epoch',
    // Made together with the database: where the data is wiped, old cursors must not be believed.
    sql: `
      CREATE TABLE board_epoch (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), epoch text NOT NULL);
      INSERT INTO board_epoch (epoch) VALUES (substr(replace(gen_random_uuid()::text, '-', ''), 1, 12));`,
  },
  { number: 10, name: 'accounts', sql: accountTables },
  { number: 20, name: 'wishes of sellers', sql: sellTables },
  { number: 30, name: 'limits and approvals', sql: limitTables },
  { number: 31, name: 'late bids that were told', sql: lateBidTables },
  { number: 40, name: 'strategy robots', sql: robotTables },
  { number: 41, name: 'robots see who may bid', sql: robotReading },
  { number: 48, name: 'photos of lots', sql: photoTables },
  { number: 49, name: 'imports and run lists of sellers', sql: sellMoreTables },
  { number: 52, name: 'watching and alerts', sql: watchTables },
  { number: 53, name: 'pushes', sql: pushTables },
  { number: 56, name: 'accounts of other sites', sql: placementTables },
  { number: 72, name: 'jobs of the archive that were told', sql: archiveJobTables },
  { number: 80, name: 'why bids were not approved', sql: approvalNotes },
  { number: 81, name: 'robots on lots of other sites', sql: robotsElsewhere },
  { number: 82, name: 'deeds of robots that were told', sql: robotDeedTables },
  { number: 83, name: 'credits in further currencies', sql: furtherCredits },
  { number: 100, name: 'lots with robots are followed', sql: robotLotsFollowed },
  { number: 101, name: 'imports go on by themselves', sql: importsResumed },
  { number: 102, name: 'limits of users in further currencies', sql: furtherUserLimits },
  { number: 105, name: 'lots with robots by lot', sql: robotLotsByLot },
];

/** Any fixed number will do; two deployments of one database must agree on it. */
const lockKey = 4_023_018;

/**
 * Brings the gateway's tables on the URL's search_path up to date; safe to run twice, and by two at
 * once.
 * @param url of the tables' owner
 * @param appUrl of the role the gateway connects as; it is made when it is missing
 * @returns names of the migrations that were applied now, in order
 * @throws when the database cannot be reached or is newer than this code
 */
export async function migrateGateway(url: string, appUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'gateway-migrate' });
  // A connection cut between statements makes the next query fail, which is where it is reported.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    const applied = await applyMissing(client);
    await grantToApp(client, appUrl);
    await client.query('COMMIT');
    return applied;
  } finally {
    // Without a COMMIT before it, the server rolls back.
    await client.end();
  }
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [lockKey]);
  await client.query(`CREATE TABLE IF NOT EXISTS gateway_migration (
    number int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const { rows } = await client.query<{ number: number }>('SELECT number FROM gateway_migration');
  const applied = new Set(rows.map(({ number }) => number));
  const unknown = [...applied].filter((number) => !migrations.some((m) => m.number === number));
  if (unknown.length > 0) {
    throw new Error(
      `the database has migrations this version does not know: ${unknown.join(', ')}`,
    );
  }
  const missing = migrations.filter(({ number }) => !applied.has(number));
  for (const { number, name, sql } of missing) {
    await client.query(sql);
    await client.query('INSERT INTO gateway_migration (number, name) VALUES ($1, $2)', [
      number,
      name,
    ]);
  }
  return missing.map(({ name }) => name);
}

/**
 * Tables of the history keyspace, written by the sinks only and read by the gateway. Rows are facts
 * by key: writing one again changes nothing. Instants are epoch ms, amounts minor units of the row's
 * currency. Tables of the sinks, but for `sink_offset`, are written USING TIMESTAMP <version>, one unit per
 * table; those of the archive with the time of writing.
 */
import { newClient, type CassandraOptions } from './cassandra-client.ts';

interface Migration {
  readonly number: number;
  readonly cql: string;
}

/** Only ever appended to: a change of a table is a new number. All statements may run twice. */
const migrations: readonly Migration[] = [
  {
    number: 1,
    // Written USING TIMESTAMP next_offset, so a former owner cannot set it back.
    cql: `CREATE TABLE IF NOT EXISTS sink_offset (
      sink text, topic text, part int, next_offset bigint,
      PRIMARY KEY ((sink, topic, part)))`,
  },
  {
    number: 2,
    cql: `CREATE TABLE IF NOT EXISTS listing_version (
      site text, site_listing_id text, version bigint,
      lot_id text, presence text,
      changes frozen<list<text>>,
      price_minor bigint, currency text, sale_end_at bigint,
      observed_at bigint, published_at bigint, delivery text, snapshot_id text,
      listing text,
      PRIMARY KEY ((site, site_listing_id), version))
      WITH CLUSTERING ORDER BY (version DESC)
      AND comment = 'every version of every listing; listing is the whole record as JSON'`,
  },
  {
    number: 3,
    cql: `CREATE TABLE IF NOT EXISTS lot_price (
      lot_id text, version bigint,
      observed_at bigint, price_minor bigint, currency text, bid_count int, status text, ends_at bigint,
      PRIMARY KEY ((lot_id), version))
      WITH CLUSTERING ORDER BY (version DESC)
      AND comment = 'price, bids, status and end of a lot by its version'`,
  },
  {
    number: 4,
    // Written USING TIMESTAMP log_offset.
    cql: `CREATE TABLE IF NOT EXISTS unreadable_record (
      topic text, part int, log_offset bigint, code text, detail text, key text, value blob,
      PRIMARY KEY ((topic, part), log_offset))
      WITH comment = 'records of public topics a sink could not decode, set aside'`,
  },
  {
    number: 5,
    cql: `CREATE TABLE IF NOT EXISTS archived_lot_by_part (
      month text, part int, lot_id text, version bigint, lot text,
      PRIMARY KEY ((month, part), lot_id))
      WITH comment = 'ended lots as the month files have them; lot is the row as JSON'`,
  },
  {
    number: 6,
    cql: `CREATE TABLE IF NOT EXISTS archived_lot (
      lot_id text, version bigint, month text, part int, checksum text,
      PRIMARY KEY ((lot_id), version))
      WITH CLUSTERING ORDER BY (version DESC)
      AND comment = 'where a lot of that id is archived; several where it was run again'`,
  },
  {
    number: 7,
    cql: `CREATE TABLE IF NOT EXISTS archived_lot_by_vin (
      vin text, ended_at bigint, lot_id text, version bigint, lot text,
      PRIMARY KEY ((vin), ended_at, lot_id, version))
      WITH CLUSTERING ORDER BY (ended_at DESC, lot_id ASC, version DESC)
      AND comment = 'ended lots of a vehicle'`,
  },
  {
    number: 8,
    cql: `CREATE TABLE IF NOT EXISTS archived_lot_by_model (
      make text, model text, year int, ended_at bigint, lot_id text, version bigint, lot text,
      PRIMARY KEY ((make, model, year), ended_at, lot_id, version))
      WITH CLUSTERING ORDER BY (ended_at DESC, lot_id ASC, version DESC)
      AND comment = 'ended lots by make, first word of the model, and year of the end; in upper case'`,
  },
];

export interface MigrateOptions extends CassandraOptions {
  /** Replicas of the keyspace where it has to be made; an existing one is left as it is. */
  readonly replicaCount?: number;
}

/**
 * Makes the keyspace if it is missing and brings its tables up to date; safe to run twice.
 * @returns what was done now, one line each
 * @throws NoHostAvailable when Cassandra cannot be reached
 */
export async function migrateCassandra(options: MigrateOptions): Promise<string[]> {
  const { keyspace, datacenter, replicaCount = 1 } = options;
  const client = newClient(options, { withoutKeyspace: true });
  const done: string[] = [];
  try {
    const found = await client.execute(
      'SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?',
      [keyspace],
      { prepare: true },
    );
    if (found.rowLength === 0) {
      await client.execute(`CREATE KEYSPACE IF NOT EXISTS ${keyspace} WITH replication =
        {'class': 'NetworkTopologyStrategy', '${datacenter}': ${replicaCount}}`);
      done.push(`keyspace ${keyspace}`);
    }
    await client.execute(`USE ${keyspace}`);
    await client.execute(`CREATE TABLE IF NOT EXISTS sink_migration (number int PRIMARY KEY)`);
    const applied = await client.execute('SELECT number FROM sink_migration');
    const numbers = new Set(applied.rows.map((row): unknown => row.get('number')));
    for (const { number, cql } of migrations.filter(
      (migration) => !numbers.has(migration.number),
    )) {
      await client.execute(cql);
      await client.execute('INSERT INTO sink_migration (number) VALUES (?)', [number], {
        prepare: true,
      });
      done.push(`migration ${number}`);
    }
    return done;
  } finally {
    await client.shutdown();
  }
}

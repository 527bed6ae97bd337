/**
 * Tables of the data database: projections of public topics, written by the sinks only and read by
 * the gateway. All instants are epoch ms (bigint), all amounts minor units of the row's currency.
 *
 * Full text: `lot.search @@ lot_query($q)` finds title words (each word of $q is a prefix, all must
 * match; `F-150`, `F 150` and `F150` are the same), the VIN whole or its last 6, and siteListingId.
 * `lot_query` is null when $q has neither letter nor digit.
 *
 * Facets: count narrow combinations first, then roll them up; `lot_by_facets` answers alone (150,000
 * lots on 2 cores: 45 ms without a filter, GROUPING SETS straight over the table 147 ms):
 * WITH narrow AS MATERIALIZED (SELECT status, site, make, year, currency, count(*) AS lots
 *   FROM lot WHERE … GROUP BY 1, 2, 3, 4, 5)
 * SELECT status, site, make, year, currency, sum(lots)::int FROM narrow
 *   GROUP BY GROUPING SETS ((status), (site), (make), (year), (currency), ())
 */
import pg from 'pg';
import { inTransaction } from './postgres-transaction.ts';
import { failedJobs } from './archive-job-tables.ts';
import { decisionUntil, endedLots, vinHeads } from './lot-indexes.ts';
import {
  bidders,
  deedsTold,
  exposures,
  placements,
  robots,
  robotsOver,
} from './organisation-tables.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const offsets = `
  CREATE TABLE sink_offset (
    sink text NOT NULL, topic text NOT NULL, part int NOT NULL,
    next_offset bigint NOT NULL,
    epoch bigint NOT NULL,  -- raised by each owner: a former one can write no more
    PRIMARY KEY (sink, topic, part)
  );`;

const lotSearch = `
  -- Words, and words with their inner signs dropped, in lower case: 'f', '150', 'f150'.
  CREATE FUNCTION lot_words(line text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    array_remove(string_to_array(
      regexp_replace(lower(line), '[^[:alnum:]]+', ' ', 'g') || ' ' ||
      regexp_replace(lower(line), '[^[:alnum:][:space:]]+', '', 'g'), ' '), '');
  CREATE FUNCTION lot_search(title text, vin text, site_listing_id text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    array_to_tsvector(lot_words(title) ||
      array_remove(ARRAY[lower(vin), lower(right(vin, 6)), lower(site_listing_id)], NULL));
  CREATE FUNCTION lot_query(q text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT string_agg(quote_literal(word) || ':*', ' & ')::tsquery
    FROM unnest(string_to_array(regexp_replace(lower(q), '[^[:alnum:]]+', ' ', 'g'), ' ')) AS word
    WHERE word <> '');`;

/** Some sites' ids have slashes and dashes: a query is cut at them, so the id is found by its pieces too. */
const idsInPieces = `
  CREATE OR REPLACE FUNCTION lot_search(title text, vin text, site_listing_id text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    array_to_tsvector(lot_words(title) || lot_words(site_listing_id) ||
      array_remove(ARRAY[lower(vin), lower(right(vin, 6)), lower(site_listing_id)], NULL));
  UPDATE lot SET title = title;`;

const lots = `
  CREATE TABLE lot (
    lot_id text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    kind text NOT NULL,
    site text COLLATE "C" NOT NULL,
    site_listing_id text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    status_reason text,
    title text NOT NULL,
    vehicle_id text COLLATE "C" NOT NULL,
    vin text COLLATE "C",
    year int,
    make text COLLATE "C",
    model text COLLATE "C",
    trim text,
    currency text COLLATE "C" NOT NULL,
    price_minor bigint,
    ask_minor bigint,
    bid_count int,
    buy_now_minor bigint,
    reserve text NOT NULL,
    starts_at bigint,
    ends_at bigint,
    ends_at_precision text NOT NULL,
    correction_count int NOT NULL,
    first_seen_at bigint NOT NULL,
    observed_at bigint NOT NULL,
    published_at bigint NOT NULL,
    summary jsonb NOT NULL,
    search tsvector GENERATED ALWAYS AS (lot_search(title, vin, site_listing_id)) STORED
  );
  CREATE INDEX lot_by_end ON lot (ends_at, lot_id);  -- ascending order is NULLS LAST
  CREATE INDEX lot_by_price ON lot (currency, price_minor, lot_id);
  CREATE INDEX lot_by_first_seen ON lot (first_seen_at DESC, lot_id);
  CREATE INDEX lot_by_facets ON lot (status, site, make, year, currency);
  CREATE INDEX lot_by_make ON lot (make, model, year);
  CREATE INDEX lot_by_vehicle ON lot (vehicle_id);  -- sister listings
  CREATE INDEX lot_by_search ON lot USING gin (search);`;

const vehicles = `
  CREATE TABLE vehicle (
    vehicle_id text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    vin text COLLATE "C",
    doc jsonb NOT NULL  -- the whole Vehicle record
  );`;

const sites = `
  CREATE TABLE site (
    site text COLLATE "C" PRIMARY KEY,
    at bigint NOT NULL,
    doc jsonb NOT NULL  -- the whole SiteStatus record
  );
  -- One row per partition: a snapshot is applied when every partition has one.
  CREATE TABLE site_snapshot (
    site text COLLATE "C" NOT NULL,
    snapshot_id text COLLATE "C" NOT NULL,
    part int NOT NULL,
    delivery text NOT NULL,
    sequence bigint NOT NULL,
    applied_at bigint NOT NULL,
    doc jsonb NOT NULL,  -- the whole ListingSnapshot record
    PRIMARY KEY (site, snapshot_id, part)
  );
  CREATE INDEX site_snapshot_by_sequence ON site_snapshot (site, delivery, sequence DESC);
  CREATE INDEX site_snapshot_by_age ON site_snapshot (applied_at);
  -- Dead letters, for people: what was refused and why.
  CREATE TABLE reject (
    topic text COLLATE "C" NOT NULL,
    part int NOT NULL,
    log_offset bigint NOT NULL,
    site text COLLATE "C" NOT NULL,
    snapshot_id text COLLATE "C",
    delivery text,
    row_number int,
    code text COLLATE "C" NOT NULL,
    reason text NOT NULL,
    key text NOT NULL,
    payload bytea,  -- at most 64 KiB of the original record
    at bigint NOT NULL,
    PRIMARY KEY (topic, part, log_offset)
  );
  CREATE INDEX reject_by_site ON reject (site, code, at);
  CREATE INDEX reject_by_snapshot ON reject (site, snapshot_id);
  CREATE INDEX reject_by_age ON reject (at);`;

const letters = `
  -- Letters about own lots, each of one organisation and shown to it alone: its maxima stand here.
  CREATE TABLE letter (
    to_org text COLLATE "C" NOT NULL,
    lot_id text COLLATE "C" NOT NULL,
    number int NOT NULL,  -- per organisation and lot, from 1
    command_id text,
    at bigint NOT NULL,
    result text,
    position text,
    code text,
    own_max_minor bigint,
    notice text,
    amount_minor bigint,
    PRIMARY KEY (to_org, lot_id, number)
  );
  -- Not forced: the sink, which owns the table, writes for everybody; the gateway owns nothing.
  ALTER TABLE letter ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant ON letter USING (to_org = current_setting('app.organisation', true));`;

const archive = `
  -- What the archiver has done: one row per month file, so that a killed run goes on where it was.
  CREATE TABLE archive_part (
    month text COLLATE "C" NOT NULL,  -- YYYY-MM, UTC
    part int NOT NULL,                -- from 1
    state text NOT NULL,              -- WRITING, WRITTEN, VERIFIED, DONE, RESTORING, RESTORED
    before_at bigint NOT NULL,        -- lots that ended before this instant, epoch ms
    manifest jsonb,                   -- from WRITTEN on
    changed_at bigint NOT NULL,
    PRIMARY KEY (month, part)
  );`;

const restoredLots = `
  -- Lots that stand on the board again out of the archive: they are archived already.
  CREATE TABLE archive_restored (
    lot_id text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    month text COLLATE "C" NOT NULL,
    part int NOT NULL,
    PRIMARY KEY (lot_id, version),
    FOREIGN KEY (month, part) REFERENCES archive_part
  );
  CREATE INDEX archive_restored_part ON archive_restored (month, part);
  -- Jobs of the archive that ended, well or not; the gateway tells each to the audit.
  CREATE TABLE archive_job (
    id bigserial PRIMARY KEY,
    kind text NOT NULL,               -- data, restore, logs-<kind>, restore-<kind>
    month text COLLATE "C" NOT NULL,  -- YYYY-MM, UTC
    part int NOT NULL,                -- 0 where a month has one file
    rows bigint NOT NULL,
    bytes bigint NOT NULL,
    asker text NOT NULL,              -- COMMAND or SCHEDULE
    at bigint NOT NULL
  );`;

const archivedLogs = `
  -- What the archiver has done with logs: one row per file, so that a killed run goes on where it was.
  CREATE TABLE archive_log_part (
    kind text NOT NULL,               -- application or audit
    month text COLLATE "C" NOT NULL,  -- YYYY-MM, UTC
    part int NOT NULL,                -- from 1
    state text NOT NULL,              -- WRITING, VERIFIED, DONE, RESTORING, RESTORED
    manifest jsonb,                   -- from VERIFIED on
    changed_at bigint NOT NULL,
    PRIMARY KEY (kind, month, part)
  );`;
const lateBids = `
  -- Bids behind LotClosed although stamped before the end: an alarm, and each goes to the audit.
  CREATE TABLE late_bid (
    to_org text COLLATE "C" NOT NULL,
    lot_id text COLLATE "C" NOT NULL,
    number int NOT NULL,
    received_at bigint NOT NULL,
    PRIMARY KEY (to_org, lot_id, number)
  );
  ALTER TABLE late_bid ENABLE ROW LEVEL SECURITY;
  CREATE POLICY audit ON late_bid USING (current_setting('app.scope', true) = 'accounts');`;

/** Only ever appended to: a change of a table is a new number. */
const migrations: readonly Migration[] = [
  { number: 1, name: 'sink offsets', sql: offsets },
  { number: 2, name: 'lots', sql: lotSearch + lots },
  { number: 3, name: 'vehicles', sql: vehicles },
  { number: 4, name: 'sites, snapshots, rejects', sql: sites },
  { number: 5, name: 'letters of own lots', sql: letters },
  { number: 6, name: 'ids found by their pieces', sql: idsInPieces },
  { number: 7, name: 'archive', sql: archive },
  { number: 20, name: 'what organisations are bound to', sql: exposures },
  { number: 21, name: 'late bids', sql: lateBids },
  { number: 40, name: 'strategy robots', sql: robots },
  { number: 48, name: 'until when the word about a lot is awaited', sql: decisionUntil },
  { number: 56, name: 'placements on external lots', sql: placements },
  { number: 72, name: 'lots restored from the archive', sql: restoredLots },
  { number: 73, name: 'archive of logs', sql: archivedLogs },
  { number: 81, name: 'deeds of robots are told', sql: deedsTold },
  {
    number: 83,
    name: 'what organisations are bound to, by currency',
    sql: "ALTER TABLE exposure ADD COLUMN exposures jsonb NOT NULL DEFAULT '[]';",
  },
  { number: 88, name: 'VINs by what is shown of them', sql: vinHeads },
  { number: 98, name: 'failed jobs of the archive', sql: failedJobs },
  { number: 100, name: 'who bids on a lot', sql: bidders },
  { number: 104, name: 'ended lots by their ends', sql: endedLots },
  { number: 105, name: 'robots that are over tell nobody', sql: robotsOver },
];

/** Any fixed number will do; two deployments of one database must agree on it. */
const lockKey = 4_023_017;

/**
 * Brings the schema on the URL's search_path up to date; safe to run twice, and by two at once.
 * @param url of the data database
 * @returns names of the migrations that were applied now, in order
 * @throws when the database cannot be reached or is newer than this code
 */
export async function migratePostgres(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'migrate' });
  await client.connect();
  try {
    return await inTransaction(client, () => applyMissing(client));
  } finally {
    await client.end();
  }
}

async function applyMissing(client: pg.Client): Promise<string[]> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))', [lockKey]);
  await client.query(`CREATE TABLE IF NOT EXISTS sink_migration (
    number int PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const { rows } = await client.query<{ number: number }>('SELECT number FROM sink_migration');
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
    await client.query('INSERT INTO sink_migration (number, name) VALUES ($1, $2)', [number, name]);
  }
  return missing.map(({ name }) => name);
}

/**
 * The month files as strangers read them: DuckDB and Python's pyarrow find the counts of the manifests and
 * the prices that Postgres had before its lots were archived.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Lot } from '@auction/avro/records';
import { lotTable } from '../sinks/lots-to-postgres.ts';
import { upsert } from '../sinks/postgres-rows.ts';
import { inTransaction } from '../sinks/postgres-transaction.ts';
import { aLot } from '../testing/a-lot.ts';
import { withBackends } from '../testing/backends.ts';
import { openCassandraStore } from '../testing/cassandra-store.ts';
import type { CassandraStore } from '../testing/cassandra-store.ts';
import { openPostgresStore } from '../testing/postgres-store.ts';
import type { PostgresStore } from '../testing/postgres-store.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { folderFiles } from './archive-files.ts';
import { archiveBefore } from './archive-run.ts';
import { ArchiveTables } from './archive-tables.ts';
import { textIn } from './archived-lot.ts';
import type { Manifest } from './manifest.ts';
import { partPlaces } from './part-places.ts';
import { PartStore } from './part-store.ts';

const lotCount = 3_000;
const beforeAt = Date.UTC(2026, 8, 1);

/** Of the lots of a site and currency that were sold, minor units. */
interface Prices {
  readonly site: string;
  readonly currency: string;
  readonly lots: number;
  readonly sold: number;
  readonly sum: number | null;
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
}

/** For Postgres and for DuckDB alike; `from` is a table or a list of files. */
const pricesSql = (from: string): string => `
  SELECT site, currency, count(*)::int AS lots, count(price_minor) FILTER (${sold})::int AS sold,
    (sum(price_minor) FILTER (${sold}))::float8 AS sum,
    (min(price_minor) FILTER (${sold}))::float8 AS low,
    (percentile_disc(0.5) WITHIN GROUP (ORDER BY price_minor) FILTER (${sold}))::float8 AS median,
    (max(price_minor) FILTER (${sold}))::float8 AS high
  FROM ${from} GROUP BY site, currency ORDER BY site, currency`;
const sold = "WHERE status = 'SOLD'";

/** Lots of every kind the columns allow: no price, no VIN, big amounts, letters of all the world. */
function someLots(): Lot[] {
  return Array.from({ length: lotCount }, (_, index) =>
    aLot({
      lotId: `lot${String(index).padStart(17, '0')}`,
      site: ['copart', 'manheim', 'gsa', 'bat'][index % 4] ?? '',
      siteListingId: String(index),
      status: (['SOLD', 'SOLD', 'NOT_SOLD', 'ENDED', 'WITHDRAWN'] as const)[index % 5] ?? 'SOLD',
      currency: ['USD', 'CAD', 'EUR'][index % 3] ?? '',
      priceMinor: index % 7 === 0 ? null : 10_000 + ((index * 7_919) % 5_000_000) * (index % 11),
      buyNowMinor: index % 13 === 0 ? 9_007_199_254_740_991 : null,
      endsAt: index % 17 === 0 ? null : Date.UTC(2026, 5 + (index % 3), 15, index % 24),
      startsAt: null,
      observedAt: Date.UTC(2026, 6, 20),
      summary: {
        vin: index % 6 === 0 ? null : `1FTEW1EP5KF${String(index).padStart(6, '0')}`,
        title: index % 4 === 0 ? 'Škoda Octavia "Combi", 車, ünïcödé 🚗' : '2019 FORD F-150',
      },
    }),
  );
}

withBackends(import.meta.filename, ['postgres', 'cassandra'], (backends) => {
  const folder = temporaryFolder();
  let postgres: PostgresStore;
  let cassandra: CassandraStore;
  let before: Prices[];
  let manifests: readonly Manifest[];

  beforeAll(async () => {
    const { contactPoints, dataCenter: datacenter } = backends.cassandra;
    postgres = await openPostgresStore(backends.postgresUrl, backends.name);
    cassandra = await openCassandraStore({ contactPoints, datacenter, keyspace: backends.name });
    const { pool } = postgres;
    const client = await pool.connect();
    await inTransaction(client, () => upsert(client, lotTable, someLots()));
    client.release();
    before = (await pool.query<Prices>(pricesSql('lot'))).rows;
    const report = await archiveBefore(beforeAt, {
      files: folderFiles(folder),
      parts: new PartStore(pool, Date.now),
      tables: new ArchiveTables(cassandra.client),
      // No owner runs here; archive.int.spec has them.
      purge: async (lots) => {
        const ids = lots.map((lot) => textIn(lot, 'lot_id'));
        await pool.query('DELETE FROM lot WHERE lot_id = ANY($1)', [ids]);
      },
      now: Date.now,
      restore: () => Promise.resolve(),
      purgeWithinMs: 1_000,
      pause: () => Promise.resolve(),
      onStep: () => undefined,
    });
    manifests = report.parts;
  }, 240_000);
  afterAll(async () => {
    await cassandra.close();
    await postgres.close();
  }, 60_000);

  const files = (): string[] => manifests.map((part) => join(folder, partPlaces(part).name));
  /** Lots by site, and sold ones by currency, as all manifests say together. */
  const said = () => ({
    sites: summed(manifests.flatMap(({ sites }) => Object.entries(sites))),
    sold: summed(
      manifests.flatMap((part) =>
        Object.entries(part.sold).map(([currency, { count }]) => [currency, count] as const),
      ),
    ),
    sums: summed(
      manifests.flatMap((part) =>
        Object.entries(part.sold).map(([currency, { sumMinor }]) => [currency, sumMinor] as const),
      ),
    ),
  });

  function check(found: readonly Prices[]): void {
    expect(found).toEqual(before);
    expect({
      sites: summed(found.map(({ site, lots }) => [site, lots])),
      sold: summed(found.map((row) => [row.currency, row.sold])),
      sums: summed(found.map(({ currency, sum }) => [currency, sum ?? 0])),
    }).toEqual(said());
  }

  test('the manifests count every lot', () => {
    expect(manifests.map(({ month }) => month)).toEqual(['2026-06', '2026-07', '2026-08']);
    expect(manifests.reduce((sum, { rows }) => sum + rows, 0)).toBe(lotCount);
  });

  test('DuckDB reads them', async () => {
    const duck = await (await DuckDBInstance.create(':memory:')).connect();
    const list = files().map((path) => `'${path.replaceAll("'", "''")}'`);
    const read = `read_parquet([${list.join(', ')}])`;
    const prices = await duck.runAndReadAll(pricesSql(read));
    check(prices.getRowObjectsJson() as unknown as Prices[]);
    const odd = await duck.runAndReadAll(
      `SELECT title, buy_now_minor::text AS most, summary::json ->> 'damage' AS damage
       FROM ${read} WHERE lot_id = 'lot${'0'.repeat(17)}'`,
    );
    expect(odd.getRowObjectsJson()).toEqual([
      {
        title: 'Škoda Octavia "Combi", 車, ünïcödé 🚗',
        most: '9007199254740991',
        damage: '["FRONT END"]',
      },
    ]);
    duck.closeSync();
  });

  const hasPyarrow = spawnSync('python3', ['-c', 'import pyarrow']).status === 0;
  if (!hasPyarrow) process.stderr.write('pyarrow skipped: python3 has no pyarrow here\n');
  (hasPyarrow ? test : test.skip)(
    "Python's pyarrow reads them",
    () => {
      const script = join(import.meta.dirname, '../testing/parquet-prices.py');
      const { status, stdout, stderr } = spawnSync('python3', [script, ...files()], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      check(
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Prices),
      );
    },
    60_000,
  );
});

function summed(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, value] of entries) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

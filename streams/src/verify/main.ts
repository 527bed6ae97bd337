/**
 * `npm run verify [-- --json] [--settle-ms N]`: folds the log again and compares the compacted topics and both stores
 * with it. Exit code 1 on any difference, each of them named.
 */
import { parseArgs } from 'node:util';
import type { Client } from 'cassandra-driver';
import { allTopics, topics } from '@auction/avro/topics';
import { ArchiveTables } from '../archive/archive-tables.ts';
import { filesOf } from '../archive/open-archive.ts';
import { PartStore } from '../archive/part-store.ts';
import { readConfig } from '../config.ts';
import { linkVehicles } from '../pipeline/link-vehicles.ts';
import { normaliseListings } from '../pipeline/normalise-listings.ts';
import { resolveLots } from '../pipeline/resolve-lots.ts';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { openCodecs } from '../runtime/registry.ts';
import { newClient } from '../sinks/cassandra-client.ts';
import { listingVersionTable } from '../sinks/listings-to-cassandra.ts';
import { lotPriceTable } from '../sinks/lots-to-cassandra.ts';
import { lotTable } from '../sinks/lots-to-postgres.ts';
import { openPool } from '../sinks/postgres-pool.ts';
import { vehicleTable } from '../sinks/vehicles-to-postgres.ts';
import { checkArchive } from './check-archive.ts';
import { checkHistory } from './check-cassandra.ts';
import { checkTable } from './check-postgres.ts';
import { checkTopic } from './check-topics.ts';
import { isUnchecked, verdict } from './difference.ts';
import type { CheckResult } from './difference.ts';
import type { Verification } from './verification.ts';

/** How long a difference may last, ms: longer than a sink needs to come back after its store was away. */
const usualSettleMs = '30000';
const shownMax = 20;

function archiveOf({ postgres, archiveFiles: files }: Verification, cassandra: Client) {
  if (files === undefined) return undefined;
  const parts = new PartStore(postgres, Date.now);
  return { files, parts, tables: new ArchiveTables(cassandra) };
}

async function checks(verification: Verification): Promise<CheckResult[]> {
  const { codecs, cassandra } = verification;
  const results = [
    await checkTopic(verification, normaliseListings(codecs), topics.listings),
    await checkTopic(verification, linkVehicles(codecs), topics.vehicles),
    await checkTopic(verification, resolveLots(codecs), topics.lots),
    await checkTable(verification, topics.lots, lotTable, 'lot_id'),
    await checkTable(verification, topics.vehicles, vehicleTable, 'vehicle_id'),
  ];
  if (!cassandra) {
    const note = 'this installation has no Cassandra';
    return [...results, { check: 'Cassandra', compared: 0, note, differences: [] }];
  }
  const versions = {
    topic: topics.listings,
    table: listingVersionTable,
    keyColumns: ['site', 'site_listing_id'],
  };
  const prices = { topic: topics.lots, table: lotPriceTable, keyColumns: ['lot_id'] };
  return [
    ...results,
    await checkHistory(verification, cassandra, versions),
    await checkHistory(verification, cassandra, prices),
    await checkArchive(archiveOf(verification, cassandra), verification.settleMs),
  ];
}

function textOf(result: CheckResult): string {
  const { check, compared, note, differences } = result;
  if (isUnchecked(result)) return `${check}: NOT CHECKED (${note ?? ''})`;
  const found = differences.length === 0 ? 'no difference' : `${differences.length} DIFFERENCES`;
  const head = `${check}: ${compared} compared, ${found}${note === undefined ? '' : ` (${note})`}`;
  const shown = differences.slice(0, shownMax).map(({ where, key, field, expected, found }) => {
    const values = `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
    return `    ${where} ${key} ${field}: ${values}`;
  });
  const rest = differences.length - shown.length;
  return [head, ...shown, ...(rest > 0 ? [`    and ${rest} more`] : [])].join('\n');
}

async function verify(json: boolean, settleMs: number): Promise<boolean> {
  const config = readConfig();
  if (config.postgresUrl === undefined) throw new Error('POSTGRES_URL is missing');
  const { kafkaBrokers: brokers, topicPrefix } = config;
  const log = kafkaLog(
    connectKafka({ brokers, clientId: 'verify', topicPrefix, logger: silentLogger }),
  );
  const codecs = await openCodecs(config.schemaRegistryUrl, allTopics, { prefix: topicPrefix });
  const postgres = openPool(config.postgresUrl, {
    applicationName: 'verify',
    connectionMax: 2,
    onLostConnection: (error) => console.error(`Postgres: ${error.message}`),
  });
  const cassandra = config.cassandra && newClient(config.cassandra);
  try {
    const say = (line: string): void => console.error(`  ${line}`);
    const results = await checks({
      ...{ log, codecs, postgres, cassandra, settleMs, say },
      archiveFiles: config.archive && filesOf(config.archive),
    });
    const ok = results.every(({ differences }) => differences.length === 0);
    console.log(json ? JSON.stringify({ ok, checks: results }) : results.map(textOf).join('\n'));
    if (!json) console.log(verdict(results));
    return ok;
  } finally {
    await cassandra?.shutdown();
    await postgres.end();
    await log.close();
  }
}

/** @throws Error when it is no whole number of milliseconds */
function settleMsOf(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new Error(`--settle-ms ${text} is no number of milliseconds`);
  return Number(text);
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'settle-ms': { type: 'string', default: usualSettleMs },
  },
});
try {
  process.exit((await verify(values.json, settleMsOf(values['settle-ms']))) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

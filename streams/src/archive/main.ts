/**
 * `npm run archive -- data --before DATE [--dry-run] [--json]`: ended lots older than DATE (UTC) leave the
 * live stores for month files and Cassandra's archive. `npm run archive -- verify` reads every file.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { allTopics } from '@auction/avro/topics';
import { readConfig } from '../config.ts';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { openCodecs } from '../runtime/registry.ts';
import { newClient } from '../sinks/cassandra-client.ts';
import { openPool } from '../sinks/postgres-pool.ts';
import type { ArchiveWorld } from './archive-part.ts';
import { archiveBefore, damagedParts } from './archive-run.ts';
import { ArchiveTables } from './archive-tables.ts';
import { beforeAtOf } from './before-date.ts';
import { takeLease } from './lease.ts';
import { PartStore } from './part-store.ts';
import { purgeCommands } from './purge-commands.ts';

const usage = `Usage:
  npm run archive -- data --before YYYY-MM-DD [--dry-run] [--json]
  npm run archive -- verify [--json]`;
const purgeWithinMs = 120_000;

const say = (line: string): void => console.error(`  ${line}`);

type Asked = { readonly command: 'verify' } | { command: 'data'; beforeAt: number; dry: boolean };

/** @returns lines for people, and what programs read */
async function run(asked: Asked): Promise<{ ok: boolean; lines: string[]; report: object }> {
  const config = readConfig();
  const { postgresUrl, cassandra: cassandraAt, archiveFolder: folder } = config;
  if (postgresUrl === undefined || cassandraAt === undefined || folder === undefined) {
    throw new Error('the archive needs POSTGRES_URL, CASSANDRA_CONTACT_POINTS and ARCHIVE_DIR');
  }
  const pool = openPool(postgresUrl, {
    applicationName: 'archive',
    connectionMax: 2,
    onLostConnection: (error) => say(`Postgres: ${error.message}`),
  });
  const parts = new PartStore(pool, Date.now);
  try {
    if (asked.command === 'verify') {
      const damaged = await damagedParts({ parts, folder });
      const lines = damaged.length === 0 ? ['every file is what its manifest says'] : damaged;
      return { ok: damaged.length === 0, lines, report: { damaged } };
    }
    if (asked.dry) {
      const months = await parts.months(asked.beforeAt);
      const lines = months.map(({ month, lots }) => `${month}: ${lots} ended lots`);
      return {
        ok: true,
        lines: lines.length > 0 ? lines : ['nothing to archive'],
        report: { months },
      };
    }
    const lease = await takeLease(postgresUrl, 'archive data');
    if (lease === undefined)
      throw new Error('another archiver is at work: try again when it is done');
    const cassandra = newClient(cassandraAt);
    const { kafkaBrokers: brokers, topicPrefix } = config;
    const client = { brokers, clientId: 'archive', topicPrefix, logger: silentLogger };
    const log = kafkaLog(connectKafka(client));
    try {
      const codecs = await openCodecs(config.schemaRegistryUrl, allTopics, { prefix: topicPrefix });
      const producer = await log.producer({ lingerMs: 0 });
      const world: ArchiveWorld = {
        ...{ folder, parts, tables: new ArchiveTables(cassandra) },
        purge: purgeCommands(producer, codecs),
        now: Date.now,
        purgeWithinMs,
        pause: (ms) => delay(ms),
        onStep: ({ month, part }, step) => say(`${month}, part ${part}: ${step}`),
      };
      const report = await archiveBefore(asked.beforeAt, world);
      await producer.close();
      const { lots, bytes, stayed } = report;
      const rest = stayed > 0 ? [`${stayed} lots changed meanwhile and stand on the board`] : [];
      const line = `${lots} lots archived in ${report.parts.length} files, ${bytes} bytes`;
      return { ok: true, lines: [line, ...rest], report };
    } finally {
      await log.close();
      await cassandra.shutdown();
      await lease.release();
    }
  } finally {
    await pool.end();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    before: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function askedOf(): Asked {
  const [command] = positionals;
  if (command === 'verify') return { command };
  if (command !== 'data' || values.before === undefined) throw new Error(usage);
  const beforeAt = beforeAtOf(values.before, Date.now());
  if (!beforeAt.ok) throw new Error(`--before ${values.before}: ${beforeAt.detail}`);
  return { command, beforeAt: beforeAt.value, dry: values['dry-run'] };
}

try {
  const { ok, lines, report } = await run(askedOf());
  console.log(values.json ? JSON.stringify({ ok, ...report }) : lines.join('\n'));
  process.exit(ok ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

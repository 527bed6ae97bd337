/**
 * `npm run archive -- data|restore|logs|restore-logs|verify`: ended lots and old logs leave the live
 * stores for the archive, a month comes back, every file is read (asked.ts).
 */
import { allTopics } from '@auction/avro/topics';
import { readConfig } from '../config.ts';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { openCodecs } from '../runtime/registry.ts';
import type { ArchiveWorld } from './archive-part.ts';
import { damagedLogs } from './archive-logs.ts';
import { archiveBefore, damagedParts } from './archive-run.ts';
import { askedOf } from './asked.ts';
import type { Asked } from './asked.ts';
import { aFailedRun, failureReason, noteFailedRun } from './failed-runs.ts';
import { takeLease } from './lease.ts';
import { LogPartStore } from './log-part-store.ts';
import { openLogArchive, workOnLogs } from './logs-command.ts';
import { archiveConfig, openArchive, openParts } from './open-archive.ts';
import type { PartStore } from './part-store.ts';
import { restorable, restoredBefore, restoreMonth } from './restore-part.ts';

/** Lines for people, and what programs read. */
interface Answer {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly report: object;
}

type AskedOfLogs = Extract<Asked, { readonly command: 'logs' | 'restore-logs' }>;
type AskedOfData = Exclude<Asked, AskedOfLogs>;

const config = readConfig();
const say = (line: string): void => console.error(`  ${line}`);

/** Commands about lots that change nothing. */
async function look(asked: AskedOfData, parts: PartStore, logParts: LogPartStore): Promise<Answer> {
  if (asked.command === 'verify') {
    const { files } = archiveConfig(config);
    const damaged = [
      ...(await damagedParts({ parts, files })),
      ...(await damagedLogs({ parts: logParts, files })),
    ];
    const lines = damaged.length === 0 ? ['every file is what its manifest says'] : damaged;
    return { ok: damaged.length === 0, lines, report: { damaged } };
  }
  if (asked.command === 'restore') {
    const rows = await restorable({ parts }, asked.month);
    const lines = rows.map(({ month, part, state, manifest }) => {
      return `${month}, part ${part}: ${manifest?.rows ?? 0} lots, ${state}`;
    });
    return { ok: true, lines, report: { parts: rows } };
  }
  const months = await parts.months(asked.beforeAt);
  const back = await restoredBefore(asked.beforeAt, { parts });
  const lines = [
    ...months.map(({ month, lots }) => `${month}: ${lots} ended lots`),
    ...back.map(({ month, part }) => `${month}, part ${part}: restored lots go again`),
  ];
  const empty = ['nothing to archive'];
  return { ok: true, lines: lines.length > 0 ? lines : empty, report: { months } };
}

type Job = Exclude<AskedOfData, { readonly command: 'verify' }>;

async function work(asked: Job, world: ArchiveWorld): Promise<Answer> {
  if (asked.command === 'restore') {
    const report = await restoreMonth(asked.month, world);
    const { month, lots, passedOver } = report;
    const rest = passedOver > 0 ? [`${passedOver} lots were run again and are passed over`] : [];
    return { ok: true, lines: [`${month}: ${lots} lots stand again`, ...rest], report };
  }
  const report = await archiveBefore(asked.beforeAt, world);
  const { lots, bytes, stayed } = report;
  const rest = stayed > 0 ? [`${stayed} lots changed meanwhile and stand on the board`] : [];
  const line = `${lots} lots archived in ${report.parts.length} files, ${bytes} bytes`;
  return { ok: true, lines: [line, ...rest], report };
}

/** Runs a job; one that fails is noted for the audit before its error goes on. */
async function noted(
  asked: Job | AskedOfLogs,
  postgresUrl: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    const { command: kind, month = '' } = { month: undefined, ...asked };
    const reason = failureReason(error);
    const failed = aFailedRun({ kind, month, asker: 'COMMAND', reason }, Date.now());
    await noteFailedRun(postgresUrl, failed).catch((trouble: unknown) => {
      say(`the audit will not have this failure: ${String(trouble)}`);
    });
    throw error;
  }
}

/** Another may begin from now on; what is half done goes on with the next run. */
function leaseLost(): never {
  console.error('archive: Postgres has ended the session of its lease. Run it again: it goes on.');
  process.exit(1);
}

async function underLease(asked: Job): Promise<Answer> {
  const { postgresUrl } = archiveConfig(config);
  const lease = await takeLease(postgresUrl, 'archive data', leaseLost);
  if (lease === undefined)
    throw new Error('another archiver is at work: try again when it is done');
  try {
    return await noted(asked, postgresUrl, () => onLots(asked));
  } finally {
    await lease.release();
  }
}

async function onLots(asked: Job): Promise<Answer> {
  const { kafkaBrokers: brokers, topicPrefix } = config;
  const client = { brokers, clientId: 'archive', topicPrefix, logger: silentLogger };
  const log = kafkaLog(connectKafka(client));
  try {
    const codecs = await openCodecs(config.schemaRegistryUrl, allTopics, { prefix: topicPrefix });
    const archive = await openArchive(config, {
      ...{ log, codecs, asker: 'COMMAND' },
      onStep: ({ month, part }, step) => say(`${month}, part ${part}: ${step}`),
      onTrouble: (error) => say(`Postgres: ${error.message}`),
    });
    try {
      return await work(asked, archive.world);
    } finally {
      await archive.close();
    }
  } finally {
    await log.close();
  }
}

async function onLogs(asked: AskedOfLogs): Promise<Answer> {
  const open = openLogArchive(
    config,
    'COMMAND',
    ({ kind, month, part }, step) => say(`${kind} of ${month}, part ${part}: ${step}`),
    (error) => say(`Postgres: ${error.message}`),
  );
  const lease = await takeLease(config.postgresUrl ?? '', 'archive logs', leaseLost);
  try {
    if (lease === undefined)
      throw new Error('another archiver of logs is at work: try again later');
    const run = () => workOnLogs(asked, open.archive, config);
    const isLook = asked.command === 'logs' && asked.dry;
    return isLook ? await run() : await noted(asked, config.postgresUrl ?? '', run);
  } finally {
    await lease?.release();
    await open.close();
  }
}

async function run(asked: Asked): Promise<Answer> {
  if (asked.command === 'logs' || asked.command === 'restore-logs') return onLogs(asked);
  if (asked.command !== 'verify' && !asked.dry) return underLease(asked);
  const { postgresUrl } = archiveConfig(config);
  const { parts, pool } = openParts(postgresUrl, (error) => say(`Postgres: ${error.message}`));
  try {
    return await look(asked, parts, new LogPartStore(pool, Date.now));
  } finally {
    await pool.end();
  }
}

try {
  const asked = askedOf(process.argv.slice(2), Date.now());
  const { ok, lines, report } = await run(asked);
  console.log(asked.json ? JSON.stringify({ ok, ...report }) : lines.join('\n'));
  process.exit(ok ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/**
 * `npm run bench:archive [-- --lots 1000000]`: ended lots of a year, brought in as observations through
 * their owner, archived by `npm run archive -- data` on an instance of its own with its simulators running.
 * Prints lots/s, CPU-seconds and peak memory of the archiver, size of the files per lot, and the time from
 * a bid to every watcher's frame without and with the archiver beside it. `--keep` leaves the folder.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { topics } from '@auction/avro/topics';
import { groupPositions, waitDrained } from '@auction/streams/runtime/drained';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import { archiveHeap } from '../deploy/local/scripts.ts';
import { endedBefore, publishEnded } from './ended-lots.ts';
import { startInstance } from './instance.ts';
import type { RunningInstance } from './instance.ts';
import { Latencies } from './latencies.ts';
import { measurerOf, quantiles } from './live-bids.ts';
import type { LiveLoad, Measurer } from './live-bids.ts';
import { machine } from './machine.ts';
import { usageOf } from './process-usage.ts';
import type { Usage } from './process-usage.ts';

const { values } = parseArgs({
  options: {
    lots: { type: 'string', default: '1000000' },
    port: { type: 'string', default: '8430' },
    watchers: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '20' },
    keep: { type: 'boolean', default: false },
  },
});
const lots = Number(values.lots);
const load: LiveLoad = {
  ...{ lots: 100, bidsPerSecond: 100 },
  ...{ watchers: Number(values.watchers), seconds: Number(values.seconds) },
};
const patienceMs = 3_600_000;
const lookEveryMs = 200;

const say = (line: string): void =>
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
const secondsSince = (begunAt: number): number => (performance.now() - begunAt) / 1000;

/** Brings the lots in and waits until owner and sinks are through. @returns s */
async function bringIn({ env }: RunningInstance): Promise<number> {
  const begunAt = performance.now();
  const brokers = [env['KAFKA_BROKERS'] ?? ''];
  const connection = { brokers, clientId: 'bench', topicPrefix: '', logger: silentLogger };
  const log = kafkaLog(connectKafka(connection));
  try {
    const codecs = await openCodecs(env['SCHEMA_REGISTRY_URL'] ?? '', [topics.lotsCommands], {
      prefix: '',
    });
    await publishEnded(log, codecs, lots);
    say(`${lots} observations are in lots.commands`);
    for (const [group, topic] of [
      ['resolve-lots', topics.lotsCommands.name],
      ['lots-to-postgres', topics.lots.name],
      ['lots-to-cassandra', topics.lots.name],
    ] as const) {
      const positions = groupPositions(log, group, topic);
      const behind = await waitDrained(log, { topic, positions, withinMs: patienceMs });
      if (behind.length > 0) throw new Error(`${group} is not through with ${topic}`);
      say(`${group} is through`);
    }
  } finally {
    await log.close();
  }
  return secondsSince(begunAt);
}

async function endedRows({ env }: RunningInstance): Promise<number> {
  const client = new pg.Client({ connectionString: env['POSTGRES_URL'] });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM lot WHERE ends_at < $1',
    [endedBefore],
  );
  await client.end();
  return rows[0]?.count ?? 0;
}

interface Archived {
  readonly seconds: number;
  readonly usage: Usage;
  readonly report: {
    readonly lots: number;
    readonly bytes: number;
    readonly stayed: number;
    readonly parts: readonly object[];
  };
}

/** The archiver as a process of its own. @throws when it does not end well */
async function archive({ env }: RunningInstance): Promise<Archived> {
  const script = join(import.meta.dirname, '../streams/src/archive/main.ts');
  const before = new Date(endedBefore).toISOString().slice(0, 10);
  const begunAt = performance.now();
  const args = [...archiveHeap, script, 'data', '--before', before, '--json'];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
  let usage: Usage = { cpuSeconds: 0, peakMb: 0 };
  const look = setInterval(() => {
    try {
      const { cpuSeconds, peakMb } = usageOf(child.pid ?? 0);
      // While it ends, a process has no memory any more.
      usage = { cpuSeconds, peakMb: Math.max(usage.peakMb, peakMb) };
    } catch {
      // It has just ended: the last look counts.
    }
  }, lookEveryMs);
  const code = await ended;
  clearInterval(look);
  if (code !== 0) throw new Error(`the archiver ended with ${code}`);
  const report = JSON.parse(stdout) as Archived['report'];
  return { seconds: secondsSince(begunAt), usage, report };
}

interface Frames {
  readonly outcomes: Latencies;
  readonly prices: Latencies;
  unseen: number;
}

/** Bids and watches, round after round, until `isOver`; at least one round. */
async function watched(measurer: Measurer, isOver: () => boolean): Promise<Frames> {
  const frames: Frames = { outcomes: new Latencies(), prices: new Latencies(), unseen: 0 };
  do {
    const { outcomes, prices, unseen } = await measurer.measure(load);
    frames.outcomes.merge(outcomes);
    frames.prices.merge(prices);
    frames.unseen += unseen;
  } while (!isOver());
  return frames;
}

function printBoard(without: Frames, beside: Frames): void {
  const { bidsPerSecond, watchers } = load;
  console.log(
    `board, ${bidsPerSecond} bids/s on ${load.lots} lots, ${watchers} watchers, ms    p50    p99    max`,
  );
  for (const [name, { outcomes, prices, unseen }] of Object.entries({ without, beside })) {
    const what = name === 'without' ? 'no archiver   ' : 'archiver runs ';
    console.log(`  ${what} bid -> outcome       ${quantiles(outcomes)}   (${outcomes.count} bids)`);
    console.log(`  ${what} bid -> every watcher ${quantiles(prices)}   (${unseen} never seen)`);
  }
}

function printArchiver({ seconds, usage, report }: Archived): void {
  const rate = Math.round(report.lots / seconds);
  console.log(
    `archiver: ${report.lots} lots in ${report.parts.length} files, ${seconds.toFixed(0)} s, ${rate} lots/s`,
  );
  console.log(`  CPU ${usage.cpuSeconds.toFixed(0)} s, peak memory ${usage.peakMb} MB`);
  console.log(
    `  ${(report.bytes / report.lots).toFixed(0)} bytes a lot, ${report.bytes} bytes; ${report.stayed} stayed`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'auction-bench-'));
const instance = await startInstance({
  port: Number(values.port),
  dataDir: join(folder, 'data'),
  flags: ['--lots', '500', '--write-interval-ms', '15000'],
});
try {
  const seconds = await bringIn(instance);
  const standing = await endedRows(instance);
  say(`${standing} ended lots stand in Postgres after ${seconds.toFixed(0)} s`);
  if (standing !== lots) throw new Error(`${lots} lots came in, and ${standing} stand in Postgres`);
  const measurer = await measurerOf(instance.dataDir);
  await measurer.measure({ ...load, seconds: 5 });
  const without = await watched(measurer, () => true);
  let isOver = false;
  const archiving = archive(instance).finally(() => (isOver = true));
  await delay(2_000);
  const [archived, beside] = await Promise.all([archiving, watched(measurer, () => isOver)]);
  await measurer.close();
  console.log(`${machine()}; all servers, services and simulators on them`);
  printArchiver(archived);
  printBoard(without, beside);
  console.log(`ended lots left in Postgres: ${await endedRows(instance)}`);
} finally {
  await instance.stop();
  if (values.keep) console.log(folder);
  else rmSync(folder, { recursive: true, force: true });
}

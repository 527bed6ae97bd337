/**
 * `npm run bench:import [-- --rows 150000]`: a sales-data file sent by HTTP through a fresh instance,
 * to `listings` and to rows in Postgres; then the same file again, then one with 2 % changed. Prints
 * rows/s, CPU-seconds and peak memory of each process, beside csv-parse alone on the same file.
 */
import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse';
import { rawTopic, topics } from '@auction/avro/topics';
import { groupPositions, waitDrained } from '@auction/streams/runtime/drained';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Log } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { startInstance } from './instance.ts';
import type { RunningInstance } from './instance.ts';
import { usageOf } from './process-usage.ts';
import type { Usage } from './process-usage.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '150000' },
    port: { type: 'string', default: '8410' },
  },
});
const rows = Number(values.rows);
const patienceMs = 600_000;

/** The simulator as a process of its own, its file fetched over HTTP once. */
async function simulatedFile(folder: string): Promise<Buffer> {
  const port = Number(values.port) + 20_000;
  const script = join(import.meta.dirname, '../connectors/src/copart/simulator-main.ts');
  const env = {
    ...process.env,
    ...{ PORT: String(port), CONTROL_PORT: String(port + 1), OPS_PORT: String(port + 2) },
    ...{ LOTS: String(Math.ceil(rows * 1.02)), AUTH_KEY: 'bench-key', LOG_LEVEL: 'error' },
    ...{ DATA_DIR: join(folder, 'simulator'), WRITE_INTERVAL_MS: '86400000' },
  };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    const address = `http://127.0.0.1:${port}/FTPLSTDM/salesdata.cgi?authKey=bench-key`;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(address);
        return Buffer.from(await answer.arrayBuffer());
      } catch (error) {
        if (attempt > 300) throw error;
        await delay(200);
      }
    }
  } finally {
    child.kill('SIGTERM');
  }
}

const amount = /,"(Pure Sale|On Minimum Bid|On Approval)",(\d+)\.\d+/;

/** Header and `rows` lines; every fiftieth bid is raised by `raise`. */
function fileWith(lines: readonly string[], raise: number): string {
  const body = lines.slice(1, rows + 1).map((line, at) =>
    raise === 0 || at % 50 !== 0
      ? line
      : line.replace(amount, (_all, status: string, bid: string) => {
          return `,"${status}",${Number(bid) + raise}.0`;
        }),
  );
  return `${[lines[0] ?? '', ...body].join('\r\n')}\r\n`;
}

interface Sent {
  readonly toListingsMs: number;
  readonly toPostgresMs: number;
  readonly listingRecords: number;
}

const total = (offsets: readonly number[]): number => offsets.reduce((sum, end) => sum + end, 0);

/** Sends a file to the connector's internal port and waits for both ends of the pipeline. */
async function send(instance: RunningInstance, log: Log, file: string): Promise<Sent> {
  const versionsBefore = await versions(log);
  const begunAt = performance.now();
  const address = `${instance.env['CONNECTOR_URL'] ?? ''}/imports?site=copart&file=bench.csv`;
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'x-auction-token': instance.env['INTERNAL_TOKEN'] ?? '' },
    body: Readable.toWeb(createReadStream(file)),
    duplex: 'half',
  });
  const said = await answer.text();
  if (!said.includes('"kind":"done"')) throw new Error(`the connector says ${said.slice(-500)}`);
  const drained = async (group: string, topic: string): Promise<void> => {
    const positions = groupPositions(log, group, topic);
    const behind = await waitDrained(log, { topic, positions, withinMs: patienceMs });
    if (behind.length > 0) throw new Error(`${group} is not through with ${topic}`);
  };
  await drained('normalise-listings', rawTopic('copart').name);
  const toListingsMs = performance.now() - begunAt;
  await drained('resolve-lots', topics.lotsCommands.name);
  await drained('lots-to-postgres', topics.lots.name);
  const toPostgresMs = performance.now() - begunAt;
  return { toListingsMs, toPostgresMs, listingRecords: (await versions(log)) - versionsBefore };
}

/** Records of `listings` ever written, commit markers left out. */
async function versions(log: Log): Promise<number> {
  let count = 0;
  for (let partition = 0; partition < topics.listings.partitions; partition += 1) {
    await log.readToEnd(topics.listings.name, partition, undefined, ({ records }) => {
      count += records.length;
    });
  }
  return count;
}

/** The peer: reads the same file and does nothing with it. */
async function csvParse(file: string): Promise<{ rows: number; seconds: number }> {
  const begunAt = performance.now();
  let count = 0;
  const options = { relax_quotes: true, relax_column_count: true, skip_records_with_error: true };
  const parser = createReadStream(file).pipe(parse(options));
  parser.on('data', () => (count += 1));
  await finished(parser);
  return { rows: count - 1, seconds: (performance.now() - begunAt) / 1000 };
}

const seconds = (ms: number): number => Number((ms / 1000).toFixed(1));

function table(usages: ReadonlyMap<string, Usage>, before: ReadonlyMap<string, Usage>): void {
  const lines = [...usages].map(([name, { cpuSeconds, peakMb }]) => ({
    process: name,
    'CPU-s': Number((cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)).toFixed(1)),
    'peak MB': peakMb,
  }));
  console.table(lines);
}

async function usages(instance: RunningInstance): Promise<Map<string, Usage>> {
  const running = await instance.status();
  return new Map(running.flatMap(({ name, pid }) => (pid ? [[name, usageOf(pid)]] : [])));
}

const folder = mkdtempSync(join(tmpdir(), 'auction-bench-'));
const port = Number(values.port);
console.log(`making ${rows} rows`);
const lines = (await simulatedFile(folder)).toString('latin1').split('\r\n');
const file = join(folder, 'first.csv');
const changed = join(folder, 'changed.csv');
writeFileSync(file, fileWith(lines, 0), 'latin1');
writeFileSync(changed, fileWith(lines, 100), 'latin1');
const instance = await startInstance({
  port,
  dataDir: join(folder, 'data'),
  flags: ['--no-simulators'],
});
const log = kafkaLog(
  connectKafka({
    brokers: [instance.env['KAFKA_BROKERS'] ?? ''],
    clientId: 'bench',
    topicPrefix: '',
    logger: silentLogger,
  }),
);
try {
  const megabytes = (readFileSync(file).length / 1e6).toFixed(0);
  console.log(`${cpus().length} cores (${cpus()[0]?.model ?? ''}), all servers on them`);
  console.log(`file: ${rows} rows, ${megabytes} MB`);
  const before = await usages(instance);
  const first = await send(instance, log, file);
  const after = await usages(instance);
  const again = await send(instance, log, file);
  const partly = await send(instance, log, changed);
  const peer = await csvParse(file);
  const line = (what: string, sent: Sent) => ({
    file: what,
    'to listings, s': seconds(sent.toListingsMs),
    'rows/s to listings': Math.round(rows / (sent.toListingsMs / 1000)),
    'to Postgres, s': seconds(sent.toPostgresMs),
    'rows/s to Postgres': Math.round(rows / (sent.toPostgresMs / 1000)),
    'listings written': sent.listingRecords,
  });
  console.table([line('first', first), line('same again', again), line('2 % changed', partly)]);
  console.log('first file, CPU-seconds during it and peak memory since the start:');
  table(after, before);
  console.log(
    `peer: csv-parse alone reads ${peer.rows} rows of the same file in ${peer.seconds.toFixed(1)} s ` +
      `(${Math.round(peer.rows / peer.seconds)} rows/s) and writes nothing`,
  );
  console.log(`offsets written to lots.commands: ${total(await log.ends('lots.commands'))}`);
} finally {
  await log.close();
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * `npm run bench:logs [-- --lines 1000000]`: lines/s of the searchable copy into a database of its own, and
 * how long a search of a 15-minute range takes, beside the driver's insertMany and find on one document per
 * line: on the server of MONGO_URL, or on the compatible one of an instance that it starts. Then, on that
 * instance, its Mongo is killed with -9 while 200 bids/s run, and every line is counted (logs-killed.ts);
 * `--kill` does this alone.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openMongo } from '@auction/gateway/mongo';
import { searchLogs } from '@auction/gateway/logs/log-store';
import { LogCopy } from '@auction/streams/logging/log-copy';
import { newMongo } from '@auction/streams/logging/mongo-client';
import { mongoLogStore } from '@auction/streams/logging/mongo-log-store';
import { startInstance } from './instance.ts';
import type { RunningInstance } from './instance.ts';
import { aLine, writeAll } from './log-lines.ts';
import { measureKilled } from './logs-killed.ts';
import { machine } from './machine.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    searches: { type: 'string', default: '200' },
    'peer-lines': { type: 'string', default: '20000' },
    kill: { type: 'boolean', default: false },
    port: { type: 'string', default: '8440' },
    seconds: { type: 'string', default: '20' },
  },
});
const count = Number(values.lines);
const searches = Number(values.searches);
const peerCount = Number(values['peer-lines']);
const from = Date.UTC(2026, 5, 1);
const spanMs = 24 * 3_600_000;
const rangeMs = 15 * 60_000;
const pageLines = 100;

const secondsSince = (begunAt: number): number => (performance.now() - begunAt) / 1000;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begunAt = performance.now();
  await work();
  return performance.now() - begunAt;
}

function printTimes(what: string, times: number[]): void {
  times.sort((one, other) => one - other);
  const at = (share: number): string =>
    (times[Math.ceil(share * times.length) - 1] ?? 0).toFixed(0).padStart(5);
  console.log(`  ${what.padEnd(46)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`);
}

/** Begins of ranges, evenly over the whole span. */
const begins = (many: number): number[] =>
  Array.from({ length: many }, (_, at) => from + Math.floor((at / many) * (spanMs - rangeMs)));

async function ours(url: string): Promise<void> {
  const copy = new LogCopy({ store: mongoLogStore(url, 'bench') });
  const begunAt = performance.now();
  await writeAll(copy, { count, from, spanMs });
  const seconds = secondsSince(begunAt);
  const { copied, dropped } = copy.stats;
  await copy.close();
  const rate = Math.round(copied / seconds);
  console.log(
    `written: ${copied} lines in ${seconds.toFixed(0)} s, ${rate} lines/s, ${dropped} dropped`,
  );
  const mongo = openMongo(url);
  const options = { limit: pageLines, after: undefined, isLate: () => false };
  const wishes = {
    'newest 100 lines of 15 minutes': {},
    'errors of 15 minutes': { level: 'error' },
    'a text that stands nowhere, 15 minutes': { text: 'nobody wrote this' },
  } as const;
  for (const [what, wish] of Object.entries(wishes)) {
    const times: number[] = [];
    for (const begin of begins(searches)) {
      const range = { from: begin, to: begin + rangeMs };
      times.push(await timed(() => searchLogs(mongo, { ...range, ...wish }, options)));
    }
    printTimes(what, times);
  }
  await mongo.close();
}

/** One document per line, an index by time: what the driver does by itself. */
async function peer(url: string): Promise<void> {
  const client = newMongo(url, 'bench-peer', 1);
  const lines = client.db().collection<{ at: number; level: string; text: string }>('peer_line');
  await lines.createIndex({ at: 1 });
  const begunAt = performance.now();
  for (let first = 0; first < peerCount; first += 1000) {
    const some = Array.from({ length: Math.min(1000, peerCount - first) }, (_, at) => {
      const number = first + at;
      return aLine(number, from + Math.floor((number / peerCount) * spanMs));
    });
    await lines.insertMany(some, { ordered: false });
  }
  const rate = Math.round(peerCount / secondsSince(begunAt));
  console.log(`peer, insertMany of 1,000 documents: ${peerCount} lines, ${rate} lines/s`);
  const times: number[] = [];
  for (const begin of begins(20)) {
    const range = { at: { $gte: begin, $lt: begin + rangeMs } };
    times.push(await timed(() => lines.find(range).sort({ at: -1 }).limit(pageLines).toArray()));
  }
  printTimes('peer, newest 100 lines of 15 minutes', times);
  await client.close();
}

async function measure(server: string): Promise<void> {
  const own = new URL(server);
  own.pathname = `/bench_logs_${randomBytes(4).toString('hex')}`;
  const client = newMongo(own.href, 'bench', 1);
  const { version } = await client.db().admin().serverInfo();
  console.log(`${machine()}; server ${String(version)}`);
  try {
    await ours(own.href);
    await peer(own.href);
  } finally {
    await client.db().dropDatabase();
    await client.close();
  }
}

/** On an instance of its own, which is stopped and removed. */
async function onInstance(work: (instance: RunningInstance) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'auction-bench-'));
  const dataDir = join(folder, 'data');
  const flags = ['--no-simulators'];
  const instance = await startInstance({ port: Number(values.port), dataDir, flags });
  try {
    await work(instance);
  } finally {
    await instance.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const url = process.env['MONGO_URL'];
const seconds = Number(values.seconds);
if (values.kill) {
  await onInstance((instance) => measureKilled(instance, seconds));
} else {
  if (url === undefined) console.log('not run on real MongoDB: MONGO_URL names no server');
  else await measure(url);
  await onInstance(async (instance) => {
    if (url === undefined) await measure(instance.env['MONGO_URL'] ?? '');
    await measureKilled(instance, seconds);
  });
}

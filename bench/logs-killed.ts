/**
 * Mongo killed with -9 while bids run: what a bid takes before and meanwhile, and whether every log line of
 * a writer beside them is either stored or counted as dropped.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { chunkIdsOf, logCollections } from '@auction/streams/logging/log-documents';
import type { ChunkDocument, MinuteDocument } from '@auction/streams/logging/log-documents';
import { LogCopy } from '@auction/streams/logging/log-copy';
import { newMongo } from '@auction/streams/logging/mongo-client';
import { mongoLogStore } from '@auction/streams/logging/mongo-log-store';
import type { RunningInstance } from './instance.ts';
import { measurerOf, quantiles } from './live-bids.ts';
import type { Measured } from './live-bids.ts';
import { aLine } from './log-lines.ts';
import { machine } from './machine.ts';

const linesPerSecond = 2_000;
/** Half a second of lines: an outage of a second must drop some. */
const ringLines = 1_000;
const tickMs = 10;
const settleMs = 60_000;

/** Writes until it is told to stop. */
class Writer {
  readonly #copy: LogCopy;
  readonly #timer: NodeJS.Timeout;
  readonly #begunAt = performance.now();
  sent = 0;

  constructor(url: string) {
    this.#copy = new LogCopy({ store: mongoLogStore(url, 'bench'), ringLines });
    this.#timer = setInterval(() => {
      this.#push();
    }, tickMs);
  }

  #push(): void {
    const due = ((performance.now() - this.#begunAt) / 1000) * linesPerSecond;
    for (; this.sent < due; this.sent += 1) this.#copy.push(aLine(this.sent, Date.now()));
  }

  /** @returns lines that have no copy, as the writer counts them */
  async stop(): Promise<number> {
    clearInterval(this.#timer);
    const deadlineAt = performance.now() + settleMs;
    while (this.#copy.stats.waiting > 0 && performance.now() < deadlineAt) await delay(50);
    await this.#copy.close();
    return this.#copy.stats.dropped;
  }
}

/** Lines of the writer that stand in Mongo. */
async function stored(url: string): Promise<number> {
  const client = newMongo(url, 'bench', 1);
  const database = client.db();
  const minutes = database.collection<MinuteDocument>(logCollections.minutes);
  const chunks = database.collection<ChunkDocument>(logCollections.chunks);
  let lines = 0;
  for (const minute of await minutes.find().toArray()) {
    const ids = chunkIdsOf(minute, ({ service }) => service === 'bench');
    for (const { parts } of await chunks.find({ _id: { $in: ids } }).toArray()) {
      lines += Object.values(parts).reduce((sum, part) => sum + part.length, 0);
    }
  }
  await client.close();
  return lines;
}

async function killMongo(instance: RunningInstance): Promise<void> {
  const units = await instance.status();
  const pid = units.find(({ name }) => name.toLowerCase().includes('mongo'))?.pid;
  if (pid === undefined) throw new Error('the instance has no Mongo');
  process.kill(pid, 'SIGKILL');
}

function print(what: string, { outcomes, prices }: Measured): void {
  console.log(`  ${what.padEnd(14)} bid -> outcome       ${quantiles(outcomes)}`);
  console.log(`  ${what.padEnd(14)} bid -> every watcher ${quantiles(prices)}`);
}

/** Prints what it finds on an instance without simulators. @throws when a line is neither stored nor counted */
export async function measureKilled(instance: RunningInstance, seconds: number): Promise<void> {
  const url = instance.env['MONGO_URL'] ?? '';
  const measurer = await measurerOf(instance.dataDir);
  const load = { lots: 200, bidsPerSecond: 200, watchers: 10, seconds };
  await measurer.measure({ ...load, seconds: 5 });
  const writer = new Writer(url);
  const without = await measurer.measure(load);
  const killing = delay((seconds * 1000) / 4).then(() => killMongo(instance));
  const [killed] = await Promise.all([measurer.measure(load), killing]);
  const dropped = await writer.stop();
  await measurer.close();
  const kept = await stored(url);
  console.log(`${machine()}; 200 bids/s on 200 lots, ${linesPerSecond} log lines/s beside them`);
  console.log('                                          p50    p99    max ms');
  print('Mongo there', without);
  print('Mongo killed', killed);
  console.log(`lines: ${writer.sent} sent, ${kept} stored, ${dropped} dropped`);
  if (kept + dropped !== writer.sent) throw new Error('lines are missing from the count');
}

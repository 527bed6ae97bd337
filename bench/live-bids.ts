/**
 * `npm run bench:bids -- --live`: from the moment a bid is handed to Kafka until its outcome is on
 * `lots.outcomes`, and until every watcher's socket has its price (or a later one), on a running instance.
 * Bids are written as the gateway writes them, without its HTTP: accounts and their tables would be what is
 * measured. Lots are made for it, and withdrawn afterwards.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Log, Producer } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import type { Codecs } from '@auction/streams/runtime/registry';
import { Latencies } from './latencies.ts';
import { LiveLots } from './live-lots.ts';
import type { LotBid } from './live-lots.ts';
import { LiveWatcher } from './live-watcher.ts';
import type { ShownRow } from './live-watcher.ts';
import { machine } from './machine.ts';

export interface LiveLoad {
  readonly lots: number;
  readonly bidsPerSecond: number;
  readonly watchers: number;
  readonly seconds: number;
}

export interface Measured {
  readonly outcomes: Latencies;
  /** From the bid to the frame with its price, for every watcher. */
  readonly prices: Latencies;
  /** Bids some watcher never saw the price of. */
  readonly unseen: number;
  readonly refused: number;
}

/** Bids are handed over this often: a gateway's requests come one by one, but not faster than its loop turns. */
const tickMs = 5;
const settleMs = 30_000;

/** Waits until `isDone` or the time is over. */
async function until(isDone: () => boolean, withinMs: number): Promise<void> {
  const deadlineAt = performance.now() + withinMs;
  while (!isDone() && performance.now() < deadlineAt) await delay(50);
}

/** Bids on their way to one watcher, oldest first per lot: a price shows all bids up to it. */
class Unseen {
  readonly #waiting = new Map<string, LotBid[]>();
  readonly #latencies: Latencies;
  count = 0;

  constructor(latencies: Latencies) {
    this.#latencies = latencies;
  }

  add(bid: LotBid): void {
    const waiting = this.#waiting.get(bid.lotId);
    if (waiting === undefined) this.#waiting.set(bid.lotId, [bid]);
    else waiting.push(bid);
    this.count += 1;
  }

  shown({ lotId, priceMinor }: ShownRow): void {
    if (priceMinor === null) return;
    const waiting = this.#waiting.get(lotId) ?? [];
    const now = performance.now();
    let seen = 0;
    for (const bid of waiting) {
      if (bid.amountMinor > priceMinor) break;
      this.#latencies.add(now - bid.sentAt);
      seen += 1;
    }
    waiting.splice(0, seen);
    this.count -= seen;
  }
}

/** Reads outcomes as they are committed. */
class Answers {
  readonly latencies = new Latencies();
  readonly #waiting = new Map<string, number>();
  refused = 0;

  expect({ commandId, sentAt }: LotBid): void {
    this.#waiting.set(commandId, sentAt);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  async follow(log: Log, codecs: Codecs): Promise<() => Promise<void>> {
    const codec = codecs.of(topics.lotsOutcomes);
    const ends = await log.ends(topics.lotsOutcomes.name);
    const following = log.follow({
      topics: [topics.lotsOutcomes],
      from: (_, partition) => ends[partition],
      onBatch: ({ records }) => {
        const now = performance.now();
        for (const { value } of records) {
          const letter = codec.decode(value);
          if (!letter.ok || letter.value.commandId === null) continue;
          const sentAt = this.#waiting.get(letter.value.commandId);
          if (sentAt === undefined || !this.#waiting.delete(letter.value.commandId)) continue;
          this.latencies.add(now - sentAt);
          if (letter.value.outcome?.result !== 'ACCEPTED') this.refused += 1;
        }
      },
    });
    return () => following.stop();
  }
}

async function bidding(
  { bidsPerSecond, seconds }: LiveLoad,
  lots: LiveLots,
  producer: Producer,
  onBid: (bid: LotBid) => void,
): Promise<void> {
  const begunAt = performance.now();
  const wanted = bidsPerSecond * seconds;
  for (let sent = 0; sent < wanted;) {
    const due = Math.min(
      wanted,
      Math.floor(((performance.now() - begunAt) / 1000) * bidsPerSecond),
    );
    const records = [];
    for (; sent < due; sent += 1) {
      const bid = lots.nextBid(sent);
      onBid(bid);
      records.push(bid.record);
    }
    if (records.length > 0) await producer.send(records);
    await delay(tickMs);
  }
  await producer.flush();
}

async function measure(url: string, log: Log, codecs: Codecs, load: LiveLoad): Promise<Measured> {
  const producer = await log.producer({ lingerMs: 0 });
  const lots = new LiveLots(load.lots, codecs);
  const answers = new Answers();
  const stopFollowing = await answers.follow(log, codecs);
  const prices = new Latencies();
  const unseen = Array.from({ length: load.watchers }, () => new Unseen(prices));
  const watchers: LiveWatcher[] = [];
  try {
    await producer.send(lots.opening());
    await producer.flush();
    await lots.areShown(url);
    for (const [number, waiting] of unseen.entries()) {
      const onRow = waiting.shown.bind(waiting);
      watchers.push(await LiveWatcher.watch(url, number, lots.ids, onRow));
    }
    await bidding(load, lots, producer, (bid) => {
      answers.expect(bid);
      for (const one of unseen) one.add(bid);
    });
    const left = (): number => unseen.reduce((sum, { count }) => sum + count, 0);
    await until(() => left() === 0 && answers.waiting === 0, settleMs);
    return { outcomes: answers.latencies, prices, unseen: left(), refused: answers.refused };
  } finally {
    for (const watcher of watchers) watcher.leave();
    await producer.send(lots.withdrawing());
    await producer.close();
    await stopFollowing();
  }
}

/** p50, p99 and the longest, ms, in columns of six. */
export const quantiles = (latencies: Latencies): string =>
  [0.5, 0.99, 1].map((share) => `${latencies.percentile(share)}`.padStart(6)).join(' ');

function print({ lots, bidsPerSecond, watchers, seconds }: LiveLoad, measured: Measured): void {
  const { outcomes, prices, unseen, refused } = measured;
  const shape = `${bidsPerSecond} bids/s on ${lots} lots, ${watchers} watchers, ${seconds} s`;
  console.log(`${shape}: ${outcomes.count} outcomes, ${prices.count} prices shown`);
  console.log('                          p50    p99    max ms');
  console.log(`  bid -> outcome       ${quantiles(outcomes)}`);
  console.log(`  bid -> every watcher ${quantiles(prices)}`);
  if (unseen + refused > 0) console.log(`  ${unseen} never seen, ${refused} refused`);
}

export interface Measurer {
  /** What the instance runs at. */
  readonly url: string;
  measure(load: LiveLoad): Promise<Measured>;
  close(): Promise<void>;
}

/** @throws when no instance runs on the data folder */
export async function measurerOf(dataDir: string): Promise<Measurer> {
  const instance = JSON.parse(readFileSync(join(dataDir, 'instance.json'), 'utf8')) as {
    readonly url: string;
    readonly env: Readonly<Record<string, string>>;
  };
  const { url, env } = instance;
  const prefix = env['TOPIC_PREFIX'] ?? '';
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',');
  const codecs = await openCodecs(
    env['SCHEMA_REGISTRY_URL'] ?? '',
    [topics.lotsCommands, topics.lotsOutcomes],
    { prefix },
  );
  const log = kafkaLog(
    connectKafka({ brokers, clientId: 'bench', topicPrefix: prefix, logger: silentLogger }),
  );
  return { url, measure: (load) => measure(url, log, codecs, load), close: () => log.close() };
}

/** Measures each load on the instance of a data folder and prints a table. @throws when none runs there */
export async function measureLive(dataDir: string, loads: readonly LiveLoad[]): Promise<void> {
  const measurer = await measurerOf(dataDir);
  console.log(`${machine()}, ${measurer.url}`);
  try {
    for (const load of loads) print(load, await measurer.measure(load));
  } finally {
    await measurer.close();
  }
}

/** A connector against its simulator, on a log in memory, with the time in our hands. */
import { allTopics } from '@auction/avro/topics';
import { MemoryLog } from '@auction/streams/runtime/memory-log';
import { silentLogger } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { localCodecs } from '@auction/streams/runtime/registry';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { Feed } from '../connector.ts';
import { FeedWorker } from '../feed-worker.ts';
import type { HttpLimits } from '../http/exchange.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { FeedSurroundings } from '../site-definition.ts';
import { rawRecords, siteStatuses } from './raw-records.ts';
import type { ReadRecord } from './raw-records.ts';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';

const startedAt = Date.parse('2027-03-10T15:00:00Z');
const pollIntervalMs = 5_000;

/** Short enough for a test to meet each of them. */
export const testLimits: HttpLimits = {
  connectMs: 2_000,
  firstByteMs: 1_500,
  stallMs: 800,
  bytesPerSecondMin: 1_000,
  bytesMax: 64 * 1024 * 1024,
  redirectMax: 5,
};

/** Never makes anybody wait, unless the site itself asks for it. @param now epoch ms */
export const freeRate = (now: () => number): RateLimit =>
  new RateLimit({ perSecond: 1e9, burst: 1e9, now });
export const noRateLimit = freeRate(Date.now);

/** The time of connector and site. */
export interface Clock {
  /** Epoch ms. */
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

export function aClock(): Clock {
  let at = startedAt;
  return { now: () => at, advance: (ms) => void (at += ms) };
}

export interface WorkerHarness {
  readonly log: MemoryLog;
  readonly codecs: Codecs;
  readonly worker: FeedWorker;
  readonly rawFolder: string;
  /** A connector started anew on the same log and folder, as after a crash. */
  restarted(): Promise<FeedWorker>;
  raw(): Promise<ReadRecord[]>;
  status(): Promise<Awaited<ReturnType<typeof siteStatuses>>[number] | undefined>;
}

export interface WorkerHarnessOptions {
  readonly feed: (surroundings: FeedSurroundings) => Feed;
  readonly clock: Clock;
  readonly rowsMin: number;
  readonly logger?: Logger;
}

/** Everything but the site. */
export async function startWorker(options: WorkerHarnessOptions): Promise<WorkerHarness> {
  const { now } = options.clock;
  const log = new MemoryLog(allTopics, now);
  const codecs = localCodecs(allTopics);
  const rawFolder = temporaryFolder();
  const random = (): number => 0.5;
  const rate = freeRate(now);
  // A feed is made anew too: what it only kept in memory is lost by a crash.
  const surroundings = { limits: testLimits, rate, now, random };
  const site = options.feed(surroundings).site;
  const open = (): Promise<FeedWorker> =>
    FeedWorker.open({
      feed: options.feed(surroundings),
      log,
      codecs,
      logger: options.logger ?? silentLogger,
      pace: { intervalMs: pollIntervalMs, backoffMaxMs: 60_000 },
      isPolling: true,
      rowsMin: options.rowsMin,
      rawFolder,
      now,
      random,
    });
  return {
    log,
    codecs,
    worker: await open(),
    rawFolder,
    restarted: open,
    raw: () => rawRecords(log, codecs, site),
    status: async () => (await siteStatuses(log, codecs)).findLast((one) => one.site === site),
  };
}

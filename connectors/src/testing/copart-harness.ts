/** The Copart connector against its simulator, on a log in memory, with the time in our hands. */
import { allTopics } from '@auction/avro/topics';
import { MemoryLog } from '@auction/streams/runtime/memory-log';
import { silentLogger } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { localCodecs } from '@auction/streams/runtime/registry';
import type { Codecs } from '@auction/streams/runtime/registry';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import type { CopartAccess } from '../copart/client.ts';
import { copartFeed } from '../copart/feed.ts';
import { startSimulator } from '../copart/simulator/simulator.ts';
import type { Simulator } from '../copart/simulator/simulator.ts';
import { FeedWorker } from '../feed-worker.ts';
import type { HttpLimits } from '../http/exchange.ts';
import { rawRecords, siteStatuses } from './raw-records.ts';
import type { ReadRecord } from './raw-records.ts';

export const authKey = 'invented-member-key-0123456789';
export const writeIntervalMs = 15_000;
const startedAt = Date.parse('2027-03-10T15:00:00Z');

/** Short enough for a test to meet each of them. */
export const testLimits: HttpLimits = {
  connectMs: 2_000,
  firstByteMs: 1_500,
  stallMs: 800,
  bytesPerSecondMin: 1_000,
  bytesMax: 64 * 1024 * 1024,
  redirectMax: 5,
};

export interface HarnessOptions {
  readonly lotCount?: number;
  readonly rowsMin?: number;
  readonly access?: Partial<CopartAccess>;
  readonly logger?: Logger;
}

export interface Harness {
  readonly simulator: Simulator;
  readonly log: MemoryLog;
  readonly codecs: Codecs;
  readonly worker: FeedWorker;
  readonly access: CopartAccess;
  readonly rawFolder: string;
  /** Now, epoch ms, of connector and site. */
  now(): number;
  /** Lets time pass: the next file is there. */
  nextFile(): void;
  /** A connector started anew on the same log and folder, as after a crash. */
  restarted(): Promise<FeedWorker>;
  raw(): Promise<ReadRecord[]>;
  status(): Promise<Awaited<ReturnType<typeof siteStatuses>>[number] | undefined>;
  close(): Promise<void>;
}

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  let clock = startedAt;
  const now = (): number => clock;
  const simulator = await startSimulator({
    host: '127.0.0.1',
    sitePort: 0,
    controlPort: 0,
    lotCount: options.lotCount ?? 300,
    seed: 11,
    writeIntervalMs,
    authKey,
    folder: temporaryFolder(),
    now,
  });
  const log = new MemoryLog(allTopics, now);
  const codecs = localCodecs(allTopics);
  const rawFolder = temporaryFolder();
  const access: CopartAccess = {
    baseUrl: simulator.siteUrl,
    authKey,
    userAgent: 'Mozilla/5.0',
    referer: 'https://www.example.com/',
    limits: testLimits,
    ...options.access,
  };
  const open = (): Promise<FeedWorker> =>
    FeedWorker.open({
      feed: copartFeed(access, now),
      log,
      codecs,
      logger: options.logger ?? silentLogger,
      pace: { intervalMs: 5_000, backoffMaxMs: 60_000 },
      isPolling: true,
      rowsMin: options.rowsMin ?? 100,
      rawFolder,
      now,
      random: () => 0.5,
    });
  return {
    simulator,
    log,
    codecs,
    worker: await open(),
    access,
    rawFolder,
    now,
    nextFile: () => {
      clock += writeIntervalMs;
    },
    restarted: open,
    raw: () => rawRecords(log, codecs, 'copart'),
    status: async () => (await siteStatuses(log, codecs)).at(-1),
    close: async () => {
      await simulator.close();
      await log.close();
    },
  };
}

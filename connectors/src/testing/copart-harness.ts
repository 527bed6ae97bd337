/** The Copart connector against its simulator, on a log in memory, with the time in our hands. */
import type { Logger } from '@auction/streams/runtime/logger';
import { temporaryFolder } from '@auction/streams/testing/temporary-folder';
import type { CopartAccess } from '../copart/client.ts';
import { copartFeed } from '../copart/feed.ts';
import { startSimulator } from '../copart/simulator/simulator.ts';
import type { Simulator } from '../copart/simulator/simulator.ts';
import { aClock, freeRate, startWorker, testLimits } from './feed-harness.ts';
import type { WorkerHarness } from './feed-harness.ts';

export { testLimits } from './feed-harness.ts';
export const authKey = 'invented-member-key-0123456789';
export const writeIntervalMs = 15_000;

export interface HarnessOptions {
  readonly lotCount?: number;
  readonly rowsMin?: number;
  readonly access?: Partial<CopartAccess>;
  readonly logger?: Logger;
}

export interface Harness extends WorkerHarness {
  readonly simulator: Simulator;
  readonly access: CopartAccess;
  /** Now, epoch ms, of connector and site. */
  now(): number;
  /** Lets time pass: the next file is there. */
  nextFile(): void;
  close(): Promise<void>;
}

/** Copart's simulator with a market of its own in a folder that goes with the process. */
export const startCopartSimulator = (lotCount: number, now: () => number): Promise<Simulator> =>
  startSimulator({
    host: '127.0.0.1',
    sitePort: 0,
    controlPort: 0,
    lotCount,
    seed: 11,
    writeIntervalMs,
    authKey,
    folder: temporaryFolder(),
    now,
  });

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const clock = aClock();
  const { now } = clock;
  const simulator = await startCopartSimulator(options.lotCount ?? 300, now);
  const access: CopartAccess = {
    baseUrl: simulator.siteUrl,
    authKey,
    userAgent: 'Mozilla/5.0',
    referer: 'https://www.example.com/',
    limits: testLimits,
    rate: freeRate(now),
    ...options.access,
  };
  const rowsMin = options.rowsMin ?? 100;
  const logger = options.logger ? { logger: options.logger } : {};
  const feed = () => copartFeed(access, now);
  const harness = await startWorker({ feed, clock, rowsMin, ...logger });
  return {
    ...harness,
    simulator,
    access,
    now,
    nextFile: () => clock.advance(writeIntervalMs),
    close: async () => {
      await simulator.close();
      await harness.log.close();
    },
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import type { FeedWorker } from './feed-worker.ts';

export interface PollLoopOptions {
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ends the loop, also in the middle of a poll. */
  readonly signal: AbortSignal;
}

/** Polls whenever it is time, one poll after the other, until stopped. Never throws. */
export async function pollUntilStopped(
  worker: Pick<FeedWorker, 'poll' | 'health'>,
  { logger, now, signal }: PollLoopOptions,
): Promise<void> {
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    await sleep(Math.max(0, (worker.health.nextRunAt ?? now()) - now()), signal);
    if (isStopped()) return;
    try {
      await worker.poll(signal);
    } catch (error) {
      if (!isStopped()) logger.error('poll broke off', errorFields(error));
    }
  }
}

/** Resolves early, and quietly, when the signal is aborted. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

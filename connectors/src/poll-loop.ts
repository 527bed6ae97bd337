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

/** Longest sleep of a feed that is paused; a wish ends it earlier. */
const pausedMs = 3_600_000;

/**
 * Polls whenever it is time, one poll after the other, until stopped. An operator's wish wakes it.
 * Never throws.
 */
export async function pollUntilStopped(
  worker: Pick<FeedWorker, 'poll' | 'health' | 'wished'>,
  { logger, now, signal }: PollLoopOptions,
): Promise<void> {
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    const waitMs = (worker.health.nextRunAt ?? now() + pausedMs) - now();
    if (waitMs > 0) {
      await sleep(waitMs, AbortSignal.any([signal, worker.wished]));
      continue;
    }
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

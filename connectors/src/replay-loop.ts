import { setTimeout as delay } from 'node:timers/promises';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { FeedError } from './connector.ts';
import type { EventIntake } from './event-intake.ts';
import type { FeedWorker } from './feed-worker.ts';

export interface ReplayLoopOptions {
  readonly worker: Pick<FeedWorker, 'health'>;
  readonly everyMs: number;
  readonly logger: Logger;
  /** Ends the loop. */
  readonly signal: AbortSignal;
}

/** Asks for what was pushed to nobody, again and again until stopped. Never throws. */
export async function replayUntilStopped(
  intake: Pick<EventIntake, 'replay'>,
  { worker, everyMs, logger, signal }: ReplayLoopOptions,
): Promise<void> {
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    try {
      const count = worker.health.pausedAt === null ? await intake.replay() : 0;
      if (count > 0) logger.info('events came by replay', { count });
    } catch (error) {
      const reason = error instanceof FeedError ? { reason: error.message } : errorFields(error);
      if (!isStopped()) logger.warn('the replay of events failed', reason);
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Work that goes on beside requests: again and again until it is stopped, trouble logged once. */
import { setTimeout as delay } from 'node:timers/promises';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';

export interface BackgroundWork {
  readonly name: string;
  readonly everyMs: number;
  /** @returns true: there is more, do not wait */
  readonly work: () => Promise<boolean>;
}

const troubleMs = 5_000;

/** @returns stops it, and waits for the turn at hand */
export function inBackground(
  { name, everyMs, work }: BackgroundWork,
  logger: Logger,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = (async () => {
    while (!signal.aborted) {
      let waitMs = everyMs;
      try {
        if (await work()) waitMs = 0;
      } catch (error) {
        logger.warn(`${name} goes on after trouble`, errorFields(error));
        waitMs = troubleMs;
      }
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await loop;
  };
}

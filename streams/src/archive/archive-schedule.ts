/**
 * Archives by itself: every so often what has come of age, under the lease that commands take too. A run
 * that fails is told of and tried again; whoever runs beside it in the process goes on.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../runtime/logger.ts';
import { errorFields } from '../runtime/logger.ts';
import type { ArchiveReport } from './archive-run.ts';
import type { JobMetrics } from './job-metrics.ts';
import type { Lease } from './lease.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** When ended lots are archived; see config.ts. */
export interface ArchivePolicy {
  readonly afterDays: number;
  readonly everyMinutes: number;
  /** How long a month that was brought back stays. */
  readonly restoredDays: number;
}

/** What one run is to do, epoch ms. */
export interface Due {
  /** Lots that ended before. */
  readonly beforeAt: number;
  /** Parts that were brought back before. */
  readonly restoredBeforeAt: number;
}

/** @param now epoch ms @returns whole days in UTC, so that runs of one day agree */
export function dueAt(now: number, { afterDays, restoredDays }: ArchivePolicy): Due {
  return {
    beforeAt: Math.floor(now / dayMs) * dayMs - afterDays * dayMs,
    restoredBeforeAt: now - restoredDays * dayMs,
  };
}

export interface ScheduleOptions {
  readonly policy: ArchivePolicy;
  /** undefined while somebody else archives. @param onLost the lease is gone: stop at once */
  readonly takeLease: (onLost: () => void) => Promise<Lease | undefined>;
  /** One run; ends early, by an error, when the signal comes. */
  readonly archive: (due: Due, signal: AbortSignal) => Promise<ArchiveReport>;
  readonly metrics: JobMetrics;
  /** Epoch ms. */
  readonly now: () => number;
  readonly logger: Logger;
}

/** @returns stops after the step at hand */
export function startArchiveSchedule(options: ScheduleOptions): () => Promise<void> {
  const { policy, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  async function live(): Promise<void> {
    while (!signal.aborted) {
      await runOnce(options, signal).catch((error: unknown) => {
        if (!signal.aborted)
          logger.warn('the archive was not brought up to date', errorFields(error));
      });
      await delay(policy.everyMinutes * minuteMs, undefined, { signal }).catch(() => undefined);
    }
  }
  const life = live();
  return async () => {
    stopping.abort();
    await life;
  };
}

/** @throws what the run or the lease's database throws */
async function runOnce(options: ScheduleOptions, stop: AbortSignal): Promise<void> {
  const { policy, metrics, now, logger } = options;
  const lost = new AbortController();
  const lease = await options.takeLease(() => {
    lost.abort();
  });
  if (lease === undefined) return;
  try {
    const signal = AbortSignal.any([stop, lost.signal]);
    const report = await metrics.measured('data', () =>
      options.archive(dueAt(now(), policy), signal),
    );
    const { lots, bytes, stayed } = report;
    if (lots > 0) logger.info('lots were archived', { lots, bytes, stayed });
  } finally {
    await lease.release();
  }
}

/**
 * Runs a job of the archive every so often, under the lease that its command takes too. A run that fails
 * is told of and tried again; whoever runs beside it in the process goes on.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../runtime/logger.ts';
import { errorFields } from '../runtime/logger.ts';
import type { JobKind, JobMetrics, JobResult } from './job-metrics.ts';
import type { Lease } from './lease.ts';

const minuteMs = 60_000;
/** After a failure: a store that is away comes back before the next turn. */
const againMinutes = 5;

export interface ScheduleOptions {
  readonly job: JobKind;
  readonly everyMinutes: number;
  /** undefined while somebody else is at it. @param onLost the lease is gone: stop at once */
  readonly takeLease: (onLost: () => void) => Promise<Lease | undefined>;
  /** One run; ends early, by an error, when the signal comes. */
  readonly run: (signal: AbortSignal) => Promise<JobResult>;
  readonly metrics: JobMetrics;
  readonly logger: Logger;
}

/** @returns stops after the step at hand */
export function startJobSchedule(options: ScheduleOptions): () => Promise<void> {
  const { job, everyMinutes, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  // TypeScript narrows the signal's state across awaits; a call does not.
  const hasToStop = (): boolean => signal.aborted;
  async function live(): Promise<void> {
    while (!hasToStop()) {
      let minutes = everyMinutes;
      try {
        await runOnce(options, signal);
      } catch (error) {
        minutes = Math.min(everyMinutes, againMinutes);
        if (!hasToStop())
          logger.warn('a job of the archive failed', { job, ...errorFields(error) });
      }
      await delay(minutes * minuteMs, undefined, { signal }).catch(() => undefined);
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
  const { job, metrics, logger } = options;
  const lost = new AbortController();
  const lease = await options.takeLease(() => {
    lost.abort();
  });
  if (lease === undefined) return;
  try {
    const signal = AbortSignal.any([stop, lost.signal]);
    const { rows, bytes } = await metrics.measured(job, () => options.run(signal));
    if (rows > 0) logger.info('a job of the archive is done', { job, rows, bytes });
  } finally {
    await lease.release();
  }
}

/**
 * Runs a job of the archive every so often, under the lease that its command takes too. A run that fails
 * is told of and tried again; whoever runs beside it in the process goes on.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../runtime/logger.ts';
import { errorFields } from '../runtime/logger.ts';
import { aFailedRun, failureReason } from './failed-runs.ts';
import type { FailedRun } from './failed-runs.ts';
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
  /** Notes a run that failed, for the audit; when that fails, it is asked again with the same run. */
  readonly noteFailed: (run: FailedRun) => Promise<void>;
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
  // Without Postgres there is no lease and no run, so this never grows far.
  const untold: FailedRun[] = [];
  // What cannot be noted is tried again next time; it keeps no run from beginning.
  const tellOrWarn = (): Promise<void> =>
    tell(untold, options).catch((trouble: unknown) => {
      logger.warn('a failed job is not in the audit yet', { job, ...errorFields(trouble) });
    });
  async function live(): Promise<void> {
    while (!hasToStop()) {
      let minutes = everyMinutes;
      try {
        await tellOrWarn();
        await runOnce(options, signal, untold);
      } catch (error) {
        minutes = Math.min(everyMinutes, againMinutes);
        if (!hasToStop())
          logger.warn('a job of the archive failed', { job, ...errorFields(error) });
        await tellOrWarn();
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

/** @throws what Postgres throws: the rest stays for the next turn */
async function tell(untold: FailedRun[], { noteFailed }: ScheduleOptions): Promise<void> {
  for (let next = untold[0]; next !== undefined; next = untold[0]) {
    await noteFailed(next);
    untold.shift();
  }
}

/**
 * A run that ends with its process is no failure: it goes on at the next start.
 * @throws what the run or the lease's database throws
 */
async function runOnce(
  options: ScheduleOptions,
  stop: AbortSignal,
  untold: FailedRun[],
): Promise<void> {
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
  } catch (error) {
    if (!stop.aborted) {
      const reason = lost.signal.aborted ? 'LEASE_LOST' : failureReason(error);
      untold.push(aFailedRun({ kind: job, asker: 'SCHEDULE', reason }, Date.now()));
    }
    throw error;
  } finally {
    await lease.release();
  }
}

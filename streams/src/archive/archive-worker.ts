/** The archive by schedule, as a worker of a stream process: lots and logs that have come of age. */
import type { Config } from '../config.ts';
import { errorFields } from '../runtime/logger.ts';
import type { RunningWorker, WorkerContext } from '../runtime/running-worker.ts';
import { archiveLogs } from './archive-logs.ts';
import { archiveBefore } from './archive-run.ts';
import { noteFailedRun } from './failed-runs.ts';
import type { FailedRun } from './failed-runs.ts';
import { JobMetrics } from './job-metrics.ts';
import type { JobResult } from './job-metrics.ts';
import { startJobSchedule } from './job-schedule.ts';
import { takeLease } from './lease.ts';
import { logKinds } from './log-part-store.ts';
import { logsBefore, openLogArchive } from './logs-command.ts';
import { archiveConfig, openArchive } from './open-archive.ts';

const dayMs = 86_400_000;

/** What one run is to do, epoch ms. */
export interface Due {
  /** Lots that ended before. */
  readonly beforeAt: number;
  /** Parts that were brought back before. */
  readonly restoredBeforeAt: number;
}

/** @param now epoch ms @returns whole days in UTC, so that runs of one day agree */
export function dueAt(
  now: number,
  { afterDays, restoredDays }: { readonly afterDays: number; readonly restoredDays: number },
): Due {
  return {
    beforeAt: Math.floor(now / dayMs) * dayMs - afterDays * dayMs,
    restoredBeforeAt: now - restoredDays * dayMs,
  };
}

/** Idle where the policy wants nothing. @throws when the archive has no stores */
export async function startArchive(context: WorkerContext, config: Config): Promise<RunningWorker> {
  const { afterDays, logs, everyMinutes, restoredDays } = config.archivePolicy;
  const { postgresUrl = '' } = config;
  const { logger } = context;
  const metrics = new JobMetrics(context.metrics.registry);
  const noteFailed = (run: FailedRun): Promise<void> => noteFailedRun(postgresUrl, run);
  const shared = { everyMinutes, metrics, logger, noteFailed };
  const stops: (() => Promise<void>)[] = [];
  if (afterDays !== undefined) {
    archiveConfig(config); // says what is missing before anything runs
    stops.push(
      startJobSchedule({
        ...{ ...shared, job: 'data' },
        takeLease: (onLost) => takeLease(postgresUrl, 'archive data', onLost),
        run: (signal) =>
          archiveDue(context, config, dueAt(Date.now(), { afterDays, restoredDays }), signal),
      }),
    );
  }
  if (logs) {
    const open = openLogs(context, config, new AbortController().signal);
    await open.close(); // says what is missing before anything runs
    stops.push(
      startJobSchedule({
        ...{ ...shared, job: 'logs' },
        takeLease: (onLost) => takeLease(postgresUrl, 'archive logs', onLost),
        run: (signal) => archiveOldLogs(context, config, signal),
      }),
    );
  }
  return {
    name: 'archive',
    // In no group: nobody has to confirm it.
    health: () => ({ lastConfirmedAt: Date.now(), isRebalancing: false, units: [] }),
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

async function archiveDue(
  { log, codecs, logger }: WorkerContext,
  config: Config,
  { beforeAt, restoredBeforeAt }: Due,
  signal: AbortSignal,
): Promise<JobResult> {
  const archive = await openArchive(config, {
    ...{ log, codecs, asker: 'SCHEDULE', signal },
    onStep: ({ month, part }, step) => {
      logger.debug('archive', { month, part, step });
      signal.throwIfAborted();
    },
    onTrouble: (error) => logger.warn('a Postgres connection was cut', errorFields(error)),
  });
  try {
    const { lots: rows, bytes } = await archiveBefore(beforeAt, archive.world, restoredBeforeAt);
    return { rows, bytes };
  } finally {
    await archive.close();
  }
}

function openLogs({ logger }: WorkerContext, config: Config, signal: AbortSignal) {
  return openLogArchive(
    config,
    'SCHEDULE',
    ({ kind, month, part }, step) => {
      logger.debug('archive of logs', { kind, month, part, step });
      signal.throwIfAborted();
    },
    (error) => logger.warn('a Postgres connection was cut', errorFields(error)),
  );
}

async function archiveOldLogs(
  context: WorkerContext,
  config: Config,
  signal: AbortSignal,
): Promise<JobResult> {
  const open = openLogs(context, config, signal);
  const result = { rows: 0, bytes: 0 };
  const now = Date.now();
  const restoredBeforeAt = now - config.archivePolicy.restoredDays * dayMs;
  try {
    for (const kind of logKinds) {
      const beforeAt = logsBefore(kind, now, now, config);
      const done = await archiveLogs(kind, beforeAt, open.archive, restoredBeforeAt);
      result.rows += done.lines;
      result.bytes += done.bytes;
    }
    return result;
  } finally {
    await open.close();
  }
}

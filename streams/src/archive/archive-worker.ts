/** The schedule of the archive as a worker of a stream process. */
import type { Config } from '../config.ts';
import { errorFields } from '../runtime/logger.ts';
import type { RunningWorker, WorkerContext } from '../runtime/running-worker.ts';
import { archiveBefore } from './archive-run.ts';
import type { ArchiveReport } from './archive-run.ts';
import { startArchiveSchedule } from './archive-schedule.ts';
import type { Due } from './archive-schedule.ts';
import { JobMetrics } from './job-metrics.ts';
import { takeLease } from './lease.ts';
import { archiveConfig, openArchive } from './open-archive.ts';

/** Archives by the policy's age; idle where none is set. @throws when the archive has no stores */
export function startArchive(context: WorkerContext, config: Config): Promise<RunningWorker> {
  const { logger, metrics } = context;
  const { archivePolicy: policy } = config;
  const worker = (stop: () => Promise<void>): RunningWorker => ({
    name: 'archive',
    // In no group: nobody has to confirm it.
    health: () => ({ lastConfirmedAt: Date.now(), isRebalancing: false, units: [] }),
    stop,
  });
  if (policy === undefined) return Promise.resolve(worker(() => Promise.resolve()));
  const { postgresUrl } = archiveConfig(config);
  const stop = startArchiveSchedule({
    ...{ policy, logger, metrics: new JobMetrics(metrics.registry), now: Date.now },
    takeLease: (onLost) => takeLease(postgresUrl, 'archive data', onLost),
    archive: (due, signal) => archiveDue(context, config, due, signal),
  });
  return Promise.resolve(worker(stop));
}

async function archiveDue(
  { log, codecs, logger }: WorkerContext,
  config: Config,
  { beforeAt, restoredBeforeAt }: Due,
  signal: AbortSignal,
): Promise<ArchiveReport> {
  const archive = await openArchive(config, {
    ...{ log, codecs, asker: 'SCHEDULE', signal },
    onStep: ({ month, part }, step) => {
      logger.debug('archive', { month, part, step });
      signal.throwIfAborted();
    },
    onTrouble: (error) => logger.warn('a Postgres connection was cut', errorFields(error)),
  });
  try {
    return await archiveBefore(beforeAt, archive.world, restoredBeforeAt);
  } finally {
    await archive.close();
  }
}

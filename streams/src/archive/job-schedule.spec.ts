/** When a job runs, what ends it, and what it leaves behind in the metrics. */
import { Registry } from 'prom-client';
import { silentLogger } from '../runtime/logger.ts';
import { eventually } from '../testing/eventually.ts';
import { dueAt } from './archive-worker.ts';
import type { FailedRun } from './failed-runs.ts';
import { startJobSchedule } from './job-schedule.ts';
import type { ScheduleOptions } from './job-schedule.ts';
import { JobMetrics } from './job-metrics.ts';

const policy = { afterDays: 90, everyMinutes: 60, restoredDays: 7 };
const now = Date.UTC(2026, 9, 15, 13, 30);

test.each([
  { afterDays: 90, beforeAt: Date.UTC(2026, 6, 17) },
  { afterDays: 1, beforeAt: Date.UTC(2026, 9, 14) },
])('lots go when they ended $afterDays whole days ago', ({ afterDays, beforeAt }) => {
  const restoredBeforeAt = Date.UTC(2026, 9, 8, 13, 30);
  expect(dueAt(now, { ...policy, afterDays })).toEqual({ beforeAt, restoredBeforeAt });
});

interface Seen {
  runs: number;
  releases: number;
  /** Failed runs that were noted, each as its kind, asker and reason. */
  readonly noted: string[];
}

const wordsOf = ({ kind, asker, reason }: FailedRun): string => `${kind} ${asker} ${reason}`;

/** One turn of the schedule; the next would come in an hour. */
async function turn(given: Partial<ScheduleOptions>, until: (seen: Seen, text: string) => boolean) {
  const registry = new Registry();
  const seen: Seen = { runs: 0, releases: 0, noted: [] };
  const stop = startJobSchedule({
    ...{ job: 'data', everyMinutes: 60, metrics: new JobMetrics(registry), logger: silentLogger },
    takeLease: () =>
      Promise.resolve({
        release: () => {
          seen.releases += 1;
          return Promise.resolve();
        },
      }),
    run: () => {
      seen.runs += 1;
      return Promise.resolve({ rows: 7, bytes: 900 });
    },
    noteFailed: (run) => {
      seen.noted.push(wordsOf(run));
      return Promise.resolve();
    },
    ...given,
  });
  await eventually(async () => {
    if (!until(seen, await registry.metrics())) throw new Error('not yet');
  });
  await stop();
  return { seen, text: await registry.metrics() };
}

test('a run is counted, and the lease given back', async () => {
  const { seen, text } = await turn({}, ({ releases }) => releases === 1);
  expect(seen).toEqual({ runs: 1, releases: 1, noted: [] });
  expect(text).toContain('auction_archive_rows_total{job="data"} 7');
  expect(text).toContain('auction_archive_bytes_total{job="data"} 900');
  expect(text).toMatch(/auction_archive_last_success_timestamp_seconds\{job="data"\} \d+/);
});

const diskFull = () => Promise.reject(Object.assign(new Error('of /data'), { code: 'ENOSPC' }));

test('a run that fails is counted and noted, and the lease given back', async () => {
  const { seen, text } = await turn({ run: diskFull }, ({ noted }) => noted.length === 1);
  expect(seen).toEqual({ runs: 0, releases: 1, noted: ['data SCHEDULE NO_SPACE'] });
  expect(text).toContain('auction_archive_failures_total{job="data"} 1');
});

test('a failure that could not be noted is noted with the next turn, as the same run', async () => {
  const asked: FailedRun[] = [];
  const noteFailed = (run: FailedRun) => {
    asked.push(run);
    return asked.length === 1 ? Promise.reject(new Error('Postgres is away')) : Promise.resolve();
  };
  await turn({ run: diskFull, noteFailed, everyMinutes: 0.001 }, () => asked.length >= 3);
  expect(asked[1]).toBe(asked[0]);
  expect(new Set(asked.map(({ runId }) => runId)).size).toBe(asked.length - 1);
});

test('a run that ends with its process is no failure', async () => {
  let seenRuns = 0;
  const { seen } = await turn(
    {
      run: (signal) =>
        new Promise((_resolve, reject) => {
          seenRuns += 1;
          signal.addEventListener('abort', () => {
            reject(new Error('stopped'));
          });
        }),
    },
    () => seenRuns === 1,
  );
  expect(seen.noted).toEqual([]);
});

test('while somebody else archives, nothing is run', async () => {
  let asked = 0;
  const takeLease = () => {
    asked += 1;
    return Promise.resolve(undefined);
  };
  const { seen } = await turn({ takeLease }, () => asked === 1);
  expect(seen.runs).toBe(0);
});

test('a lost lease and a stop end the run at hand', async () => {
  const signals: AbortSignal[] = [];
  let lose = (): void => undefined;
  const { seen, text } = await turn(
    {
      takeLease: (onLost) => {
        lose = onLost;
        return Promise.resolve({ release: () => Promise.resolve() });
      },
      run: (signal) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('stopped'));
          });
          lose();
        });
      },
    },
    ({ noted }, metrics) =>
      noted.length === 1 && metrics.includes('auction_archive_failures_total{job="data"} 1'),
  );
  expect(seen.noted).toEqual(['data SCHEDULE LEASE_LOST']);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(text).not.toMatch(/last_success_timestamp_seconds\{/);
});

/** A failed run of the archive has one row on real Postgres, which holds no word of the error. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Registry } from 'prom-client';
import { silentLogger } from '../runtime/logger.ts';
import { migratePostgres } from '../sinks/postgres-schema.ts';
import { withBackends } from '../testing/backends.ts';
import { freePort, runCommand } from '../testing/service-process.ts';
import { eventually } from '../testing/eventually.ts';
import { aFailedRun, noteFailedRun } from './failed-runs.ts';
import { JobMetrics } from './job-metrics.ts';
import { startJobSchedule } from './job-schedule.ts';
import { takeLease } from './lease.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl }) => {
  let client: pg.Client;
  let folder = '';

  beforeAll(async () => {
    await migratePostgres(postgresUrl);
    client = new pg.Client({ connectionString: postgresUrl });
    await client.connect();
    folder = await mkdtemp(join(tmpdir(), 'auction-failed-'));
  });
  afterAll(async () => {
    await client.end();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await client.query('DELETE FROM archive_job');
  });
  async function jobs(): Promise<object[]> {
    const { rows } = await client.query<object>(
      'SELECT kind, month, asker, failure, at::float FROM archive_job ORDER BY id',
    );
    return rows;
  }

  test('noted twice it is one row; another run of the same kind is another', async () => {
    const of = { kind: 'data', asker: 'SCHEDULE', reason: 'STORE_AWAY' } as const;
    const run = aFailedRun(of, 1_000);
    await Promise.all([noteFailedRun(postgresUrl, run), noteFailedRun(postgresUrl, run)]);
    await noteFailedRun(postgresUrl, run);
    await noteFailedRun(postgresUrl, aFailedRun({ ...of, month: '2026-07' }, 2_000));
    expect(await jobs()).toMatchObject([
      { kind: 'data', month: '', asker: 'SCHEDULE', failure: 'STORE_AWAY', at: 1_000 },
      { kind: 'data', month: '2026-07', asker: 'SCHEDULE', failure: 'STORE_AWAY', at: 2_000 },
    ]);
  });

  test('the schedule notes its failed run and gives its lease back', async () => {
    const lease = () => takeLease(postgresUrl, 'archive data');
    const stop = startJobSchedule({
      ...{ job: 'data', everyMinutes: 60, logger: silentLogger },
      metrics: new JobMetrics(new Registry()),
      takeLease: lease,
      run: () => Promise.reject(Object.assign(new Error('pa55word'), { code: 'ENOSPC' })),
      noteFailed: (run) => noteFailedRun(postgresUrl, run),
    });
    await eventually(
      async () => {
        expect(await jobs()).toMatchObject([{ asker: 'SCHEDULE', failure: 'NO_SPACE' }]);
        const free = await lease();
        expect(free).toBeDefined();
        await free?.release();
      },
      { withinMs: 30_000 },
    );
    await stop();
    expect(JSON.stringify(await jobs())).not.toContain('pa55word');
  });

  test('commands that fail note it themselves; one that only looks does not', async () => {
    const mongoUrl = `mongodb://somebody:pa55word@127.0.0.1:${await freePort()}/auction`;
    const unused = { KAFKA_BROKERS: '127.0.0.1:1', SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' };
    const stores = { POSTGRES_URL: postgresUrl, MONGO_URL: mongoUrl, ARCHIVE_DIR: folder };
    const env = { ...unused, ...stores };
    const archive = (...args: string[]) => runCommand('streams/src/archive/main.ts', args, env);
    expect((await archive('logs', '--before', '2026-08-01', '--dry-run')).code).toBe(1);
    expect((await archive('restore-logs', '--month', '2026-08')).stderr).toContain('nothing of');
    expect((await archive('logs', '--before', '2026-08-01')).code).toBe(1);
    const rows = await jobs();
    expect(rows).toMatchObject([
      { kind: 'restore-logs', month: '2026-08', asker: 'COMMAND' },
      { kind: 'logs', month: '', asker: 'COMMAND', failure: 'STORE_AWAY' },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/pa55word|127\.0\.0\.1/);
  });
});

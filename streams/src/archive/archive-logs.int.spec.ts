/** Old logs and audit leave MongoDB for month files, killed again and again, and come back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChainPoint } from '@auction/avro/audit-chain';
import { mongoLogStore } from '../logging/mongo-log-store.ts';
import { auditCollection, auditDocument } from '../sinks/audit-to-mongo.ts';
import type { AuditDocument } from '../sinks/audit-to-mongo.ts';
import { migratePostgres } from '../sinks/postgres-schema.ts';
import { anAuditChain } from '../testing/an-audit-event.ts';
import { withBackends } from '../testing/backends.ts';
import { openMongoStore } from '../testing/mongo-store.ts';
import type { MongoStore } from '../testing/mongo-store.ts';
import { openPostgresStore } from '../testing/postgres-store.ts';
import type { PostgresStore } from '../testing/postgres-store.ts';
import { runCommand } from '../testing/service-process.ts';
import { verifyAudit } from '../verify/verify-audit.ts';
import { archivedAudit } from './archive-logs.ts';
import { folderFiles } from './archive-files.ts';
import { readLogFile } from './log-file.ts';
import { logManifestSchema, LogPartStore } from './log-part-store.ts';
import type { LogManifest } from './log-part-store.ts';

const script = join(import.meta.dirname, 'main.ts');
const before = ['logs', '--before', '2026-09-01'];
const killCount = 10;
const minuteMs = 60_000;
/** Two old months and one that stays. */
const days = [Date.UTC(2026, 6, 30), Date.UTC(2026, 7, 2), Date.UTC(2026, 8, 3)];
const minutesPerDay = 30;
const linesPerMinute = 4;
const linesPerMonth = minutesPerDay * linesPerMinute;
const collections = ['log_minute', 'log_chunk', auditCollection];

/** A chain that goes through all months, an event a day. */
const events = ['gateway', 'connector'].flatMap((writerId) =>
  anAuditChain(60, (n) => ({ writerId, at: Date.UTC(2026, 6, 15 + n) })),
);
const ends = new Map<string, ChainPoint>(
  events.map(({ writerId, writerSeq: seq, hash }) => [writerId, { seq, hash }]),
);
const eventsIn = (month: number): number =>
  events.filter(({ at }) => new Date(at).getUTCMonth() === month).length;

withBackends(import.meta.filename, ['postgres', 'mongo'], (backends) => {
  let mongo: MongoStore;
  let postgres: PostgresStore;
  let folder = '';
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    mongo = await openMongoStore(backends.mongoUrl);
    postgres = await openPostgresStore(backends.postgresUrl, backends.name);
    await migratePostgres(postgres.url);
    folder = await mkdtemp(join(tmpdir(), 'auction-logs-'));
    env = {
      ...{ KAFKA_BROKERS: 'not-asked:9092', SCHEMA_REGISTRY_URL: 'http://not-asked' },
      ...{ POSTGRES_URL: postgres.url, MONGO_URL: backends.mongoUrl, ARCHIVE_DIR: folder },
      ...{ LOGS_AUDIT_DAYS: '30' },
    };
    await writeLines(backends.mongoUrl);
    await mongo.database
      .collection<AuditDocument>(auditCollection)
      .insertMany(events.map(auditDocument));
  }, 60_000);
  afterAll(async () => {
    await mongo.close();
    await postgres.close();
    await rm(folder, { recursive: true });
  }, 60_000);

  const archive = (...args: string[]) => runCommand('streams/src/archive/main.ts', args, env);
  const inMongo = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const name of collections) {
      const documents = await mongo.database.collection(name).find().toArray();
      found.push(...documents.map((document) => JSON.stringify({ in: name, document })));
    }
    return found;
  };
  const faults = async (): Promise<string[]> => {
    const parts = new LogPartStore(postgres.pool, Date.now);
    const archived = () => archivedAudit({ files: folderFiles(folder), parts });
    const byFiles = await verifyAudit(mongo.client, ends, archived);
    const byAnchors = await verifyAudit(mongo.client, ends);
    expect(byFiles.map(({ events: count }) => count)).toEqual(byFiles.map(() => 60));
    return [...byFiles, ...byAnchors].flatMap((report) => report.faults);
  };

  test('a dry run names the months and touches nothing', async () => {
    const all = await inMongo();
    const { code, stdout } = await archive(...before, '--dry-run');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      'application before 2026-09-01: 2026-07, 2026-08',
      'audit before 2026-09-01: 2026-07, 2026-08',
    ]);
    expect(await inMongo()).toEqual(all);
    expect(await readdir(folder)).toEqual([]);
  });

  test('audit that its retention keeps stays, whatever date is asked for', async () => {
    const { stdout } = await runCommand('streams/src/archive/main.ts', [...before, '--dry-run'], {
      ...env,
      LOGS_AUDIT_DAYS: '36500',
    });
    expect(stdout).toMatch(/^audit before 19\d\d-\d\d-\d\d: nothing$/m);
  });

  test(`killed ${killCount} times at random: nothing is lost, nothing stands in two files`, async () => {
    const all = new Set(await inMongo());
    for (let kills = 0; kills < killCount; kills += 1) {
      await killedRun(env, before, 300 + Math.random() * 1_200);
      expect(new Set([...(await inMongo()), ...(await inFiles(folder))])).toEqual(all);
      expect(await faults()).toEqual([]);
    }
    const { code, stderr } = await archive(...before);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });

    const files = await inFiles(folder);
    expect(new Set(files).size).toBe(files.length);
    const left = await inMongo();
    expect(left.length + files.length).toBe(all.size);
    const manifests = await manifestsIn(folder);
    expect(manifests.map(({ kind, month, lines }) => ({ kind, month, lines }))).toEqual([
      { kind: 'application', month: '2026-07', lines: linesPerMonth },
      { kind: 'application', month: '2026-08', lines: linesPerMonth },
      { kind: 'audit', month: '2026-07', lines: eventsIn(6) },
      { kind: 'audit', month: '2026-08', lines: eventsIn(7) },
    ]);
    expect(await faults()).toEqual([]);
    expect((await archive('verify')).code).toBe(1); // lots need Cassandra, which is not named here
  }, 240_000);

  test('an archived month is loaded back, killed now and then, and goes again without doubles', async () => {
    const files = await inFiles(folder);
    const left = await inMongo();
    const restore = ['restore-logs', '--month', '2026-07'];
    for (const ms of [500, 800]) await killedRun(env, restore, ms);
    const { stdout } = await archive(...restore);
    expect(stdout.trim().split('\n')).toEqual([
      `application of 2026-07: ${linesPerMonth} lines can be searched again`,
      `audit of 2026-07: ${eventsIn(6)} events can be searched again`,
    ]);
    const back = await inFiles(folder, '2026-07');
    expect(new Set(await inMongo())).toEqual(new Set([...left, ...back]));
    expect(await faults()).toEqual([]);

    expect((await archive(...before)).code).toBe(0);
    expect(new Set(await inMongo())).toEqual(new Set(left));
    expect(await inFiles(folder)).toEqual(files);
    expect(await faults()).toEqual([]);
  }, 120_000);

  test('what was archived is noted for the audit, once', async () => {
    const { rows } = await postgres.pool.query<object>(
      `SELECT kind, month, max(rows)::int AS lines FROM archive_job
       WHERE kind LIKE 'logs-%' GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    expect(rows).toEqual([
      { kind: 'logs-application', month: '2026-07', lines: linesPerMonth },
      { kind: 'logs-application', month: '2026-08', lines: linesPerMonth },
      { kind: 'logs-audit', month: '2026-07', lines: eventsIn(6) },
      { kind: 'logs-audit', month: '2026-08', lines: eventsIn(7) },
    ]);
  });

  test.each([
    { args: ['restore-logs', '--month', '2020-01'], says: 'nothing of 2020-01' },
    { args: ['restore-logs', '--month', '2026-07', '--kind', 'mail'], says: 'Usage' },
    { args: ['logs'], says: 'Usage' },
  ])('$args is refused', async ({ args, says }) => {
    const { code, stderr } = await archive(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(says);
  });

  test('a damaged file is found, and nothing is deleted behind it', async () => {
    const left = await inMongo();
    const restore = ['restore-logs', '--month', '2026-08', '--kind', 'application'];
    expect((await archive(...restore)).code).toBe(0);
    const there = await inMongo();
    const hurt = join(folder, 'logs/application/2026-08/part-0001.jsonl.zst');
    await appendFile(hurt, '!');
    const { code, stderr } = await archive(...before);
    expect(code).toBe(1);
    expect(stderr).toContain(hurt);
    expect(await inMongo()).toEqual(there);
    expect(there.length).toBeGreaterThan(left.length);
  }, 60_000);
});

/** Blocks as services write them. */
async function writeLines(url: string): Promise<void> {
  const store = mongoLogStore(url, 'gateway');
  for (const day of days) {
    for (let n = 0; n < minutesPerDay; n += 1) {
      const at = day + n * minuteMs;
      const lines = Array.from({ length: linesPerMinute }, (_, line) =>
        JSON.stringify({ time: new Date(at).toISOString(), level: 'info', msg: `ä ${line}\n` }),
      );
      const counts = { debug: 0, info: linesPerMinute, warn: 0, error: 0 };
      await store.write({ minute: at / minuteMs, chunk: 0, part: 0, lines, counts });
    }
  }
  await store.close();
}

async function killedRun(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  ms: number,
): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await once(child, 'close');
  clearTimeout(timer);
}

/** Of finished files; one whose manifest is not there yet is none. */
async function manifestsIn(folder: string): Promise<LogManifest[]> {
  const names = await readdir(join(folder, 'logs'), { recursive: true }).catch(() => []);
  const wanted = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    wanted.map(async (name) =>
      logManifestSchema.parse(JSON.parse(await readFile(join(folder, 'logs', name), 'utf8'))),
    ),
  );
}

async function inFiles(folder: string, only?: string): Promise<string[]> {
  const lines: string[] = [];
  for (const { kind, month, part } of await manifestsIn(folder)) {
    if (only !== undefined && month !== only) continue;
    const name = `part-${String(part).padStart(4, '0')}.jsonl.zst`;
    for await (const stored of readLogFile(join(folder, 'logs', kind, month, name))) {
      lines.push(JSON.stringify(stored));
    }
  }
  return lines;
}

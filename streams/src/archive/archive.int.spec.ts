/** The archiver on real servers: killed again and again it loses nothing, and a damaged file stops it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Listing } from '@auction/avro/records';
import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import type { Log } from '../runtime/log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { openCodecs } from '../runtime/registry.ts';
import type { Codecs } from '../runtime/registry.ts';
import { withBackends } from '../testing/backends.ts';
import { aSnapshot, aVin, lot } from '../testing/builders.ts';
import { eventually } from '../testing/eventually.ts';
import { openRealPipeline } from '../testing/real-pipeline.ts';
import type { RealPipeline } from '../testing/real-pipeline.ts';
import { runCommand } from '../testing/service-process.ts';
import type { CheckResult } from '../verify/difference.ts';
import { manifestSchema } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { readMonthFile } from './month-file.ts';

const script = join(import.meta.dirname, 'main.ts');
const months = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08'];
const lotsPerMonth = 40;
const lotCount = months.length * lotsPerMonth;
const killCount = 20;
/** Long enough for a whole run, so that kills fall everywhere. */
const killWithinMs = 3_500;
const before = ['data', '--before', '2026-09-15'];

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres', 'cassandra'], (backends) => {
  let pipeline: RealPipeline;
  let folder = '';
  let env: Readonly<Record<string, string>>;
  let log: Log;
  let codecs: Codecs;

  beforeAll(async () => {
    pipeline = await openRealPipeline(backends);
    folder = await mkdtemp(join(tmpdir(), 'auction-archive-'));
    env = { ...pipeline.env, ARCHIVE_DIR: folder };
    const { brokers, prefix, name } = backends;
    const connection = { brokers, clientId: name, topicPrefix: prefix, logger: silentLogger };
    log = kafkaLog(connectKafka(connection));
    codecs = await openCodecs(backends.registryUrl, allTopics, { prefix });
    await publishEnded(log, codecs, 40_000_000, 1);
    await untilStanding(lotCount);
  }, 240_000);
  afterAll(async () => {
    await log.close();
    await pipeline.close();
    await rm(folder, { recursive: true });
  }, 60_000);

  const standing = async (): Promise<string[]> => {
    const { rows } = await pipeline.postgres.pool.query<{ id: string }>(
      'SELECT lot_id AS id FROM lot',
    );
    return rows.map(({ id }) => id);
  };
  const untilStanding = (count: number) =>
    eventually(
      async () => {
        const found = (await standing()).length;
        if (found !== count) throw new Error(`${found} lots of ${count}`);
      },
      { withinMs: 60_000 },
    );
  const archive = (...args: string[]) => runCommand('streams/src/archive/main.ts', args, env);

  const verify = async (settleMs = 60_000): Promise<CheckResult[]> => {
    const args = ['--json', '--settle-ms', String(settleMs)];
    const { stdout } = await runCommand('streams/src/verify/main.ts', args, env);
    return (JSON.parse(stdout) as { checks: CheckResult[] }).checks;
  };
  /** `npm run verify` finds no difference, and has looked at every archived lot. */
  const agrees = async (): Promise<void> => {
    const checks = await verify();
    expect(checks.flatMap(({ differences }) => differences)).toEqual([]);
    expect(checks.at(-1)).toMatchObject({ check: 'archive = its manifests', compared: lotCount });
  };

  test('a dry run names the months and touches nothing', async () => {
    const { code, stdout } = await archive(...before, '--dry-run');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(
      months.map((month) => `${month}: ${lotsPerMonth} ended lots`),
    );
    expect(await readdir(folder)).toEqual([]);
    expect(await standing()).toHaveLength(lotCount);
  });

  test.each([
    { args: [], says: 'Usage' },
    { args: ['data'], says: 'Usage' },
    { args: ['data', '--before', 'soon'], says: 'no day' },
    { args: ['data', '--before', '2999-01-01'], says: 'future' },
    { args: ['restore'], says: 'Usage' },
    { args: ['restore', '--month', '2026-13'], says: 'no month' },
    { args: ['restore', '--month', '2026-04'], says: 'nothing of 2026-04' },
  ])('$args is refused', async ({ args, says }) => {
    const { code, stderr } = await archive(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(says);
  });

  test(`killed ${killCount} times at random: nothing is lost, nothing appears twice`, async () => {
    const all = new Set(await standing());
    for (let kills = 0; kills < killCount; kills += 1) {
      await killedRun(env, 300 + Math.random() * killWithinMs);
      const held = new Set([...(await standing()), ...(await idsInFiles(folder))]);
      expect(held).toEqual(all);
    }
    const { code, stderr } = await archive(...before);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(await standing()).toEqual([]);

    const inFiles = await idsInFiles(folder);
    expect(inFiles).toHaveLength(lotCount);
    expect(new Set(inFiles)).toEqual(all);
    const manifests = await manifestsIn(folder);
    expect(manifests.map(({ month, rows }) => ({ month, rows }))).toEqual(
      months.map((month) => ({ month, rows: lotsPerMonth })),
    );
    const kept = await pipeline.cassandra.client.execute('SELECT lot_id FROM archived_lot_by_part');
    expect(kept.rows.map((row): unknown => row.get('lot_id')).sort()).toEqual([...all].sort());
    const found = await pipeline.cassandra.client.execute('SELECT lot_id FROM archived_lot');
    expect(found.rowLength).toBe(lotCount);
    const listings = await lastListings(log, codecs);
    expect([...listings.values()].filter((listing) => listing !== null)).toEqual([]);
    expect(listings.size).toBe(lotCount);

    await agrees();
  }, 400_000);

  const jobs = async (): Promise<string[]> => {
    const { rows } = await pipeline.postgres.pool.query<{ job: string }>(
      `SELECT concat_ws(' ', kind, nullif(month, ''), part, rows, asker, failure) AS job FROM archive_job ORDER BY id`,
    );
    return rows.map(({ job }) => job);
  };

  test('each part that was archived is noted once for the audit, after the run that failed', async () => {
    const parts = months.map((month) => `data ${month} 1 ${lotsPerMonth} COMMAND`);
    expect(await jobs()).toEqual(['restore 2026-04 0 0 COMMAND FAILED', ...parts]);
  });

  test('a month is brought back, killed now and then, and archived again without doubles', async () => {
    const filed = await idsInFiles(folder);
    const [month = ''] = months;
    const restore = ['restore', '--month', month];
    for (const ms of [900, 1_400]) {
      await killedRun(env, ms, undefined, restore);
    }
    const { code, stdout, stderr } = await archive(...restore);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).toBe(`${month}: ${lotsPerMonth} lots stand again`);
    const { rows } = await pipeline.postgres.pool.query<object>(
      `SELECT status, to_char(to_timestamp(ends_at / 1000) AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
              count(*)::int AS lots FROM lot GROUP BY 1, 2`,
    );
    expect(rows).toEqual([{ status: 'ENDED', month, lots: lotsPerMonth }]);
    await agrees();

    const dry = await archive(...before, '--dry-run');
    expect(dry.stdout.trim()).toBe(`${month}, part 1: restored lots go again`);
    for (const ms of [1_000]) await killedRun(env, ms);
    expect((await archive(...before)).code).toBe(0);
    expect(await standing()).toEqual([]);
    expect(await idsInFiles(folder)).toEqual(filed);
    await agrees();
  }, 240_000);

  test('a lot that comes back stands on the board with its next version', async () => {
    const rows = [lot('40000000', { saleDate: '20261220', lastUpdatedAt: '2026-10-20T07:01:00Z' })];
    await send(log, codecs, { sequence: 2, rows, observedAt: Date.UTC(2026, 9, 20) });
    await untilStanding(1);
    const { rows: back } = await pipeline.postgres.pool.query<object>(
      'SELECT site_listing_id, version::int, status FROM lot',
    );
    expect(back).toEqual([{ site_listing_id: '40000000', version: 2, status: 'OPEN' }]);
    const listing = (await lastListings(log, codecs)).get('copart/40000000');
    expect(listing).toMatchObject({ version: 2, pastMonth: months[0] });
  }, 60_000);

  test('a damaged file is found, and nothing is deleted behind it', async () => {
    await publishEnded(log, codecs, 50_000_000, 3);
    await untilStanding(lotCount + 1);
    let hurt = '';
    await killedRun(env, 60_000, async (line) => {
      if (!line.includes('Cassandra verified')) return false;
      const [manifest] = await manifestsIn(folder, 2);
      hurt = join(folder, 'lots', manifest?.month ?? '', manifest?.file ?? '');
      await appendFile(hurt, '!');
      return true;
    });
    const { code, stderr } = await archive(...before);
    expect(code).toBe(1);
    expect(stderr).toContain(`${hurt} is not the file its manifest describes`);
    expect(await standing()).toHaveLength(lotCount + 1);
    expect((await jobs()).at(-1)).toBe('data 0 0 COMMAND DAMAGED_FILE');
    const checked = await archive('verify');
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(hurt);

    const [whole] = await manifestsIn(folder);
    await appendFile(join(folder, 'lots', whole?.month ?? '', whole?.file ?? ''), '!');
    const found = (await verify(1)).at(-1);
    expect(found?.differences.map(({ key, field }) => [key, field])).toEqual([
      [`${whole?.month ?? ''}, part 1`, 'file'],
    ]);
  }, 240_000);
});

/** Runs the archiver and kills it after `ms`, or as soon as `onLine` says so. */
async function killedRun(
  env: Readonly<Record<string, string>>,
  ms: number,
  onLine: (line: string) => Promise<boolean> = () => Promise.resolve(false),
  args: readonly string[] = before,
): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    void onLine(text).then((isEnough) => isEnough && child.kill('SIGKILL'));
  });
  await once(child, 'close');
  clearTimeout(timer);
}

async function manifestsIn(folder: string, part = 1): Promise<Manifest[]> {
  const names = (await readdir(join(folder, 'lots'), { recursive: true })).sort();
  const wanted = names.filter((name) => name.endsWith(`part-000${part}.json`));
  return Promise.all(
    wanted.map(async (name) =>
      manifestSchema.parse(JSON.parse(await readFile(join(folder, 'lots', name), 'utf8'))),
    ),
  );
}

/** Ids in every finished file; a file whose manifest is not there yet is not one. */
async function idsInFiles(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { month, file } of await manifestsIn(folder).catch(() => [])) {
    for await (const row of readMonthFile(join(folder, 'lots', month, file))) {
      ids.push(String(row['lot_id']));
    }
  }
  return ids;
}

/** Last value of every key of `listings`. */
async function lastListings(log: Log, codecs: Codecs): Promise<Map<string, Listing | null>> {
  const last = new Map<string, Listing | null>();
  const codec = codecs.of(topics.listings);
  const following = log.follow({
    topics: [topics.listings],
    onTrouble: (error) => {
      throw error;
    },
    async onBatch(batch) {
      await codecs.learnFrom(batch.topic, batch.records);
      for (const { key, value } of batch.records) {
        const read = codec.decode(value);
        last.set(key, read.ok ? read.value : null);
      }
    },
  });
  await following.caughtUp;
  await following.stop();
  return last;
}

/** Lots whose sales are long over when the feed is read. */
async function publishEnded(log: Log, codecs: Codecs, first: number, sequence: number) {
  const rows = Array.from({ length: lotCount }, (_, index) => {
    const month = months[index % months.length] ?? '';
    const number = String(first + index);
    return lot(number, {
      saleDate: `${month.replace('-', '')}15`,
      highBid: `${100 + index}.0`,
      vin: index % 3 === 0 ? aVin('4T1BF1FK', number) : '',
    });
  });
  await send(log, codecs, { sequence, rows, observedAt: Date.UTC(2026, 9, 15) });
}

async function send(log: Log, codecs: Codecs, snapshot: Parameters<typeof aSnapshot>[0]) {
  const raw = rawTopic('copart');
  const codec = codecs.of(raw);
  const producer = await log.producer();
  await producer.send(
    aSnapshot({ ...snapshot, complete: false }).map(({ key, partition, value }) => {
      return { topic: raw.name, key, partition, value: codec.encode(value) };
    }),
  );
  await producer.close();
}

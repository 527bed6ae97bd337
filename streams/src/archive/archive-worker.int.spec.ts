/** The archive by schedule on real servers: into a bucket where an S3 server is installed, else a folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allTopics, rawTopic } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { mongoLogStore } from '../logging/mongo-log-store.ts';
import { openCodecs } from '../runtime/registry.ts';
import { withBackends } from '../testing/backends.ts';
import { aSnapshot, lot } from '../testing/builders.ts';
import { eventually } from '../testing/eventually.ts';
import { openMongoStore } from '../testing/mongo-store.ts';
import type { MongoStore } from '../testing/mongo-store.ts';
import { openRealPipeline } from '../testing/real-pipeline.ts';
import type { RealPipeline } from '../testing/real-pipeline.ts';
import { findS3Server, startS3Server } from '../testing/s3-server.ts';
import type { S3Server } from '../testing/s3-server.ts';
import { freePort, runCommand, startService } from '../testing/service-process.ts';

const within = { withinMs: 60_000 };
const command = findS3Server();

const stores = ['kafka', 'registry', 'postgres', 'cassandra', 'mongo'] as const;

withBackends(import.meta.filename, stores, (backends) => {
  let pipeline: RealPipeline;
  let folder = '';
  let s3: S3Server | undefined;
  let mongo: MongoStore;

  beforeAll(async () => {
    pipeline = await openRealPipeline(backends);
    folder = await mkdtemp(join(tmpdir(), 'auction-archive-'));
    s3 = command === undefined ? undefined : await startS3Server(command);
    mongo = await openMongoStore(backends.mongoUrl);
    const lines = ['{}', '{}'];
    const counts = { debug: 0, info: lines.length, warn: 0, error: 0 };
    const logs = mongoLogStore(backends.mongoUrl, 'gateway');
    await logs.write({ minute: Date.UTC(2026, 6, 15) / 60_000, chunk: 0, part: 0, lines, counts });
    await logs.close();
    const { brokers, prefix, name } = backends;
    const connection = { brokers, clientId: name, topicPrefix: prefix, logger: silentLogger };
    const log = kafkaLog(connectKafka(connection));
    const codecs = await openCodecs(backends.registryUrl, allTopics, { prefix });
    const raw = rawTopic('copart');
    const producer = await log.producer();
    const rows = ['1', '2', '3'].map((number) => lot(number, { saleDate: '20260715' }));
    const snapshot = { sequence: 1, rows, observedAt: Date.UTC(2026, 9, 15), complete: false };
    await producer.send(
      aSnapshot(snapshot).map(({ key, partition, value }) => {
        return { topic: raw.name, key, partition, value: codecs.of(raw).encode(value) };
      }),
    );
    await producer.close();
    await log.close();
    await eventually(async () => {
      if ((await standing()) !== 3) throw new Error('the lots are not there yet');
    }, within);
  }, 240_000);
  afterAll(async () => {
    await pipeline.close();
    await s3?.close();
    await mongo.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const standing = async (): Promise<number> => {
    const { rows } = await pipeline.postgres.pool.query('SELECT lot_id FROM lot');
    return rows.length;
  };

  test('what has come of age is archived by itself, counted and noted', async () => {
    const store: Record<string, string> = s3
      ? {
          ARCHIVE_S3_URL: s3.bucket.url,
          ARCHIVE_S3_REGION: s3.bucket.region,
          ARCHIVE_S3_KEY_ID: s3.bucket.keyId,
          ARCHIVE_S3_SECRET: s3.bucket.secret,
        }
      : { ARCHIVE_DIR: folder };
    const policy = { ARCHIVE_AFTER_DAYS: '1', ARCHIVE_LOGS: 'on', LOGS_APPLICATION_DAYS: '1' };
    const env = { ...pipeline.env, ...store, ...policy, MONGO_URL: backends.mongoUrl };
    const port = await freePort();
    const worker = await startService('streams/src/main.ts', ['archive'], env, port);
    await eventually(async () => {
      if ((await standing()) !== 0) throw new Error('not archived yet');
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      expect(metrics).toContain('auction_archive_rows_total{job="data"} 3');
      expect(metrics).toMatch(/auction_archive_last_success_timestamp_seconds\{job="data"\} \d/);
      expect(metrics).toContain('auction_archive_rows_total{job="logs"} 2');
    }, within);
    expect(await worker.stop()).toBe(0);
    const { rows } = await pipeline.postgres.pool.query<object>(
      'SELECT kind, month, rows::int, asker FROM archive_job ORDER BY kind',
    );
    expect(rows).toEqual([
      { kind: 'data', month: '2026-07', rows: 3, asker: 'SCHEDULE' },
      { kind: 'logs-application', month: '2026-07', rows: 2, asker: 'SCHEDULE' },
    ]);
    expect(await mongo.rows('log_chunk')).not.toContainEqual(expect.stringContaining('"p0":["{}"'));
    const archive = (...args: string[]) => runCommand('streams/src/archive/main.ts', args, env);
    expect((await archive('verify')).stdout.trim()).toBe('every file is what its manifest says');
    const restored = await archive('restore', '--month', '2026-07');
    expect(restored.stdout.trim()).toBe('2026-07: 3 lots stand again');
    expect(await standing()).toBe(3);
  }, 240_000);
});

/** `npm run verify` on real servers: silent about what is right, and nothing planted escapes it. */
import type { Listing } from '@auction/avro/records';
import { allTopics, rawTopic, topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '../runtime/kafka-log.ts';
import type { Log } from '../runtime/log.ts';
import { silentLogger } from '../runtime/logger.ts';
import { openCodecs } from '../runtime/registry.ts';
import type { Codecs } from '../runtime/registry.ts';
import { withBackends } from '../testing/backends.ts';
import { aSnapshot, aVin, lot } from '../testing/builders.ts';
import { openRealPipeline } from '../testing/real-pipeline.ts';
import type { RealPipeline } from '../testing/real-pipeline.ts';
import type { CheckResult, Difference } from './difference.ts';

/** A running system may take this long to agree, ms; a planted difference stays for good. */
const patience = { toAgree: '60000', toFind: '1500' };
const lotNumbers = Array.from({ length: 30 }, (_, index) => String(40_000_001 + index));

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres', 'cassandra'], (backends) => {
  let pipeline: RealPipeline;
  let log: Log;
  let codecs: Codecs;
  beforeAll(async () => {
    pipeline = await openRealPipeline(backends);
    const { brokers, prefix, name } = backends;
    const connection = { brokers, clientId: name, topicPrefix: prefix, logger: silentLogger };
    log = kafkaLog(connectKafka(connection));
    codecs = await openCodecs(backends.registryUrl, allTopics, { prefix });
    await publishSnapshots(log, codecs);
  }, 240_000);
  afterAll(async () => {
    await log.close();
    await pipeline.close();
  }, 60_000);

  /** @returns the differences named, and the exit code they come with */
  async function verified(settleMs: string): Promise<{ code: number | null; found: Difference[] }> {
    const { code, stdout, stderr } = await pipeline.verify(['--json', '--settle-ms', settleMs]);
    if (stdout === '') throw new Error(stderr);
    const { checks } = JSON.parse(stdout) as { checks: CheckResult[] };
    expect(checks).toHaveLength(8);
    // Nothing is archived here; archive.int.spec compares what is.
    const onLive = checks.filter(({ check }) => check !== 'archive = its manifests');
    expect(onLive).toHaveLength(7);
    for (const { compared } of onLive) expect(compared).toBeGreaterThanOrEqual(lotNumbers.length);
    return { code, found: checks.flatMap(({ differences }) => differences) };
  }

  test('a settle time that is no time is refused', async () => {
    const { code, stderr } = await pipeline.verify(['--settle-ms', 'soon']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/--settle-ms soon/),
    });
  });

  test('what a run leaves agrees with its log', async () => {
    expect(await verified(patience.toAgree)).toEqual({ code: 0, found: [] });
  }, 240_000);

  test('a wrong row, a missing version and a tampered record are each named', async () => {
    const [wrong, missing, tampered] = lotNumbers;
    const { rows } = await pipeline.postgres.pool.query<{ id: string }>(
      `UPDATE lot SET bid_count = 99, title = title || '!'
       WHERE site_listing_id = $1 RETURNING lot_id AS id`,
      [wrong],
    );
    await pipeline.cassandra.client.execute(
      `DELETE FROM listing_version WHERE site = 'copart' AND site_listing_id = ? AND version = 1`,
      [missing],
      { prepare: true },
    );
    await tamper(log, codecs, `copart/${tampered}`);
    const { code, found } = await verified(patience.toFind);
    expect(code).toBe(1);
    const named = found.map(({ where, key, field }) => `${where} ${key} ${field}`).sort();
    expect(named).toEqual([
      `listing_version copart/${missing} version 1 *`,
      `listings copart/${tampered} color`,
      `listings copart/${tampered} version`,
      `lot ${rows[0]?.id} bid_count`,
      `lot ${rows[0]?.id} title`,
    ]);
  }, 240_000);
});

async function publishSnapshots(log: Log, codecs: Codecs): Promise<void> {
  const rows = lotNumbers.map((number, index) =>
    lot(number, {
      highBid: '100.0',
      vin: index % 3 === 0 ? aVin('4T1BF1FK', number.slice(-8)) : '',
    }),
  );
  const later = rows.map((cells, index) =>
    index % 2 === 0 ? { ...cells, highBid: '175.0', lastUpdatedAt: '2026-09-02T07:01:00Z' } : cells,
  );
  const raw = rawTopic('copart');
  const codec = codecs.of(raw);
  const producer = await log.producer();
  for (const snapshot of [
    { sequence: 1, rows },
    { sequence: 2, rows: later },
  ]) {
    await producer.send(
      aSnapshot(snapshot).map(({ key, partition, value }) => ({
        topic: raw.name,
        key,
        partition,
        value: codec.encode(value),
      })),
    );
  }
  await producer.close();
}

/** Writes a further version of a listing, as nobody but its one writer may. */
async function tamper(log: Log, codecs: Codecs, key: string): Promise<void> {
  const { name, partitions } = topics.listings;
  const codec = codecs.of(topics.listings);
  let last: Listing | undefined;
  for (let partition = 0; partition < partitions; partition += 1) {
    await log.readToEnd(name, partition, undefined, ({ records }) => {
      for (const record of records.filter((each) => each.key === key)) {
        const decoded = codec.decode(record.value);
        if (decoded.ok) last = decoded.value;
      }
    });
  }
  if (!last) throw new Error(`${key} is not in ${name}`);
  const forged: Listing = { ...last, version: last.version + 1, color: 'GOLD' };
  const producer = await log.producer();
  await producer.send([{ topic: name, key, value: codec.encode(forged) }]);
  await producer.close();
}

/** What every log must do, run on the memory log always and on Kafka where there is one. */
import type { Topic } from '@auction/avro/topics';
import type { Log, LogRecord } from '../runtime/log.ts';
import { partitionOf } from '../runtime/partitioner.ts';
import { following } from './log-contract-following.ts';
import { transactions } from './log-contract-transactions.ts';
import { aTopic, readAll, record, text, write } from './log-harness.ts';
import type { LogHarness } from './log-harness.ts';

/** @param open a fresh harness; the suite closes its log */
export function logContract(name: string, open: () => Promise<LogHarness>): void {
  describe(`log contract: ${name}`, () => {
    let harness: LogHarness;
    let topic: Topic;
    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.log.close());
    beforeEach(async () => {
      topic = aTopic();
      await harness.log.createTopics([topic]);
    });

    writing(
      () => harness.log,
      () => topic,
    );
    transactions(
      () => harness,
      () => topic,
    );
    following(
      () => harness,
      () => topic,
    );
    offsets(
      () => harness,
      () => topic,
    );
  });
}

function writing(log: () => Log, topic: () => Topic): void {
  test('keeps the order of a partition over many sends, and what flush has seen is written', async () => {
    const producer = await log().producer();
    const keys = Array.from({ length: 2_500 }, (_, n) => `k${n}`);
    for (const key of keys) await producer.send([record(topic(), key, key)]);
    await producer.flush();
    expect(await readAll(log(), topic())).toEqual(keys.map((key) => `${key}=${key}`));
    await producer.close();
  });

  test('partitions by murmur2 of the key when no partition is given', async () => {
    const keys = ['a', 'lot-7', 'copart/55555', 'Zürich', '車'];
    const records = keys.map((key) => ({ topic: topic().name, key, value: Buffer.from('v') }));
    await write(log(), records);
    for (const partition of [0, 1]) {
      const expected = keys.filter((key) => partitionOf(key, 2) === partition);
      expect(await readAll(log(), topic(), partition)).toEqual(expected.map((key) => `${key}=v`));
    }
  });

  test('keeps tombstones, empty values, headers and a time of writing', async () => {
    const before = Date.now();
    const headers = { 'x-reason': 'CODE: größer', 'x-empty': '' };
    await write(log(), [
      record(topic(), 'gone', null),
      { ...record(topic(), 'empty', ''), headers },
    ]);
    const read: LogRecord[] = [];
    await log().readToEnd(topic().name, 0, undefined, ({ records }) => void read.push(...records));
    expect(read.map(text)).toEqual(['gone=null', 'empty=']);
    expect(read.map((each) => each.headers)).toEqual([{}, headers]);
    for (const { timestamp } of read) {
      expect(timestamp).toBeGreaterThanOrEqual(before);
      expect(timestamp).toBeLessThanOrEqual(Date.now());
    }
  });

  test('takes many records for one partition at once', async () => {
    const count = 20_000;
    const records = Array.from({ length: count }, (_, n) =>
      record(topic(), `k${n}`, 'v'.repeat(50)),
    );
    await write(log(), records);
    expect(await readAll(log(), topic())).toHaveLength(count);
  });

  test('a record larger than a batch passes', async () => {
    await write(log(), [record(topic(), 'big', 'x'.repeat(700_000)), record(topic(), 'b', 'y')]);
    expect((await readAll(log(), topic())).map((line) => line.length)).toEqual([700_004, 3]);
  });

  test('refuses an unknown topic', async () => {
    const lost = { topic: 'contract.nowhere', key: 'k', value: null };
    await expect(write(log(), [lost])).rejects.toThrow(/contract\.nowhere/);
  });
}

function offsets(harness: () => LogHarness, topic: () => Topic): void {
  const log = () => harness().log;

  test('names beginnings and ends', async () => {
    await write(log(), [record(topic(), 'a', '1'), record(topic(), 'b', '1')]);
    expect(await log().beginnings(topic().name)).toEqual([0, 0]);
    expect(await log().ends(topic().name)).toEqual([2, 0]);
  });

  test('reads from an offset', async () => {
    await write(
      log(),
      ['a', 'b', 'c'].map((key) => record(topic(), key, '1')),
    );
    expect(await readAll(log(), topic(), 0, 2)).toEqual(['c=1']);
    expect(await readAll(log(), topic(), 0, 3)).toEqual([]);
  });

  test('knows the offsets of a group, undefined where there are none', async () => {
    expect(await log().committed('contract-group', topic().name)).toEqual([undefined, undefined]);
    await harness().commitOffset('contract-group', topic().name, 1, 17);
    expect(await log().committed('contract-group', topic().name)).toEqual([undefined, 17]);
  });

  test('creating topics again changes nothing; another partition count is refused', async () => {
    await log().createTopics([topic()]);
    await write(log(), [record(topic(), 'a', '1')]);
    const grown = { ...topic(), partitions: 3 };
    await expect(log().createTopics([grown])).rejects.toThrow(/partitions/);
  });

  test('another prefix is another log', async () => {
    const open = harness().underOtherPrefix;
    if (!open) return;
    const other = await open();
    await other.createTopics([topic()]);
    await write(log(), [record(topic(), 'mine', '1')]);
    await write(other, [record(topic(), 'theirs', '1')]);
    expect(await readAll(log(), topic())).toEqual(['mine=1']);
    expect(await readAll(other, topic())).toEqual(['theirs=1']);
    await other.close();
  });
}

/** What every log must do, run on the memory log always and on Kafka where there is one. */
import type { Topic } from '@auction/avro/topics';
import type { Log, LogBatch, LogRecord, NewRecord } from '../runtime/log.ts';
import { partitionOf } from '../runtime/partitioner.ts';
import { eventually } from './eventually.ts';

export interface LogHarness {
  readonly log: Log;
  /** Writes records in one transaction and ends it. */
  readonly transact: (records: readonly NewRecord[], end: 'COMMIT' | 'ABORT') => Promise<void>;
  /** Begins a transaction that stays open until the answered function ends it. */
  readonly openTransaction: (
    records: readonly NewRecord[],
  ) => Promise<(end: 'COMMIT' | 'ABORT') => Promise<void>>;
  readonly commitOffset: (group: string, topic: string, part: number, at: number) => Promise<void>;
  /** A second view of the same log under another prefix, where the log has prefixes. */
  readonly underOtherPrefix?: () => Promise<Log>;
}

const base = {
  key: 'key',
  schema: null,
  cleanup: 'delete',
  retentionMs: 86_400_000,
  writer: 'log-contract',
  restricted: false,
  compatibility: 'BACKWARD',
  stampedByBroker: false,
  content: 'made by a test',
} as const;

let topicCount = 0;
export const aTopic = (partitions = 2, given: Partial<Topic> = {}): Topic => ({
  ...base,
  name: `contract.${++topicCount}`,
  partitions,
  ...given,
});

const record = (topic: Topic, key: string, value: string | null, partition = 0): NewRecord => ({
  topic: topic.name,
  key,
  value: value === null ? null : Buffer.from(value),
  partition,
});

const text = ({ key, value }: LogRecord): string => `${key}=${value?.toString() ?? 'null'}`;

async function readAll(log: Log, topic: Topic, partition = 0, from?: number): Promise<string[]> {
  const seen: string[] = [];
  await log.readToEnd(topic.name, partition, from, ({ records }) => {
    seen.push(...records.map(text));
  });
  return seen;
}

async function write(log: Log, records: readonly NewRecord[]): Promise<void> {
  const producer = await log.producer();
  try {
    await producer.send(records);
  } finally {
    await producer.close();
  }
}

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

function transactions(harness: () => LogHarness, topic: () => Topic): void {
  const log = () => harness().log;

  test('shows committed transactions and never aborted ones', async () => {
    await write(log(), [record(topic(), 'a', '1')]);
    await harness().transact([record(topic(), 'lost', '2')], 'ABORT');
    await harness().transact([record(topic(), 'b', '3')], 'COMMIT');
    await write(log(), [record(topic(), 'c', '4')]);
    expect(await readAll(log(), topic())).toEqual(['a=1', 'b=3', 'c=4']);
  });

  test('hides interleaved aborted transactions, whatever order they end in', async () => {
    const first = await harness().openTransaction([record(topic(), 't1', 'a')]);
    const second = await harness().openTransaction([record(topic(), 't2', 'b')]);
    await write(log(), [record(topic(), 'plain', 'c')]);
    const third = await harness().openTransaction([record(topic(), 't3', 'd')]);
    await second('ABORT');
    await write(log(), [record(topic(), 'after', 'e')]);
    await first('ABORT');
    await third('COMMIT');
    expect(await readAll(log(), topic())).toEqual(['plain=c', 't3=d', 'after=e']);
  });

  test('a key that looks like an abort marker hides nothing', async () => {
    const marker = '\0\0\0\0';
    await harness().transact([record(topic(), marker, 'x'), record(topic(), 'y', 'x')], 'ABORT');
    await write(log(), [record(topic(), marker, 'seen')]);
    expect(await readAll(log(), topic())).toEqual([`${marker}=seen`]);
  });

  test.each(['COMMIT', 'ABORT'] as const)(
    'the end lies behind an open transaction, and reading to it waits for its %s',
    async (how) => {
      await write(log(), [record(topic(), 'a', '1')]);
      const end = await harness().openTransaction([record(topic(), 'open', '2')]);
      await write(log(), [record(topic(), 'after', '3')]);
      expect(await log().ends(topic().name)).toEqual([3, 0]);
      const seen: string[] = [];
      const reading = log().readToEnd(topic().name, 0, undefined, ({ records }) => {
        seen.push(...records.map(text));
      });
      // What stands before the transaction is there already, so the reader knows its end by now.
      await eventually(() => expect(seen).toEqual(['a=1']));
      await end(how);
      expect(await reading).toBeGreaterThanOrEqual(3);
      expect(seen).toEqual(['a=1', ...(how === 'COMMIT' ? ['open=2'] : []), 'after=3']);
    },
  );

  test('a follower is caught up only behind a transaction that was open when it began', async () => {
    const end = await harness().openTransaction([record(topic(), 'open', '1')]);
    const seen: string[] = [];
    const follower = log().follow({
      topics: [topic()],
      onBatch: ({ records }) => void seen.push(...records.map(text)),
    });
    // Its end is asked for by now at the latest: this answer comes after that one.
    await log().ends(topic().name);
    await end('COMMIT');
    await follower.caughtUp;
    expect(seen).toEqual(['open=1']);
    await follower.stop();
  });

  test('next of a batch jumps over markers', async () => {
    await harness().transact([record(topic(), 'a', '1')], 'COMMIT');
    await harness().transact([record(topic(), 'lost', '2')], 'ABORT');
    const next = await log().readToEnd(topic().name, 0, undefined, () => undefined);
    expect(next).toBe(4);
    expect(await log().ends(topic().name)).toEqual([4, 0]);
  });
}

function following(harness: () => LogHarness, topic: () => Topic): void {
  const log = () => harness().log;

  test('follows all partitions, says when it has caught up, and goes on', async () => {
    await write(log(), [record(topic(), 'a', '1', 0), record(topic(), 'b', '2', 1)]);
    const seen: string[] = [];
    const onBatch = (batch: LogBatch) => void seen.push(...batch.records.map(text));
    const follower = log().follow({ topics: [topic()], onBatch });
    await follower.caughtUp;
    expect(seen.sort()).toEqual(['a=1', 'b=2']);
    await write(log(), [record(topic(), 'c', '3', 1)]);
    await eventually(() => expect(seen).toContain('c=3'));
    expect(follower.position(topic().name, 1)).toBe(2);
    await follower.stop();
  });

  test('an empty topic is caught up at once', async () => {
    const follower = log().follow({ topics: [topic()], onBatch: () => undefined });
    await follower.caughtUp;
    await follower.stop();
  });

  test('is caught up behind a last record nobody may see', async () => {
    await harness().transact([record(topic(), 'lost', '1')], 'ABORT');
    const follower = log().follow({ topics: [topic()], onBatch: () => undefined });
    await follower.caughtUp;
    expect(follower.position(topic().name, 0)).toBe(2);
    await follower.stop();
  });

  test('begins where it is told, also in the middle of a batch', async () => {
    await write(
      log(),
      ['a', 'b', 'c'].map((key) => record(topic(), key, '1')),
    );
    const seen: string[] = [];
    const follower = log().follow({
      topics: [topic()],
      from: (_name, partition) => (partition === 0 ? 1 : undefined),
      onBatch: (batch) => void seen.push(...batch.records.map(text)),
    });
    await follower.caughtUp;
    expect(seen).toEqual(['b=1', 'c=1']);
    await follower.stop();
  });

  test('a handler that fails sees the same batch again', async () => {
    await write(log(), [record(topic(), 'a', '1')]);
    const seen: string[] = [];
    const troubles: string[] = [];
    const follower = log().follow({
      topics: [topic()],
      onBatch: ({ records }) => {
        seen.push(...records.map(text));
        if (seen.length === 1) throw new Error('store is away');
      },
      onTrouble: ({ message }) => void troubles.push(message),
    });
    await follower.caughtUp;
    expect(seen).toEqual(['a=1', 'a=1']);
    expect(troubles).toEqual(['store is away']);
    await follower.stop();
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

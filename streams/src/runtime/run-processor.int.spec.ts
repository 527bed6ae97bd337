/** Exactly once on a real broker: restarts, errors and take-overs in the middle of the work; zombies. */
import { Registry } from 'prom-client';
import { withBackends } from '../testing/backends.ts';
import { aCounter } from '../testing/counter.ts';
import type { Counter } from '../testing/counter.ts';
import { eventually } from '../testing/eventually.ts';
import { aTopic } from '../testing/log-harness.ts';
import { connectKafka, kafkaLog } from './kafka-log.ts';
import { UnitProducer } from './kafka-transaction.ts';
import { silentLogger } from './logger.ts';
import type { Log } from './log.ts';
import { localCodecs } from './registry.ts';
import { runProcessor } from './run-processor.ts';
import type { RunningWorker } from './running-worker.ts';
import { UnitMetrics } from './unit-metrics.ts';

const partitions = 2;
const keys = ['a', 'b', 'c', 'd', 'e'];
/** More than fits one transaction, so that a stop finds the work half done. */
const perKey = 6_000;
const patience = { withinMs: 60_000, everyMs: 100 };

withBackends(import.meta.filename, ['kafka'], ({ brokers, prefix }) => {
  const connect = () =>
    connectKafka({ brokers, clientId: 'runtime', topicPrefix: prefix, logger: silentLogger });
  const connection = connect();
  const log = kafkaLog(connection);
  afterAll(() => log.close());

  /** A member of the processor's group with connections of its own, as another process would have. */
  async function member({ processor }: Counter): Promise<RunningWorker> {
    const own = connect();
    const ownLog = kafkaLog(own);
    const running = await runProcessor(processor, {
      connection: own,
      log: ownLog,
      codecs: localCodecs([]),
      metrics: new UnitMetrics(new Registry()),
      logger: silentLogger,
      onFatal: (error) => {
        throw error;
      },
    });
    return {
      ...running,
      async stop() {
        await running.stop();
        await ownLog.close();
      },
    };
  }

  async function create(name: string, beforeEach?: (key: string) => void): Promise<Counter> {
    const counter = aCounter(name, partitions, beforeEach);
    await log.createTopics([counter.input, counter.output, counter.processor.state]);
    return counter;
  }

  async function feed({ input }: Counter): Promise<void> {
    const producer = await log.producer();
    for (let nth = 0; nth < perKey; nth += 1) {
      await producer.send(keys.map((key) => ({ topic: input.name, key, value: Buffer.from('') })));
    }
    await producer.close();
  }

  /** Every record counted once, in order: what was lost or doubled shows as a gap or a repeat. */
  async function checkCountedOnce({ output }: Counter): Promise<void> {
    const expected = Array.from({ length: perKey }, (_, index) => index + 1);
    await eventually(async () => {
      const counts = await countsOf(log, output.name);
      for (const key of keys) expect(counts.get(key)?.length ?? 0).toBeGreaterThanOrEqual(perKey);
    }, patience);
    const counts = await countsOf(log, output.name);
    for (const key of keys) expect([key, counts.get(key)]).toEqual([key, expected]);
  }

  const someOutput = ({ output }: Counter) =>
    eventually(
      async () => expect((await countsOf(log, output.name)).size).toBeGreaterThan(0),
      patience,
    );

  test('counts everything once over restarts in the middle', async () => {
    const counter = await create('restarted');
    const feeding = feed(counter);
    for (let times = 0; times < 3; times += 1) {
      const running = await member(counter);
      await someOutput(counter);
      await running.stop();
    }
    await feeding;
    const last = await member(counter);
    await checkCountedOnce(counter);
    await last.stop();
  });

  test('counts everything once when the task throws in the middle of a batch', async () => {
    let seen = 0;
    const counter = await create('thrown', () => {
      seen += 1;
      // A mistake that does not happen again: the batch is rolled back and done once more.
      if (seen === perKey) throw new Error('a passing mistake');
    });
    await feed(counter);
    const running = await member(counter);
    await checkCountedOnce(counter);
    expect(seen).toBeGreaterThan(perKey * keys.length);
    await running.stop();
  });

  test('a second member takes over in the middle, and what the first had is not done twice', async () => {
    const counter = await create('taken-over');
    const feeding = feed(counter);
    const first = await member(counter);
    await someOutput(counter);
    const second = await member(counter);
    await eventually(() => {
      expect([first, second].map((each) => each.health().units.length)).toEqual([1, 1]);
    }, patience);
    await first.stop();
    await eventually(() => expect(second.health().units).toEqual([0, 1]), patience);
    await feeding;
    await checkCountedOnce(counter);
    await second.stop();
  });

  describe('a zombie', () => {
    const record = (topic: string, key: string) => ({
      topic,
      partition: 0,
      key,
      value: Buffer.from('1'),
    });

    test('that has begun is fenced, and what it wrote is never seen', async () => {
      const topic = aTopic(1);
      await log.createTopics([topic]);
      const transactionalId = `${prefix}am.zombie.0`;
      const zombie = connection.kafka.producer({ transactionalId, maxInFlightRequests: 1 });
      await zombie.connect();
      const transaction = await zombie.transaction();
      const { name } = topic;
      await transaction.send({
        topic: prefix + name,
        messages: [{ key: 'zombie', value: '1', partition: 0 }],
      });
      const owner = await UnitProducer.open(connection, 'am.zombie.0');
      await owner.commit([record(name, 'owner')], {
        group: 'zombie',
        partition: 0,
        next: { [name]: 1 },
      });
      await expect(transaction.commit()).rejects.toThrow();
      expect([...(await countsOf(log, name)).keys()]).toEqual(['owner']);
      await zombie.disconnect();
      await owner.dispose();
    });

    test('that begins after it was fenced is refused', async () => {
      const topic = aTopic(1);
      await log.createTopics([topic]);
      const { name } = topic;
      const offsets = { group: 'late', partition: 0, next: { [name]: 1 } };
      const zombie = await UnitProducer.open(connection, 'am.late.0');
      await zombie.commit([record(name, 'before')], offsets);
      const owner = await UnitProducer.open(connection, 'am.late.0');
      await expect(zombie.commit([record(name, 'zombie')], offsets)).rejects.toThrow();
      await owner.commit([record(name, 'after')], offsets);
      expect([...(await countsOf(log, name)).keys()]).toEqual(['before', 'after']);
      await Promise.all([zombie.dispose(), owner.dispose()]);
    });
  });
});

/** What read_committed readers see: the values of each key in the order of the log. */
async function countsOf(log: Log, topic: string): Promise<Map<string, number[]>> {
  const counts = new Map<string, number[]>();
  for (const partition of (await log.ends(topic)).keys()) {
    await log.readToEnd(topic, partition, undefined, ({ records }) => {
      for (const { key, value } of records) {
        const known = counts.get(key) ?? [];
        known.push(Number(value?.toString()));
        counts.set(key, known);
      }
    });
  }
  return counts;
}

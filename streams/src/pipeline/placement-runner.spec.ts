/** The runner beside the state machine on a log in memory, with a site that answers as it is told. */
import { placementCommand } from '@auction/avro/placement-command';
import type { Placement } from '@auction/avro/records';
import { allTopics, topics } from '@auction/avro/topics';
import { CollectedOutput } from '../runtime/collected-output.ts';
import { MemoryLog } from '../runtime/memory-log.ts';
import { partitionOf } from '../runtime/partitioner.ts';
import type { Task } from '../runtime/processor.ts';
import { localCodecs } from '../runtime/registry.ts';
import { aLot } from '../testing/a-lot.ts';
import { endsAt, say, startAt } from '../testing/a-placement.ts';
import { eventually } from '../testing/eventually.ts';
import { HandClock } from '../testing/hand-clock.ts';
import type { Command } from '../domain/placement/placement.ts';
import { placeBids, placementKey } from './place-bids.ts';
import { PlacementRunner } from './placement-runner.ts';
import type { BiddingSites } from './placement-runner.ts';

const codecs = localCodecs(allTopics);
type Answer = Awaited<ReturnType<BiddingSites['place']>>;
type Read = Awaited<ReturnType<BiddingSites['read']>>;
const noRead: Read = {
  ...{ finding: 'ABSENT', maxMinor: null, isHighBidder: false, isEnded: false },
  ...{ isReserveMet: null, priceMinor: null, endsAt: null },
};
const leads = (maxMinor: number): Read => ({
  ...noRead,
  ...{ finding: 'FOUND', maxMinor, isHighBidder: true, endsAt },
});

class Bench {
  readonly log = new MemoryLog(allTopics);
  readonly clock = new HandClock(startAt);
  readonly placed: number[] = [];
  reads = 0;
  answer: (maxMinor: number) => Promise<Answer> = async () => ({ verdict: 'PLACED', code: null });
  read: () => Read = () => noRead;
  readonly #tasks = new Map<number, Task>();
  #id = 0;

  constructor() {
    const processor = placeBids(codecs);
    this.log.follow({
      topics: [topics.placementsCommands],
      onBatch: ({ records }) => {
        for (const record of records) {
          const task = this.#tasks.get(record.partition) ?? processor.createTask(record.partition);
          this.#tasks.set(record.partition, task);
          const { name, outputs, state, plainOutputs: plain } = processor;
          const output = new CollectedOutput(name, { transactional: [...outputs, state], plain });
          task.process(record, output);
          task.beforeCommit?.(output);
          this.log.append(
            [...output.plain, ...output.transactional].map(({ topic, key, value }) => {
              return { topic, key, value };
            }),
          );
        }
      },
    });
  }

  runner(name: string): Promise<PlacementRunner> {
    const { log, clock } = this;
    return PlacementRunner.start({
      ...{ log, codecs, clock, runner: name, newId: () => `id${++this.#id}` },
      sites: {
        place: async ({ order }) => {
          this.placed.push(order.maxMinor);
          return this.answer(order.maxMinor);
        },
        read: async () => {
          this.reads += 1;
          return this.read();
        },
      },
      onTrouble: (error) => {
        throw error;
      },
    });
  }

  send(command: Command): void {
    const value = codecs
      .of(topics.placementsCommands)
      .encode(placementCommand({ ...command, commandId: `id${++this.#id}` }));
    const topic = topics.placementsCommands.name;
    this.log.append([{ topic, key: placementKey(command), value }]);
  }

  get placement(): Placement | undefined {
    const of = partitionOf('org/LOT', topics.placements.partitions);
    const records = this.log.partitionsOf(topics.placements.name)[of]?.read(0).records ?? [];
    const decoded = codecs.of(topics.placements).decode(records.at(-1)?.value ?? null);
    return decoded.ok ? (decoded.value.entry ?? undefined) : undefined;
  }

  async until(state: Placement['state']): Promise<void> {
    await eventually(() => expect(this.placement?.state).toBe(state));
  }

  async untilRead(count: number): Promise<void> {
    await eventually(() => {
      expect(this.reads).toBe(count);
      expect(this.placement?.readCount).toBeGreaterThan(0);
    });
  }
}

const answerNever = () => new Promise<Answer>(() => undefined);

test('an order is claimed, sent once, and read', async () => {
  const bench = new Bench();
  bench.read = () => leads(100_000);
  const runner = await bench.runner('r1');
  bench.send(say.order(0));
  await bench.until('LEADING');
  expect(bench.placed).toEqual([100_000]);
  await runner.stop();
});

test('two runners: one of them sends', async () => {
  const bench = new Bench();
  bench.read = () => leads(100_000);
  const runners = [await bench.runner('r1'), await bench.runner('r2')];
  bench.send(say.order(0));
  await bench.until('LEADING');
  expect(bench.placed).toEqual([100_000]);
  await Promise.all(runners.map((runner) => runner.stop()));
});

test('an order that comes while another is being sent does not send it twice', async () => {
  const bench = new Bench();
  let tell: (answer: Answer) => void = () => undefined;
  bench.answer = () => new Promise((resolve) => (tell = resolve));
  const runner = await bench.runner('r1');
  bench.send(say.order(0));
  await eventually(() => expect(bench.placed).toEqual([100_000]));
  bench.send(say.order(5, { orderId: 'o2', maxMinor: 120_000 }));
  await eventually(() => expect(bench.placement?.waiting?.orderId).toBe('o2'));
  bench.read = () => leads(100_000);
  bench.answer = async () => ({ verdict: 'PLACED', code: null });
  tell({ verdict: 'PLACED', code: null });
  await eventually(() => expect(bench.placed).toEqual([100_000, 120_000]));
  bench.read = () => leads(120_000);
  await bench.until('LEADING');
  expect(bench.placed).toEqual([100_000, 120_000]);
  await runner.stop();
});

test('the sender dies with the answer on its way: the next one reads, and does not send', async () => {
  const bench = new Bench();
  bench.answer = answerNever;
  await bench.runner('dies'); // is never heard of again
  bench.send(say.order(0));
  await eventually(() => expect(bench.placed).toEqual([100_000]));
  bench.read = () => leads(100_000);
  const next = await bench.runner('next');
  await eventually(() => expect(next.isCaughtUp).toBe(true));
  bench.clock.moveTo(startAt + 11_999);
  expect(bench.placement?.state).toBe('SUBMITTING');
  bench.clock.moveTo(startAt + 12_000);
  await bench.until('UNKNOWN');
  bench.clock.moveTo(startAt + 13_000);
  await bench.until('LEADING');
  expect(bench.placed).toEqual([100_000]);
  await next.stop();
});

test('nothing clear and nothing there: read after 1 and 3 s, sent once more, then given up', async () => {
  const bench = new Bench();
  bench.answer = async () => ({ verdict: 'UNCLEAR', code: null });
  const runner = await bench.runner('r1');
  bench.send(say.order(0));
  await bench.until('UNKNOWN');
  bench.clock.moveTo(startAt + 1_000);
  await bench.untilRead(1);
  bench.clock.moveTo(startAt + 3_000);
  await eventually(() => expect(bench.placed).toEqual([100_000, 100_000]));
  await bench.until('UNKNOWN');
  bench.clock.moveTo(startAt + 4_000);
  await bench.untilRead(3);
  bench.clock.moveTo(startAt + 6_000);
  await bench.until('EXPIRED');
  expect(bench.placed).toEqual([100_000, 100_000]);
  await runner.stop();
});

test('a price above what somebody reported is told', async () => {
  const bench = new Bench();
  const runner = await bench.runner('r1');
  bench.send(say.order(0, { maxMinor: 80_000 }, 'ASSIST'));
  bench.send(say.report(1, 80_000));
  await bench.until('REPORTED');
  // The runner follows two topics: the report must have come to it before the price does.
  bench.clock.moveTo(startAt + 5_000);
  const lot = aLot({ lotId: 'LOT', priceMinor: 90_000 });
  await eventually(() => {
    const value = codecs.of(topics.lots).encode(lot);
    bench.log.append([{ topic: topics.lots.name, key: 'LOT', value }]);
    expect(bench.placement?.state).toBe('OUTBID_LIKELY');
  });
  expect(bench.placed).toEqual([]);
  await runner.stop();
});

/** The robots' service on the log in memory: what is kept and sent, in which order, and after a crash. */
import { allTopics, topics } from '@auction/avro/topics';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { RobotOrder } from '../domain/robots/robot.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { MemoryLog } from '../runtime/memory-log.ts';
import { localCodecs } from '../runtime/registry.ts';
import type { WriteState } from '../runtime/run-alone.ts';
import { aLot } from '../testing/a-lot.ts';
import { anOrder } from '../testing/auction/robot-arena.ts';
import { eventually } from '../testing/eventually.ts';
import { runRobots } from './run-robots.ts';

const codecs = localCodecs(allTopics);

function recordsOn<N extends SchemaName>(log: MemoryLog, topic: Topic<N>): RecordOf<N>[] {
  return log.partitionsOf(topic.name).flatMap((partition) =>
    partition.read(0).records.map(({ value }) => {
      const decoded = codecs.of(topic).decode(value);
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.value;
    }),
  );
}

/** A log with one own lot that asks 500.00 and ends in an hour. */
function aSale(): MemoryLog {
  const log = new MemoryLog(allTopics);
  const endsAt = Date.now() + 3_600_000;
  const lot = { lotId: 'L', kind: 'OWN', currency: 'EUR', priceMinor: null } as const;
  const row = aLot({ ...lot, askMinor: 50_000, endsAt, endsAtPrecision: 'MS' });
  log.append([{ topic: topics.lots.name, key: 'L', value: codecs.of(topics.lots).encode(row) }]);
  return log;
}

const keepOn =
  (log: MemoryLog): WriteState =>
  async (records) =>
    log.append(records.map((record) => ({ ...record, topic: topics.robots.name, partition: 0 })));

/** One life of the service with one order. @returns ends it */
function live(log: MemoryLog, order: RobotOrder, given: { log?: Log; write?: WriteState } = {}) {
  const stopping = new AbortController();
  const life = runRobots(
    {
      log: given.log ?? log,
      codecs,
      clock: systemClock,
      followOrders: async (tell) => {
        tell({ orders: [order], isAll: true });
        return async () => undefined;
      },
      write: given.write ?? keepOn(log),
      onTrouble: () => undefined,
    },
    stopping.signal,
  );
  return {
    life,
    async stop() {
      stopping.abort();
      await life;
    },
  };
}

const order = anOrder({ caps: { L: 1000 } });
const bids = (log: MemoryLog) => recordsOn(log, topics.lotsCommands);
const states = (log: MemoryLog) => recordsOn(log, topics.robots);

test('keeps a bid, then sends it as an ordinary command', async () => {
  const log = aSale();
  const robots = live(log, order);
  await eventually(() => expect(bids(log)).toHaveLength(1));
  expect(bids(log)[0]).toMatchObject({
    commandId: 'robot/R/L/1',
    kind: 'PLACE_BID',
    sender: { clientId: 'robot/R', clientSeq: 1, orgId: 'A', userId: 'u', isAdmin: false },
    placeBid: { kind: 'FLAT', amountMinor: 50_000, confirmMinor: 50_000, via: 'ROBOT' },
  });
  expect(states(log).at(-1)?.lots[0]?.inFlight).toMatchObject({ clientSeq: 1 });
  await robots.stop();
});

test('a bid that was kept and not sent is sent by the next life, as the same bid', async () => {
  const log = aSale();
  const deaf: Log = Object.assign(Object.create(log) as Log, {
    producer: async () => ({
      send: async () => Promise.reject(new Error('the process dies here')),
      flush: async () => undefined,
      close: async () => undefined,
    }),
    follow: log.follow.bind(log),
    readToEnd: log.readToEnd.bind(log),
  });
  await expect(live(log, order, { log: deaf }).life).rejects.toThrow('dies here');
  expect([bids(log).length, states(log).at(-1)?.lots[0]?.clientSeq]).toEqual([0, 1]);
  const robots = live(log, order);
  await eventually(() =>
    expect(bids(log).map(({ commandId }) => commandId)).toEqual(['robot/R/L/1']),
  );
  await robots.stop();
});

test('what cannot be kept is not sent: another instance runs the robots now', async () => {
  const log = aSale();
  const write = async () => Promise.reject(new Error('fenced'));
  await expect(live(log, order, { write }).life).rejects.toThrow('fenced');
  expect(bids(log)).toEqual([]);
});

test('of an organisation with a limit the limiter sees it first', async () => {
  const log = aSale();
  const robots = live(log, { ...order, isLimited: true });
  await eventually(() => expect(recordsOn(log, topics.limitsCommands)).toHaveLength(1));
  expect(recordsOn(log, topics.limitsCommands)[0]).toMatchObject({ kind: 'BID', orgId: 'A' });
  expect(bids(log)).toEqual([]);
  await robots.stop();
});

test('a robot that is paused sends nothing', async () => {
  const log = aSale();
  const robots = live(log, { ...order, wish: 'PAUSE' });
  await eventually(() => expect(states(log)).toHaveLength(1));
  expect([states(log)[0]?.status, bids(log).length]).toEqual(['PAUSED', 0]);
  await robots.stop();
});

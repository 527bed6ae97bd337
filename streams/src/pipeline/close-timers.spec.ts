import { lotCommand } from '@auction/avro/lot-command';
import { allTopics, topics } from '@auction/avro/topics';
import type { LotCommand } from '@auction/avro/records';
import type { Clock } from '../runtime/clock.ts';
import { MemoryLog } from '../runtime/memory-log.ts';
import { localCodecs } from '../runtime/registry.ts';
import { aLot } from '../testing/a-lot.ts';
import { eventually } from '../testing/eventually.ts';
import { HandClock } from '../testing/hand-clock.ts';
import { CloseTimers } from './close-timers.ts';

const codecs = localCodecs(allTopics);

const write = (log: MemoryLog, ...lots: ReturnType<typeof aLot>[]) => {
  log.append(
    lots.map((lot) => ({
      topic: topics.lots.name,
      key: lot.lotId,
      value: codecs.of(topics.lots).encode(lot),
    })),
  );
};

function commands(log: MemoryLog): LotCommand[] {
  return log.partitionsOf(topics.lotsCommands.name).flatMap((partition) =>
    partition.read(0).records.map(({ value }) => {
      const decoded = codecs.of(topics.lotsCommands).decode(value);
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.value;
    }),
  );
}

const external = (lotId: string, endsAt: number, version = 1) =>
  aLot({ lotId, kind: 'EXTERNAL', status: 'OPEN', endsAt, version });

async function started(log: MemoryLog, clock: Clock): Promise<CloseTimers> {
  const timers = await CloseTimers.start({ log, codecs, clock, onTrouble: fail });
  await timers.caughtUp;
  return timers;
}

function fail(error: Error): never {
  throw error;
}

it('sends a command when the end has come, and not before', async () => {
  const log = new MemoryLog(allTopics);
  const clock = new HandClock(1000);
  write(log, external('A', 5000), external('B', 90_000));
  const timers = await started(log, clock);
  expect(timers.stats()).toMatchObject({ timers: 2 });
  clock.moveTo(4999);
  expect(commands(log)).toEqual([]);
  clock.moveTo(5000);
  await eventually(() => expect(commands(log)).toHaveLength(1));
  const closeDue = { forEndsAt: 5000, at: 5000 };
  expect(commands(log)).toEqual([
    lotCommand({ commandId: 'close/A/5000/5000', kind: 'CLOSE_DUE', lotId: 'A', closeDue }),
  ]);
  await timers.stop();
});

it('sends what was due while it was down, once it has seen every row', async () => {
  const log = new MemoryLog(allTopics);
  write(log, external('A', 100), external('B', 200), external('A', 900_000, 2));
  const clock = new HandClock(1000);
  const timers = await started(log, clock);
  clock.moveTo(1000);
  await eventually(() => expect(commands(log)).toHaveLength(1));
  expect(commands(log).map(({ lotId }) => lotId)).toEqual(['B']);
  await timers.stop();
});

it('follows a row that moves the end', async () => {
  const log = new MemoryLog(allTopics);
  const clock = new HandClock(0);
  write(log, external('A', 50_000));
  const timers = await started(log, clock);
  write(log, external('A', 10_000, 2));
  // The alarm is set anew when the row has been followed: move until it rings.
  let now = 10_000;
  await eventually(() => {
    clock.moveTo((now += 1));
    expect(commands(log)).toHaveLength(1);
  });
  expect(commands(log)[0]?.closeDue).toEqual({ forEndsAt: 10_000, at: 10_000 });
  await timers.stop();
});

it('sends nothing after it was stopped', async () => {
  const log = new MemoryLog(allTopics);
  const clock = new HandClock(0);
  write(log, external('A', 1000));
  const timers = await started(log, clock);
  await timers.stop();
  clock.moveTo(2000);
  expect(commands(log)).toEqual([]);
});

/** A client that was away: it resumes while the board knows what has left, and gets a snapshot after that. */
import { aLot } from '../testing/a-lot.ts';
import { BenchClient, BoardBench, Clock } from '../testing/board-bench.ts';
import type { LotRecord } from '../testing/board-bench.ts';

const hourMs = 3_600_000;

/** Two lots, of which one leaves while the client is away. @returns how it was answered, and what it holds */
function backAfter(awayMs: number): { mode: string | undefined; lots: string[] } {
  const clock = new Clock();
  const bench = new BoardBench(clock);
  const client = new BenchClient();
  const at = (offset: number) => ({ partition: 0, offset, committedAt: clock.nowMs });
  const log: LotRecord[] = ['stays', 'leaves'].map((lotId, offset) => {
    return { ...at(offset), lotId, lot: aLot({ lotId, version: 1, status: 'OPEN' }) };
  });
  const channel = () => client.client.channels.get(client.client.channelOf.get(1) ?? -1);
  const read = (): void => {
    bench.read(log);
    bench.pass(1_000);
    client.read();
  };
  bench.read(log);
  client.connect(bench);
  client.say({ t: 'sub', sub: 1, topic: 'board' });
  read();
  const kept = channel();
  if (kept?.cur === undefined) throw new Error('no cursor');
  client.cut();
  log.push({ ...at(2), lotId: 'leaves', lot: null });
  bench.read(log);
  clock.nowMs += awayMs;
  bench.pass(1_000);
  client.connect(bench, [[1, { ...kept, rows: new Map(kept.rows) }]]);
  const resume = { epoch: kept.epoch, cur: kept.cur };
  client.say({ t: 'sub', sub: 1, topic: 'board', resume });
  read();
  return { mode: channel()?.mode, lots: [...(channel()?.rows.keys() ?? [])] };
}

test.each([
  [1, 'resume'],
  [22, 'resume'],
  [24, 'snap'],
  [100, 'snap'],
])('after %d hours: %s, and what has left is gone', (hours, mode) => {
  expect(backAfter(hours * hourMs)).toEqual({ mode, lots: ['stays'] });
});

test('graves are forgotten after a day', () => {
  const bench = new BoardBench(new Clock());
  const { clock, board } = bench;
  bench.read([
    { partition: 0, offset: 0, lotId: 'a', lot: aLot({ lotId: 'a' }), committedAt: clock.nowMs },
    { partition: 0, offset: 1, lotId: 'a', lot: null, committedAt: clock.nowMs },
  ]);
  clock.nowMs += 23 * hourMs;
  bench.pass(200);
  expect([...board.lots.graves]).toHaveLength(1);
  clock.nowMs += 2 * hourMs;
  bench.pass(200);
  expect([...board.lots.graves]).toEqual([]);
});

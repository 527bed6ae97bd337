/** A client that reads nothing is dropped in time, and nothing is kept for it without end. */
import { aLot } from '../testing/a-lot.ts';
import { BenchClient, BoardBench, Clock } from '../testing/board-bench.ts';
import type { LotRecord } from '../testing/board-bench.ts';

test('a reader that takes nothing is closed with 1013 within 35 s, one that reads is not', () => {
  const clock = new Clock();
  const bench = new BoardBench(clock);
  const [slow, good] = [new BenchClient(), new BenchClient()];
  for (const client of [slow, good]) {
    client.connect(bench);
    client.say({ t: 'sub', sub: 1, topic: 'board' });
  }
  const log: LotRecord[] = [];
  for (let second = 1; second <= 35; second++) {
    const lot = aLot({ version: second, priceMinor: second });
    const committedAt = clock.nowMs;
    log.push({ partition: 0, offset: second, lotId: lot.lotId, lot, committedAt });
    bench.read(log);
    bench.pass(1_000);
    good.read();
  }
  expect([slow.closes, good.closes]).toEqual([[1013], []]);
});

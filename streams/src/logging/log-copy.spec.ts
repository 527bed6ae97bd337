import { eventually } from '../testing/eventually.ts';
import { MemoryLogStore } from '../testing/memory-log-store.ts';
import { LineRing } from './line-ring.ts';
import { LogCopy, linesOf } from './log-copy.ts';

const minute = 60_000;
const line = (n: number, at = n) => ({ at, level: 'info' as const, text: `line ${n}` });

describe('the ring', () => {
  test.each([
    { pushed: 3, lineMax: 5, kept: [0, 1, 2], dropped: 0 },
    { pushed: 5, lineMax: 5, kept: [0, 1, 2, 3, 4], dropped: 0 },
    { pushed: 7, lineMax: 5, kept: [2, 3, 4, 5, 6], dropped: 2 },
    { pushed: 101, lineMax: 2, kept: [99, 100], dropped: 99 },
  ])('$pushed lines into $lineMax places', ({ pushed, lineMax, kept, dropped }) => {
    const ring = new LineRing(lineMax);
    for (let n = 0; n < pushed; n += 1) ring.push(line(n));
    expect(ring.droppedCount).toBe(dropped);
    expect(ring.takeMinute(1_000).map(({ text }) => text)).toEqual(kept.map((n) => `line ${n}`));
    expect(ring.size).toBe(0);
  });

  test('lines are taken a minute at a time', () => {
    const ring = new LineRing(10);
    for (const at of [0, 1, minute, minute + 1]) ring.push(line(at, at));
    expect([1, 2, 3].map(() => ring.takeMinute(10).length)).toEqual([2, 2, 0]);
  });
});

describe('the copy', () => {
  const open = (ringLines: number) => {
    const store = new MemoryLogStore();
    const told: number[] = [];
    const options = { ringLines, blockLines: 10, lingerMs: 5 };
    const copy = new LogCopy({ store, ...options, onDropped: (count) => told.push(count) });
    return { store, copy, told };
  };

  test('every line stands once, in order, with running counts of its minute', async () => {
    const { store, copy } = open(2_000);
    for (let n = 0; n < 1_203; n += 1) copy.push(line(n, n * 100));
    await copy.close();
    expect(store.lines).toEqual(Array.from({ length: 1_203 }, (_, n) => `line ${n}`));
    expect(copy.stats).toEqual({ copied: 1_203, dropped: 0, waiting: 0 });
    for (const [, blocks] of Map.groupBy(store.blocks.values(), (block) => block.minute)) {
      const all = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
      expect(linesOf(blocks.at(-1)?.counts ?? {})).toBe(all);
    }
    const perChunk = Map.groupBy(
      store.blocks.values(),
      (block) => `${block.minute}/${block.chunk}`,
    );
    for (const [, blocks] of perChunk) {
      expect(blocks.reduce((sum, { lines }) => sum + lines.length, 0)).toBeLessThanOrEqual(500);
    }
  });

  test('the store is away: nobody waits, the oldest lines give way, every one of them is counted', async () => {
    const { store, copy, told } = open(50);
    store.isAway = true;
    const begunAt = performance.now();
    for (let n = 0; n < 100_000; n += 1) copy.push(line(n, 0));
    expect(performance.now() - begunAt).toBeLessThan(1_000);
    store.isAway = false;
    await eventually(() => expect(copy.stats.waiting).toBe(0));
    expect(copy.stats).toEqual({ copied: store.lines.length, dropped: 99_950, waiting: 0 });
    expect(store.lines.at(-1)).toBe('line 99999');
    expect(told).toEqual([99_950]);
    await copy.close();
  });

  test('a store that never comes back: closing ends in time, and what is left counts as dropped', async () => {
    const { store, copy } = open(50);
    store.isAway = true;
    for (let n = 0; n < 70; n += 1) copy.push(line(n, 0));
    await copy.close(50);
    expect(copy.stats.copied).toBe(0);
    expect(copy.stats.dropped).toBe(70);
  });

  test('a clock set back does not write over what the minute has', async () => {
    const { store, copy } = open(50);
    for (const at of [minute, 10, minute + 1]) copy.push(line(at, at));
    await copy.close();
    expect(store.lines.length).toBe(3);
    expect([...store.blocks.values()].map((block) => block.minute)).toEqual([1, 1, 1]);
  });
});

/** What the made-up market must show for the machine to be shown on it (feeds.md section 15). */
import { Market } from './market.ts';
import type { MarketLot } from './market.ts';

const startedAt = Date.parse('2027-03-10T15:00:00Z');
const hourMs = 3_600_000;

interface Seen {
  readonly rises: number;
  readonly falls: number;
  /** Sales given another time while they were announced. */
  readonly moved: number;
  readonly newcomers: number;
  /** Lots that came back after they had left; never. */
  readonly returned: number;
  /** Bids that were no longer counted although the sale stood; never. */
  readonly uncounted: number;
  /** Lots that left, as they were when they were seen last. */
  readonly left: readonly MarketLot[];
}

type Counts = { -readonly [K in Exclude<keyof Seen, 'left'>]: Seen[K] };

/** Looks at the market step by step, as a poll does. */
function watch(market: Market, steps: number, stepMs: number): Seen {
  const seen = {
    rises: 0,
    falls: 0,
    moved: 0,
    newcomers: 0,
    returned: 0,
    uncounted: 0,
    left: [] as MarketLot[],
  };
  const gone = new Set<number>();
  let before = snapshot(market, startedAt);
  for (let step = 1; step <= steps; step += 1) {
    const now = snapshot(market, startedAt + step * stepMs);
    expect(now.size).toBe(market.options.lotCount);
    for (const [number, lot] of now) {
      if (gone.has(number)) seen.returned += 1;
      const was = before.get(number);
      if (!was) seen.newcomers += 1;
      else compare(was, lot, seen);
    }
    for (const [number, lot] of before) {
      if (now.has(number)) continue;
      gone.add(number);
      seen.left.push(lot);
    }
    before = now;
  }
  return seen;
}

const snapshot = (market: Market, at: number): Map<number, MarketLot> =>
  new Map([...market.lotsAt(at)].map((lot) => [lot.lotNumber, lot]));

function compare(was: MarketLot, is: MarketLot, seen: Counts) {
  if (was.run === is.run && was.saleAt !== null && is.saleAt !== null) {
    if (was.saleAt !== is.saleAt) seen.moved += 1;
    const difference = (is.bidMinor ?? 0) - (was.bidMinor ?? 0);
    if (difference > 0) seen.rises += 1;
    if (difference < 0) seen.falls += 1;
    if (was.saleAt === is.saleAt && is.bidCount < was.bidCount) seen.uncounted += 1;
  }
}

describe('the made-up market', () => {
  test('two hours of lively lots: bids rise, some fall, sold lots vanish and others come', () => {
    const market = new Market({ seed: 11, lotCount: 40, startedAt });
    const { rises, falls, left, newcomers, ...never } = watch(market, 240, 30_000);
    expect(never).toMatchObject({ returned: 0, uncounted: 0 });
    expect(rises).toBeGreaterThan(200);
    expect(falls).toBeGreaterThan(0);
    expect(falls).toBeLessThan(rises / 20);
    expect(newcomers).toBe(left.length);
    const sold = left.filter(({ life }) => life.fate === 'SOLD');
    expect(sold.length).toBeGreaterThan(left.length / 2);
    for (const { life, saleAt } of sold) {
      // A row stays for a while after its sale, and never goes before it.
      expect(saleAt).not.toBeNull();
      expect(life.goneAt).toBeGreaterThan(saleAt ?? Infinity);
    }
  });

  test('three weeks of calm lots: sales are moved, also before their day', () => {
    const market = new Market({ seed: 11, lotCount: 120, startedAt });
    const { moved, rises, left } = watch(market, 21 * 2, 12 * hourMs);
    expect(moved).toBeGreaterThan(0);
    expect(rises).toBeGreaterThan(20);
    expect(left.length).toBeGreaterThan(20);
  });

  test('any moment can be asked for alone, and is the same in another process', () => {
    const options = { seed: 11, lotCount: 60, startedAt };
    const [one, other] = [new Market(options), new Market(options)];
    watch(one, 10, hourMs);
    for (const at of [startedAt, startedAt + 9 * hourMs, startedAt - 30 * hourMs]) {
      expect([...other.lotsAt(at)]).toEqual([...one.lotsAt(at)]);
    }
    const another = new Market({ ...options, seed: 12 });
    expect([...another.lotsAt(startedAt)]).not.toEqual([...one.lotsAt(startedAt)]);
  });

  test('150,000 lots at once, each under a number of its own', () => {
    const market = new Market({ seed: 11, lotCount: 150_000, startedAt });
    const numbers = new Set<number>();
    for (let slot = 0; slot < 150_000; slot += 100) {
      numbers.add(market.lotAt(slot, startedAt).lotNumber);
    }
    expect(numbers.size).toBe(1_500);
  });
});

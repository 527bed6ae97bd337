/** Whatever people, robots, losses and pauses do: caps, budgets and the one command in flight hold. */
import fc from 'fast-check';
import { anOrder, endsAt, opensAt, RobotArena } from '../../testing/auction/robot-arena.ts';
import { holdings } from './group.ts';
import type { RobotOrder } from './robot.ts';

const cap = fc.integer({ min: 400, max: 2000 });
const lotIds = ['1', '2', '3'] as const;

const single = fc.record({
  strategy: fc.constantFrom('SNIPE' as const, 'STEP' as const),
  lotId: fc.constantFrom(...lotIds),
  cap,
  stepCount: fc.nat(3),
});
const group = fc.record({
  caps: fc.tuple(cap, cap, cap),
  winCount: fc.integer({ min: 1, max: 3 }),
  budget: fc.integer({ min: 500, max: 5000 }),
});
const event = fc.record({
  what: fc.constantFrom('BID', 'BID', 'BID', 'CUT', 'JOIN', 'PAUSE', 'RUN', 'RESTART'),
  afterMs: fc.integer({ min: 0, max: 1_500_000 }),
  lotId: fc.constantFrom(...lotIds),
  amount: fc.integer({ min: 500, max: 2500 }),
  kind: fc.constantFrom('FLAT' as const, 'PROXY' as const),
});

function ordersOf(
  singles: readonly { strategy: 'SNIPE' | 'STEP'; lotId: string; cap: number; stepCount: number }[],
  { caps, winCount, budget }: { caps: readonly number[]; winCount: number; budget: number },
): RobotOrder[] {
  const alone = singles.map(({ strategy, lotId, stepCount, cap: most }, index) => {
    const names = { robotId: `R${index}`, orgId: `O${index}` };
    return anOrder({ ...names, strategy, stepCount, caps: { [lotId]: most } });
  });
  const byLot = Object.fromEntries(lotIds.map((lotId, index) => [lotId, caps[index] ?? 0]));
  const whole = { strategy: 'GROUP', winCount, budgetMinor: budget * 100 } as const;
  return [...alone, anOrder({ robotId: 'G', orgId: 'G', ...whole, caps: byLot })];
}

test('never above a cap, one in flight, budgets kept at every moment, and robots end', () => {
  const given = [
    fc.array(single, { maxLength: 4 }),
    group,
    fc.array(event, { maxLength: 25 }),
  ] as const;
  fc.assert(
    fc.property(...given, (singles, grouped, events) => {
      const arena = new RobotArena();
      lotIds.forEach((lotId, index) => arena.lot(lotId, { endsAt: endsAt + index * 90_000 }));
      const orders = ordersOf(singles, grouped);
      for (const order of orders) arena.robot(order);
      arena.turn('G');
      arena.onStep = () => checkGroup(arena, grouped);
      for (const { what, afterMs, lotId, amount, kind } of events) {
        arena.run(Math.min(arena.now + afterMs, endsAt + 600_000));
        if (what === 'BID') arena.bid('H', lotId, amount, { kind });
        else if (what === 'RESTART') arena.startedAt = arena.now += 1;
        else if (what === 'CUT' || what === 'JOIN') arena.isConnected = what === 'JOIN';
        else
          for (const { robotId } of orders)
            arena.robot({
              ...arena.order(robotId),
              wish: what === 'RUN' ? what : 'PAUSE',
              revision: arena.now,
            });
      }
      arena.isConnected = true;
      for (const { robotId } of orders) {
        arena.robot({ ...arena.order(robotId), wish: 'RUN', revision: arena.now + 1 });
      }
      arena.run();
      checkBids(arena);
      for (const { robotId } of orders) {
        expect(['DONE', 'FAILED']).toContain(arena.memory(robotId).status);
      }
    }),
    { numRuns: 50 },
  );
});

function checkGroup(arena: RobotArena, { winCount, budget }: { winCount: number; budget: number }) {
  const order = arena.order('G');
  const held = holdings(arena.memory('G'), (lotId) => arena.look(order, lotId));
  expect(held.heldCount).toBeLessThanOrEqual(winCount);
  expect(held.heldMinor).toBeLessThanOrEqual(budget * 100);
}

function checkBids(arena: RobotArena): void {
  const known = new Map<string, string>();
  const lastAt = new Map<string, number>();
  for (const { order, lotId, clientSeq, kind, amountMinor, at } of arena.bids) {
    const most = order.lots.find((lot) => lot.lotId === lotId)?.capMinor ?? 0;
    expect(amountMinor).toBeLessThanOrEqual(most);
    expect(at).toBeGreaterThanOrEqual(opensAt);
    const place = `${order.robotId}/${lotId}`;
    const key = `${place}:${clientSeq}`;
    const bid = `${kind} ${amountMinor}`;
    expect(known.get(key) ?? bid).toBe(bid); // one number, one bid
    if (!known.has(key)) {
      expect(at - (lastAt.get(place) ?? -Infinity)).toBeGreaterThanOrEqual(1_000);
      expect(known.size === 0 || clientSeq === 1 || known.has(`${place}:${clientSeq - 1}`)).toBe(
        true,
      );
      lastAt.set(place, at);
    }
    known.set(key, bid);
  }
}

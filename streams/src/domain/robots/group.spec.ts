/** GROUP as bidding.md section 11 tells it. */
import { anOrder, endsAt, opensAt, RobotArena } from '../../testing/auction/robot-arena.ts';
import { holdings } from './group.ts';

const second = 1_000;
const minute = 60 * second;

/** Lots 1, 2, … ending a minute apart, the first at `endsAt`. */
function arenaOf(count: number): RobotArena {
  const arena = new RobotArena();
  for (let number = 1; number <= count; number += 1) {
    const at = { endsAt: endsAt + (number - 1) * minute };
    arena.lot(String(number), { ...at, policy: { softClose: null } });
  }
  return arena;
}

const group = (caps: Readonly<Record<string, number>>, winCount: number, budget: number) =>
  anOrder({ strategy: 'GROUP', caps, winCount, budgetMinor: budget * 100 });

test('n = 2, budget 20000: the second lot gets what is left, and more when the first was cheaper', () => {
  const arena = arenaOf(2);
  arena.robot(group({ 1: 9000, 2: 12_000 }, 2, 20_000));
  arena.run(opensAt + second);
  expect(arena.sent).toEqual(['A P9000', 'A P11000']);
  arena.bid('B', '1', 8150); // price 8200
  arena.run(endsAt + 5 * second);
  expect(arena.result('1')).toBe('8200 A');
  expect(arena.sent).toEqual(['A P9000', 'A P11000', 'A P11800']);
  arena.run();
  expect(arena.memory().statusReason).toBe('ENOUGH_WON');
});

test('a lot lost above its cap frees its share; the group ends when n are won', () => {
  const arena = arenaOf(3);
  arena.robot(group({ 1: 1000, 2: 1000, 3: 1000 }, 1, 1000));
  arena.run(opensAt + second);
  arena.bid('B', '1', 5000);
  arena.run(opensAt + 3 * second);
  expect(arena.sent).toEqual(['A P1000', 'A P1000']);
  arena.run();
  expect([arena.result('2'), arena.result('3')]).toEqual(['500 A', '0 -']);
  expect(arena.memory().status).toBe('DONE');
  expect(arena.deeds()).toContain('HELD_BACK ENOUGH_LOTS 3');
});

test('by end time, then by priority', () => {
  const arena = new RobotArena();
  for (const [lotId, at] of [
    ['late', endsAt + minute],
    ['second', endsAt],
    ['first', endsAt],
  ] as const) {
    arena.lot(lotId, { endsAt: at });
  }
  const order = group({ late: 600, first: 600, second: 600 }, 3, 5000);
  arena.robot(order);
  arena.run(opensAt + second);
  expect(arena.bids.map(({ lotId }) => lotId)).toEqual(['first', 'second', 'late']);
});

test('a lot that waits for its seller counts as won until it is decided', () => {
  const arena = new RobotArena();
  arena.lot('1', { reserveMinor: 900_000, policy: { softClose: null } });
  arena.lot('2', { endsAt: endsAt + minute, policy: { softClose: null } });
  arena.robot(group({ 1: 2000, 2: 2000 }, 1, 4000));
  arena.run(endsAt + second);
  expect(arena.book('1').status).toBe('PENDING_APPROVAL');
  expect(arena.bids.length).toBe(1);
  arena.bySeller('1', { type: 'REJECT_SALE' });
  arena.run();
  expect(arena.sent).toEqual(['A P2000', 'A P2000']);
  expect(arena.result('2')).toBe('500 A');
});

test('leads that come back beyond n stop the group', () => {
  const arena = arenaOf(2);
  arena.robot(group({ 1: 1000, 2: 1000 }, 1, 2000));
  arena.run(opensAt + second);
  arena.bid('B', '1', 5000);
  arena.run(opensAt + 3 * second);
  expect(arena.sent.length).toBe(2);
  arena.byAdmin('1', { type: 'RETRACT_BID', targetOrg: 'B', reasonCode: 'ERROR' });
  arena.run(opensAt + 5 * second);
  expect([arena.memory().status, arena.memory().statusReason]).toEqual([
    'FAILED',
    'TOO_MANY_LEADS',
  ]);
});

test('all lots over without enough won: done', () => {
  const arena = arenaOf(2);
  arena.robot(group({ 1: 100, 2: 100 }, 2, 20_000));
  arena.run();
  expect([arena.memory().statusReason, arena.bids]).toEqual(['LOTS_OVER', []]);
});

test('holdings of nothing are nothing', () => {
  const arena = arenaOf(1);
  const order = group({ 1: 100 }, 1, 100);
  arena.robot(order);
  arena.turn();
  const held = holdings(arena.memory(), (lotId) => arena.look(order, lotId));
  expect(held).toEqual({ wonCount: 0, heldCount: 0, heldMinor: 0 });
});

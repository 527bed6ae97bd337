/** SNIPE, STEP and GROUP as bidding.md section 11 tells them, on the engine's real books. */
import { anOrder, endsAt, opensAt, RobotArena } from '../../testing/auction/robot-arena.ts';

const second = 1_000;
const noSoftClose = { policy: { softClose: null } };

describe('SNIPE', () => {
  const snipe = anOrder({ strategy: 'SNIPE', caps: { L: 1000 } });

  test('one PROXY of the cap ten seconds before the end', () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(snipe);
    arena.run(endsAt - 10 * second - 1);
    expect(arena.sent).toEqual([]);
    arena.run(endsAt - 10 * second);
    expect(arena.sent).toEqual(['A P1000']);
    arena.run();
    expect([arena.result(), ...arena.deeds()]).toEqual([
      '500 A',
      'ARMED SNIPE',
      'BID_SENT END_IS_NEAR 1000',
      'ACCEPTED LEADING 1000',
      'LOT_OVER WON',
      'DONE WON',
    ]);
  });

  test('under soft close of two minutes its bid moves the end to 15:01:50', () => {
    const arena = new RobotArena();
    const book = arena.lot('L');
    arena.robot(snipe);
    arena.run(endsAt - 10 * second);
    expect(book.endsAt).toBe(endsAt + 110 * second);
  });

  test('re-arms when the end moves before it fired, and fires once', () => {
    const arena = new RobotArena();
    const book = arena.lot('L');
    arena.robot(snipe);
    arena.run(endsAt - 60 * second);
    arena.bid('B', 'L', 500);
    const movedTo = endsAt + 60 * second;
    expect(book.endsAt).toBe(movedTo);
    arena.run(endsAt);
    expect(arena.sent).toEqual([]);
    arena.run(movedTo - 10 * second);
    expect(arena.sent).toEqual(['A P1000']);
    arena.bid('B', 'L', 2000);
    arena.run();
    expect([arena.sent.length, arena.result()]).toEqual([1, '1050 B']);
    expect(arena.memory().statusReason).toBe('LOST');
  });

  test.each([
    ['the ask is above the cap', 'B', 1000, 'HELD_BACK ASK_ABOVE_CAP'],
    ['the own organisation leads with more', 'A', 1500, 'HELD_BACK LEADS_WITH_MORE'],
  ])('does not bid when %s', (_what, by, amount, told) => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(snipe);
    arena.bid(by, 'L', amount);
    arena.bid('C', 'L', amount);
    arena.run();
    expect(arena.bids).toEqual([]);
    expect(arena.deeds()).toContain(told);
  });

  test('raises a lower maximum of the own organisation', () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(snipe);
    arena.bid('A', 'L', 600);
    arena.run();
    expect(arena.sent).toEqual(['A P1000']);
  });
});

describe('STEP', () => {
  const duel = (first: 'A' | 'B') => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    const caps = { A: 1000, B: 1200 };
    for (const orgId of first === 'A' ? (['A', 'B'] as const) : (['B', 'A'] as const)) {
      arena.robot(anOrder({ robotId: orgId, orgId, caps: { L: caps[orgId] } }));
    }
    arena.run();
    return [arena.result(), arena.sent.length];
  };

  test.each([
    ['A', '1050 B', 12],
    ['B', '1000 B', 11],
  ] as const)('caps A 1000 and B 1200, %s first: %s after %d bids', (first, result, count) => {
    expect(duel(first)).toEqual([result, count]);
  });

  test('two proxies end at 1050, whoever is first', () => {
    for (const order of [
      ['A', 'B'],
      ['B', 'A'],
    ] as const) {
      const arena = new RobotArena();
      arena.lot('L');
      for (const orgId of order) arena.bid(orgId, 'L', orgId === 'A' ? 1000 : 1200);
      expect(arena.result()).toBe('1050 B');
    }
  });

  test('k steps above the ask, the cap at most', () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(anOrder({ caps: { L: 720 }, stepCount: 3 }));
    arena.run(opensAt + 2 * second);
    arena.bid('B', 'L', 700);
    arena.run(opensAt + 5 * second);
    expect(arena.sent).toEqual(['A F650']);
    expect(arena.deeds()).toContain('HELD_BACK ASK_ABOVE_CAP');
  });

  test('the cap itself when the ask is below it', () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(anOrder({ caps: { L: 520 }, stepCount: 3 }));
    arena.run(opensAt + second);
    expect(arena.sent).toEqual(['A F520']);
  });

  test('the cap is cut to the grid', () => {
    const arena = new RobotArena();
    arena.lot('L', { granularityMinor: 100, ...noSoftClose });
    arena.robot(anOrder({ caps: { L: 520.5 }, stepCount: 3 }));
    arena.run(opensAt + second);
    expect(arena.sent).toEqual(['A F520']);
  });

  test('not before its lead, then once a second at most', () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(anOrder({ caps: { L: 5000 }, leadMs: 60 * second }));
    arena.run(endsAt - 60 * second - 1);
    expect(arena.bids).toEqual([]);
    arena.run(endsAt - 60 * second);
    arena.bid('B', 'L', 600);
    arena.run(endsAt - 59 * second);
    const times = arena.bids.map(({ at }) => at - endsAt + 60 * second);
    expect(times).toEqual([0, second]);
  });

  test('does not bid against its own organisation', () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.bid('A', 'L', 600);
    arena.robot(anOrder({ caps: { L: 5000 } }));
    arena.run();
    expect(arena.bids).toEqual([]);
  });

  test.each([
    ['a lot of its seller', { orgId: 'seller' }, 'OWN_LOT'],
    ['another currency', { currency: 'USD' }, 'CURRENCY'],
  ])('%s', (_what, given, reason) => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(anOrder({ caps: { L: 5000 }, ...given }));
    arena.run();
    expect([arena.sent, arena.bids.length <= 1]).toEqual([[], true]);
    expect(arena.deeds().join()).toContain(reason);
  });
});

describe('pause, stop, switches, crashes', () => {
  const order = anOrder({ caps: { L: 1000 } });
  const begin = () => {
    const arena = new RobotArena();
    arena.lot('L', noSoftClose);
    arena.robot(order);
    arena.run(opensAt + second);
    arena.bid('B', 'L', 600, { kind: 'FLAT' });
    return arena;
  };

  test.each([
    ['paused', { wish: 'PAUSE' }, 'PAUSED'],
    ['halted by the platform', { isHalted: true }, 'HALTED'],
    ['stopped', { wish: 'STOP' }, 'STOPPED'],
  ] as const)('%s: not one bid more', (_what, given, status) => {
    const arena = begin();
    arena.robot({ ...order, ...given, revision: 2 });
    arena.run();
    expect([arena.sent, arena.memory().status]).toEqual([['A F500'], status]);
  });

  test('goes on after a pause, with its new cap', () => {
    const arena = begin();
    arena.robot({ ...order, wish: 'PAUSE', revision: 2 });
    arena.run(opensAt + 10 * second);
    arena.robot({ ...anOrder({ caps: { L: 620 } }), revision: 3 });
    arena.run(opensAt + 20 * second);
    expect(arena.deeds().slice(-3)).toEqual(['OUTBID', 'RESUMED', 'HELD_BACK ASK_ABOVE_CAP']);
    expect(arena.sent).toEqual(['A F500']);
  });

  test('what was stopped is never taken up again', () => {
    const arena = begin();
    arena.robot({ ...order, wish: 'STOP', revision: 2 });
    arena.run(opensAt + 2 * second);
    arena.robot({ ...order, wish: 'RUN', revision: 3 });
    arena.run();
    expect([arena.sent, arena.memory().status]).toEqual([['A F500'], 'STOPPED']);
  });

  test('a bid lost on its way is sent again under its number; one that arrived has one effect', () => {
    const arena = begin();
    arena.isConnected = false;
    arena.run(opensAt + 5 * second);
    expect(arena.memory().lots[0]?.inFlight).toMatchObject({ clientSeq: 2, amountMinor: 65_000 });
    arena.isConnected = true;
    arena.startedAt = arena.now; // the process began anew
    arena.run(opensAt + 6 * second);
    expect(arena.bids.map(({ clientSeq, amountMinor }) => [clientSeq, amountMinor])).toEqual([
      [1, 50_000],
      [2, 65_000],
      [2, 65_000],
    ]);
    expect(arena.sent).toEqual(['A F500', 'A F650']);
  });

  test('without an outcome it tries the same bid every ten seconds', () => {
    const arena = begin();
    arena.isConnected = false;
    arena.run(opensAt + 35 * second);
    expect(new Set(arena.bids.slice(1).map(({ clientSeq }) => clientSeq))).toEqual(new Set([2]));
    expect(arena.bids.length).toBe(5);
  });
});

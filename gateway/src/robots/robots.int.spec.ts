/** Robots of two dealers on real servers: duels, pauses and switches, and their service ended in between. */
import { aLot } from '../testing/a-lot.ts';
import { upsert } from '@auction/streams/sinks/postgres-rows';
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { Service } from '@auction/streams/testing/service-process';
import type { BidItem, Decision } from '../bids-contract.ts';
import type { LotDetail } from '../contract.ts';
import type { RobotDeedItem, RobotItem } from '../robots-contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Asker, RealSale } from '../testing/real-sale.ts';

const patient = { withinMs: 60_000, everyMs: 200 };

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  let sale: RealSale;
  let robots: Service;
  let seller: Asker;
  let alice: Asker;
  let bob: Asker;
  beforeAll(async () => {
    sale = await openRealSale(backends, { withLimiter: true });
    robots = await sale.startRobots();
    seller = await sale.person('Seller', ['SELLER']);
    alice = await sale.person('Alice', ['BUYER']);
    bob = await sale.person('Bob', ['BUYER']);
  }, 120_000);
  afterAll(() => sale.close(), 60_000);

  let keyCount = 0;

  /** From 500.00 in steps of 50.00, as the examples of bidding.md have it. */
  async function offer(given: object = {}): Promise<string> {
    const now = Date.now();
    const usual = { title: '2019 Golf', start: 50_000, currency: 'GBP', startsAt: now };
    const body = { ...usual, endsAt: now + 3_600_000, policy: { softClose: null }, ...given };
    const made = await sale.ask<{ lotId: string }>(seller, 'POST /api/sell/lots', { body });
    const { lotId } = made.body;
    await sale.ask(seller, `POST /api/sell/lots/${lotId}/publish`);
    await eventually(async () => expect((await lotOf(lotId)).status).toBe('OPEN'), patient);
    return lotId;
  }
  const lotOf = async (lotId: string) => {
    const { body } = await sale.ask<LotDetail>(seller, `GET /api/lots/${lotId}`);
    return { ...body, price: body.price.amount };
  };

  const order = (who: Asker, lotId: string, cap: number, given: object = {}) =>
    sale.ask<RobotItem>(who, 'POST /api/robots', {
      body: { strategy: 'STEP', currency: 'GBP', lots: [{ lotId, cap }], ...given },
    });
  async function letBid(who: Asker, lotId: string, cap: number, given: object = {}) {
    const { status, body } = await order(who, lotId, cap, given);
    expect(status).toBe(201);
    return body.robotId;
  }
  const change = (who: Asker, robotId: string, body: object) =>
    sale.ask<RobotItem>(who, `PATCH /api/robots/${robotId}`, { body });
  const robotOf = async (who: Asker, robotId: string) =>
    (await sale.ask<RobotItem>(who, `GET /api/robots/${robotId}`)).body;
  const deedsOf = async (who: Asker, robotId: string) =>
    (await sale.ask<{ deeds: RobotDeedItem[] }>(who, `GET /api/robots/${robotId}/deeds`)).body
      .deeds;
  const told = (deeds: readonly RobotDeedItem[]) =>
    deeds.map(({ kind, reason, amount }) =>
      [kind, reason, amount].filter((word) => word !== null).join(' '),
    );
  const bid = (who: Asker, lotId: string, amount: number) =>
    sale.ask<Decision>(who, `POST /api/lots/${lotId}/bids`, {
      body: { kind: 'FLAT', amount, currency: 'GBP', confirmAmount: amount },
      key: `tab:${(keyCount += 1)}`,
    });
  const standing = async (who: Asker, lotId: string) =>
    (await sale.ask<{ bids: BidItem[] }>(who, 'GET /api/bids')).body.bids.find(
      (one) => one.lotId === lotId,
    );
  const facts = async (lotId: string) => {
    const { price, bidCount } = await lotOf(lotId);
    return [price, bidCount, (await standing(bob, lotId))?.position];
  };

  /** Caps 1000 and 1200, one of them first. */
  async function duel(
    first: 'alice' | 'bob',
    between: (lotId: string) => Promise<void> = async () => undefined,
  ) {
    const lotId = await offer();
    const [one, other] = first === 'alice' ? [alice, bob] : [bob, alice];
    const capOf = (who: Asker) => (who === alice ? 100_000 : 120_000);
    await letBid(one, lotId, capOf(one));
    await eventually(async () => expect((await lotOf(lotId)).price).toBe(50_000), patient);
    await letBid(other, lotId, capOf(other));
    await between(lotId);
    return lotId;
  }

  test('two step robots face each other: who bids second at the ask decides the price', async () => {
    const [one, other] = [await duel('alice'), await duel('bob')];
    await eventually(async () => {
      expect(await facts(one)).toEqual([105_000, 12, 'LEADING']);
      expect(await facts(other)).toEqual([100_000, 11, 'LEADING']);
    }, patient);
  }, 180_000);

  test('kill -9 in the middle: the same end, and no bid twice', async () => {
    const lotId = await duel('alice', async (at) => {
      await eventually(async () => expect((await lotOf(at)).bidCount).toBeGreaterThan(3), {
        ...patient,
        everyMs: 20,
      });
      await robots.kill();
      robots = await sale.startRobots();
    });
    await eventually(async () => expect(await facts(lotId)).toEqual([105_000, 12, 'LEADING']), {
      withinMs: 90_000,
      everyMs: 200,
    });
  }, 240_000);

  test('pause, another cap, resume, stop; and the list of what it did', async () => {
    const lotId = await offer();
    const robotId = await letBid(alice, lotId, 60_000);
    await eventually(async () =>
      expect(await standing(alice, lotId)).toMatchObject({ position: 'LEADING' }),
    );
    await change(alice, robotId, { wish: 'PAUSE' });
    await eventually(async () =>
      expect(await robotOf(alice, robotId)).toMatchObject({ status: 'PAUSED', isTold: true }),
    );
    await bid(bob, lotId, 60_000);
    await change(alice, robotId, { lots: [{ lotId, cap: 65_000 }] });
    await change(alice, robotId, { wish: 'RUN' });
    await eventually(async () =>
      expect(await standing(alice, lotId)).toMatchObject({ position: 'LEADING', ownMax: 65_000 }),
    );
    expect((await change(alice, robotId, { wish: 'STOP' })).status).toBe(200);
    await eventually(async () =>
      expect(told(await deedsOf(alice, robotId))).toEqual([
        'STOPPED BY_OWNER',
        'ACCEPTED LEADING 65000',
        'BID_SENT NOT_LEADING 65000',
        'RESUMED',
        'CHANGED BY_OWNER',
        'OUTBID',
        'PAUSED',
        'ACCEPTED LEADING 50000',
        'BID_SENT NOT_LEADING 50000',
        'ARMED STEP',
      ]),
    );
    expect((await change(alice, robotId, { wish: 'RUN' })).status).toBe(409);
  }, 60_000);

  test('one robot of an organisation on a lot; no stepping on lots of others’ sites; its own only', async () => {
    const lotId = await offer();
    const robotId = await letBid(alice, lotId, 60_000, { strategy: 'SNIPE' });
    expect((await order(alice, lotId, 60_000)).status).toBe(409);
    expect((await order(bob, lotId, 55_000, { strategy: 'SNIPE' })).status).toBe(201);
    expect((await sale.ask(bob, `GET /api/robots/${robotId}`)).status).toBe(404);
    expect((await change(bob, robotId, { wish: 'STOP' })).status).toBe(404);
    await change(alice, robotId, { wish: 'STOP' });
    await letBid(alice, lotId, 60_000, { strategy: 'SNIPE' });
    const elsewhere = aLot({ lotId: 'elsewhere', currency: 'GBP' });
    const client = await sale.bench.owner.connect();
    await upsert(client, lotTable, [elsewhere]);
    client.release();
    expect((await order(alice, 'elsewhere', 60_000)).status).toBe(409);
    expect((await order(alice, 'nosuch', 60_000)).status).toBe(404);
  });

  test('a group: two of three lots within its budget', async () => {
    const ends = (inMs: number) => ({ endsAt: Date.now() + inMs });
    const lotIds = [
      await offer(ends(30_000)),
      await offer(ends(3_600_000)),
      await offer(ends(3_700_000)),
    ];
    const [first = '', second = ''] = lotIds;
    const body = {
      strategy: 'GROUP',
      currency: 'GBP',
      winCount: 2,
      budget: 2_000_000,
      lots: lotIds.map((lotId, index) => ({ lotId, cap: index === 0 ? 900_000 : 1_200_000 })),
    };
    const made = await sale.ask<RobotItem>(alice, 'POST /api/robots', { body });
    expect(made.status).toBe(201);
    await eventually(async () => {
      expect(await standing(alice, first)).toMatchObject({ ownMax: 900_000 });
      expect(await standing(alice, second)).toMatchObject({ ownMax: 1_100_000 });
    }, patient);
    await bid(bob, first, 815_000); // price 8200
    await eventually(async () => {
      expect(await standing(alice, first)).toMatchObject({ position: 'WON', amount: 820_000 });
      expect(await standing(alice, second)).toMatchObject({ ownMax: 1_180_000 });
    }, patient);
    await change(alice, made.body.robotId, { wish: 'STOP' });
  }, 120_000);

  test('the platform halts all robots, and an organisation stops all of its own', async () => {
    const operator = await sale.staff(['OPERATOR']);
    const lotId = await offer();
    const halt = (halted: boolean) =>
      sale.ask(operator, 'PUT /api/admin/robots', { body: { halted } });
    await halt(true);
    const robotId = await letBid(alice, lotId, 60_000);
    await eventually(async () =>
      expect(await robotOf(alice, robotId)).toMatchObject({ status: 'HALTED' }),
    );
    expect((await lotOf(lotId)).price).toBeNull();
    await halt(false);
    await eventually(async () => expect((await lotOf(lotId)).price).toBe(50_000), patient);
    const { body } = await sale.ask<{ stopped: number }>(alice, 'POST /api/robots/stop-all');
    expect(body.stopped).toBeGreaterThan(0);
    await eventually(async () =>
      expect(await robotOf(alice, robotId)).toMatchObject({ status: 'STOPPED' }),
    );
  }, 60_000);

  test('what its organisation and its user may be bound to holds for a robot', async () => {
    const operator = await sale.staff(['OPERATOR']);
    const admin = await sale.person('Carol', ['ADMIN']);
    const carol = await sale.colleague(admin, ['BUYER']);
    const limits = { credit: 52_000, currency: 'GBP', lotsLedMax: null };
    const at = `/api/admin/organisations/${carol.organisationId}/limits`;
    expect((await sale.ask(operator, `PUT ${at}`, { body: limits })).status).toBe(200);
    const lotId = await offer();
    await bid(bob, lotId, 50_000);
    const robotId = await letBid(carol, lotId, 90_000);
    await eventually(
      async () => expect(told(await deedsOf(carol, robotId))[0]).toMatch(/^REFUSED LIMIT/),
      patient,
    );
    const further = [{ currency: 'GBP', amount: 50_000 }];
    const limit = { amount: 9_000_000, currency: 'EUR', further };
    const path = `PUT /api/organisation/users/${carol.userId}/limit`;
    expect((await sale.ask(admin, path, { body: limit })).status).toBeLessThan(300);
    const other = await offer();
    await bid(bob, other, 50_000);
    const second = await letBid(carol, other, 90_000);
    await eventually(
      async () => expect(told(await deedsOf(carol, second))[0]).toBe('HELD_BACK ASK_ABOVE_CAP'),
      patient,
    );
    expect((await lotOf(other)).bidCount).toBe(1);
  }, 120_000);

  test('audit tells who ordered what, what robots did of it, each once, and no amount', async () => {
    const ofPeople = ['ROBOT_MADE', 'ROBOT_CHANGED', 'ROBOTS_STOPPED', 'ROBOTS_SWITCHED'];
    const ofRobots = ['ROBOT_STARTED', 'ROBOT_BID_SENT', 'ROBOT_ENDED'];
    await eventually(async () => {
      const actions = new Set((await sale.auditEvents()).map(({ action }) => action));
      for (const action of [...ofPeople, ...ofRobots]) expect(actions).toContain(action);
    }, patient);
    const started = (await sale.auditEvents()).filter(({ action }) => action === 'ROBOT_STARTED');
    const robots = started.map(({ actorId }) => actorId);
    expect(new Set(robots).size).toBe(robots.length);
    expect(JSON.stringify(await sale.auditEvents())).not.toMatch(/1200000|900000|2000000/);
  });
});

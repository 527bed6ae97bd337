/** The socket of a gateway process on real servers: who gets in, what they see, how it ends. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import { hashOf } from '../accounts/secrets.ts';
import { aLot } from '../testing/a-lot.ts';
import { askTicket, BoardVisitor, firstVisit, refusalOf } from '../testing/board-visitor.ts';
import type { Closed, Upgrade } from '../testing/board-visitor.ts';
import { openRealGateway } from '../testing/real-gateway.ts';
import type { RealGateway } from '../testing/real-gateway.ts';

const perSession = 3;
const perAddress = 5;

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres', 'cassandra'], (backends) => {
  let gateway: RealGateway;
  let cookie: string;

  beforeAll(async () => {
    gateway = await openRealGateway(backends, {
      SOCKETS_PER_SESSION: String(perSession),
      SOCKETS_PER_ADDRESS: String(perAddress),
      SESSION_SWEEP_MS: '200',
    });
    cookie = await firstVisit(gateway.url);
  }, 120_000);
  afterAll(() => gateway.close());

  /** Runs one visit and waits until the gateway has forgotten its socket. */
  async function visit(does: (visitor: BoardVisitor) => Promise<void>): Promise<Closed> {
    const visitor = await BoardVisitor.greet(gateway.url, cookie);
    await eventually(() => expect(visitor.heard('welcome')).toHaveLength(1));
    await does(visitor);
    return visitor.leave();
  }

  describe('before the upgrade', () => {
    test.each<{ name: string; of: () => Upgrade; refused: [number, string] }>([
      {
        name: 'a foreign Origin',
        of: () => ({ origin: 'https://evil.example', cookie }),
        refused: [403, 'FOREIGN_ORIGIN'],
      },
      {
        name: 'the Origin null',
        of: () => ({ origin: 'null', cookie }),
        refused: [403, 'FOREIGN_ORIGIN'],
      },
      { name: 'no Origin', of: () => ({ cookie }), refused: [403, 'FOREIGN_ORIGIN'] },
      { name: 'no session', of: () => ({ origin: gateway.url }), refused: [401, 'NO_SESSION'] },
      {
        name: 'a cookie that is none of ours',
        of: () => ({ origin: gateway.url, cookie: 'sid=guess' }),
        refused: [401, 'NO_SESSION'],
      },
      {
        name: 'another subprotocol',
        of: () => ({ origin: gateway.url, cookie, protocol: 'board.v9.json' }),
        refused: [400, 'BAD_REQUEST'],
      },
    ])('$name is refused with $refused', async ({ of, refused }) => {
      expect(await refusalOf(gateway.url, of())).toEqual(refused);
    });
  });

  describe('the ticket', () => {
    const helloWith = async (ticket: string, session = cookie): Promise<Closed> => {
      const visitor = await BoardVisitor.open(gateway.url, session);
      visitor.say({ t: 'hello', ticket, build: 'spec' });
      return visitor.closed;
    };
    const notGood = { code: 4401, reason: 'ticket not good' };

    test('is refused when it was invented', async () => {
      expect(await helloWith('invented')).toEqual(notGood);
    });
    test('is refused the second time', async () => {
      const ticket = await askTicket(gateway.url, cookie);
      const first = await BoardVisitor.open(gateway.url, cookie);
      first.say({ t: 'hello', ticket, build: 'spec' });
      await eventually(() => expect(first.heard('welcome')).toHaveLength(1));
      expect(await helloWith(ticket)).toEqual(notGood);
      await first.leave();
    });
    test('is refused under another session, and is spent by that', async () => {
      const ticket = await askTicket(gateway.url, cookie);
      expect(await helloWith(ticket, await firstVisit(gateway.url))).toEqual(notGood);
      expect(await helloWith(ticket)).toEqual(notGood);
    });
    test('is missing: a bad message', async () => {
      const visitor = await BoardVisitor.open(gateway.url, cookie);
      visitor.sayText('{"t":"hello","build":"spec"}');
      await eventually(() => expect(visitor.heard('err')).toHaveLength(1));
      expect(visitor.heard('err')[0]).toMatchObject({ re: 'hello', code: 'bad_message' });
      await visitor.leave();
    });
  });

  test('from a ticket to a live board, and back after a cut without a snapshot', async () => {
    const [first, second] = [aLot({ lotId: 'journey1' }), aLot({ lotId: 'journey2' })];
    await gateway.publish({ lots: [first, second] });
    const before = await BoardVisitor.greet(gateway.url, cookie);
    before.say({ t: 'sub', sub: 1, topic: 'board' });
    const rows = (visitor: BoardVisitor) => channelOf(visitor, 1).rows;
    await eventually(() =>
      expect([...rows(before).keys()].sort()).toEqual(['journey1', 'journey2']),
    );
    expect(channelOf(before, 1).mode).toBe('snap');

    const standsAt = channelOf(before, 1).last;
    await gateway.publish({ lots: [{ ...first, version: 2, priceMinor: 1_300_000 }] });
    await eventually(() =>
      expect(rows(before).get('journey1')).toMatchObject({ v: 2, price: 1_300_000 }),
    );
    const delta = before.deltas.find(({ u }) => u?.some((row) => row[0] === 'journey1'));
    expect(delta?.from).toBe(standsAt);
    expect(delta?.to).toBeGreaterThan(standsAt);
    await eventually(() => expect(channelOf(before, 1).cur).toBeDefined());

    before.cut();
    const kept = channelOf(before, 1);
    await gateway.publish({ lots: [{ ...second, version: 2, priceMinor: 1_400_000 }] });
    const after = await BoardVisitor.greet(gateway.url, cookie, [[1, kept]]);
    const resume = { epoch: kept.epoch, cur: kept.cur ?? '' };
    after.say({ t: 'sub', sub: 1, topic: 'board', resume });
    await eventually(() => expect(rows(after).get('journey2')).toMatchObject({ v: 2 }));
    expect(channelOf(after, 1).mode).toBe('resume');
    expect(rows(after).get('journey1')).toMatchObject({ v: 2, price: 1_300_000 });
    expect(after.client).toMatchObject({ gapCount: 0, driftCount: 0, faults: [] });
    await after.leave();
  });

  describe('what is said', () => {
    test('a message that is too large ends the connection with 1009', async () => {
      const visitor = await BoardVisitor.greet(gateway.url, cookie);
      visitor.sayText(JSON.stringify({ t: 'ping', x: 1, filler: 'x'.repeat(16 * 1024) }));
      expect(await visitor.closed).toMatchObject({ code: 1009 });
    });
    test('an unknown type is answered, and the third closes with 4400', async () => {
      const visitor = await BoardVisitor.greet(gateway.url, cookie);
      for (let times = 0; times < 3; times += 1) visitor.sayText('{"t":"bid","amount":1}');
      expect(await visitor.closed).toEqual({ code: 4400, reason: 'bad messages' });
      expect(visitor.heard('err').map(({ re, code }) => `${re} ${code}`)).toEqual([
        'bid bad_message',
        'bid bad_message',
        'bid bad_message',
      ]);
    });
    test('an unknown field is ignored', async () => {
      await visit(async (visitor) => {
        visitor.sayText('{"t":"ping","x":17,"news":true}');
        await eventually(() => expect(visitor.heard('pong')).toMatchObject([{ x: 17 }]));
      });
    });
    test('a wrong filter is an answer, not a bad message', async () => {
      await visit(async (visitor) => {
        visitor.sayText('{"t":"sub","sub":9,"topic":"board","filter":{"colour":["red"]}}');
        await eventually(() =>
          expect(visitor.heard('err')).toMatchObject([{ re: 'sub:9', code: 'bad_filter' }]),
        );
      });
    });
  });

  test('welcome names the limits that count here', async () => {
    await visit(async (visitor) => {
      const limits = { socketsPerUser: perSession, socketsPerAddress: perAddress };
      expect(visitor.heard('welcome')[0]?.limits).toMatchObject(limits);
    });
  });

  test('too many sockets: of a session 4429, of an address 429; a close makes room', async () => {
    const opened: BoardVisitor[] = [];
    const open = async (session: string): Promise<BoardVisitor> => {
      const visitor = await BoardVisitor.open(gateway.url, session);
      opened.push(visitor);
      return visitor;
    };
    const upgrade = { origin: gateway.url, cookie };
    for (let count = 0; count < perSession; count += 1) await open(cookie);
    const oneTooMany = await BoardVisitor.open(gateway.url, cookie);
    expect(await oneTooMany.closed).toMatchObject({ code: 4429, reason: /too many sockets/ });
    expect(oneTooMany.bye).toEqual({ t: 'bye', code: 4429, retryMs: 15_000 });

    const other = await firstVisit(gateway.url);
    for (let count = perSession; count < perAddress; count += 1) await open(other);
    expect(await refusalOf(gateway.url, upgrade)).toEqual([429, 'TOO_MANY_REQUESTS']);

    await opened[0]?.leave();
    await eventually(async () => expect((await refusalOf(gateway.url, upgrade))[0]).toBe(101));
    await Promise.all(opened.map((visitor) => visitor.leave()));
  });

  test('the sockets of a session that has ended close with 4401, others stay', async () => {
    const ending = await firstVisit(gateway.url);
    const gone = await BoardVisitor.greet(gateway.url, ending);
    await visit(async (stays) => {
      await eventually(() => expect(gone.heard('welcome')).toHaveLength(1));
      const [, secret = ''] = ending.split('=');
      const id = hashOf(secret);
      await gateway.postgres.pool.query('DELETE FROM session WHERE id = $1', [id]);
      expect(await gone.closed).toEqual({ code: 4401, reason: 'session ended' });
      stays.say({ t: 'ping', x: 1 });
      await eventually(() => expect(stays.heard('pong')).toHaveLength(1));
    });
  });

  test('SIGTERM: everybody is told when to come back, then the process ends by itself', async () => {
    const visitors: BoardVisitor[] = [];
    for (let count = 0; count < perSession; count += 1) {
      visitors.push(await BoardVisitor.greet(gateway.url, cookie));
    }
    for (const visitor of visitors) {
      await eventually(() => expect(visitor.heard('welcome')).toHaveLength(1));
    }
    const stopped = gateway.stop();
    for (const visitor of visitors) {
      expect(await visitor.closed).toEqual({ code: 1012, reason: 'restart' });
      expect(visitor.bye).toMatchObject({ code: 1012 });
      expect(visitor.bye?.retryMs).toBeGreaterThanOrEqual(200);
      expect(visitor.bye?.retryMs).toBeLessThanOrEqual(2_000);
    }
    expect(new Set(visitors.map(({ bye }) => bye?.retryMs)).size).toBeGreaterThan(1);
    expect(await stopped).toBe(0);
  });
});

function channelOf(visitor: BoardVisitor, sub: number) {
  const channel = visitor.client.channels.get(visitor.client.channelOf.get(sub) ?? -1);
  if (!channel) throw new Error(`no channel for subscription ${sub} yet`);
  return channel;
}

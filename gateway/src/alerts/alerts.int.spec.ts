/** Alerts on a real Postgres: made once although two gateways make them, told to their person only. */
import type { LotOutcome, Notice } from '@auction/avro/records';
import { silentLogger } from '@auction/streams/runtime/logger';
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import { upsert } from '@auction/streams/sinks/postgres-rows';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import type { BoardRow } from '../board-columns.ts';
import { Board } from '../board/board.ts';
import { BoardFeed } from '../board/board-feed.ts';
import { toBoardRow } from '../board/board-row.ts';
import { OwnEvents } from '../events/own-events.ts';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway, Person } from '../testing/account-bench.ts';
import { greetedSocket, listen } from '../testing/a-gateway-socket.ts';
import { aLot } from '../testing/a-lot.ts';
import type { AlertList, AlertSettings } from '../watch-contract.ts';
import { AlertMaker } from './alert-maker.ts';
import { usualSettings } from './alert-store.ts';
import { startAlertWork } from './alert-work.ts';
import { bucketMs, SearchMatcher, singleMax } from './search-matcher.ts';

const minuteMs = 60_000;

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let events: OwnEvents;
  let north: string;
  let south: string;
  let alice: Person;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    const { now } = bench;
    events = new OwnEvents(1, { rowOf: () => undefined, titleOf: () => undefined, now });
    const board = new Board({ epoch: 'e1', sourceCount: 7, now });
    const feed = new BoardFeed({ board, events, random: () => 0.5, clock: () => 0 });
    gateway = await bench.gateway({ feed });
    [north, south] = [await bench.organisation('North'), await bench.organisation('South')];
  });
  beforeEach(async () => {
    alice = await bench.user(north, ['BUYER']);
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  /** As two gateways that hear and see the same at once. */
  const makers = () => [1, 2].map(() => new AlertMaker(bench.postgres, bench.now));
  const matchers = async () => {
    const both = [1, 2].map(() => new SearchMatcher(bench.postgres, bench.now));
    await Promise.all(both.map((one) => one.load()));
    return both;
  };

  const ask = async (
    person: Person,
    method: 'GET' | 'PUT' | 'POST',
    url: string,
    body?: object,
  ) => {
    const payload = body === undefined ? {} : { payload: body };
    return gateway.app.inject({ method, url, headers: person.headers, ...payload });
  };
  const alertsOf = async (person: Person) =>
    (await ask(person, 'GET', '/api/alerts')).json<AlertList>();
  const kindsOf = async (person: Person) =>
    (await alertsOf(person)).alerts.map(({ kind, lot }) => `${kind} ${lot ?? 'digest'}`);
  const choose = (person: Person, settings: Partial<AlertSettings>) =>
    ask(person, 'PUT', '/api/alerts/settings', { ...usualSettings, ...settings });
  const watch = async (person: Person, lotId: string) =>
    expect((await ask(person, 'PUT', `/api/watchlist/${lotId}`)).statusCode).toBe(200);

  const lotVersions = new Map<string, number>();
  async function putLot(lotId: string, given: Parameters<typeof aLot>[0] = {}): Promise<void> {
    const version = (lotVersions.get(lotId) ?? 0) + 1;
    lotVersions.set(lotId, version);
    const client = await bench.owner.connect();
    const lot = aLot({ endsAtPrecision: 'MS', status: 'OPEN', ...given, lotId, version });
    await upsert(client, lotTable, [lot]).finally(() => client.release());
  }
  const aLetter = (toOrg: string, lotId: string, kind: Notice['kind'], number = 1): LotOutcome => ({
    lotId,
    toOrg,
    number,
    commandId: null,
    clientId: '',
    clientSeq: 0,
    isRepeat: false,
    at: bench.nowMs,
    seq: 1,
    currency: 'EUR',
    outcome: null,
    notice: { kind, priceMinor: 1, amountMinor: null },
  });

  test('outbid and won: once for each buyer of the organisation, and one unread a lot', async () => {
    await putLot('bid');
    const seller = await bench.user(north, ['SELLER']);
    const other = await bench.user(south, ['BUYER']);
    const both = makers();
    for (const maker of both) maker.hear(aLetter(north, 'bid', 'OUTBID'));
    await Promise.all(both.map((maker) => maker.make()));
    expect(await kindsOf(alice)).toEqual(['OUTBID bid']);
    expect([...(await kindsOf(seller)), ...(await kindsOf(other))]).toEqual([]);

    for (const maker of both) maker.hear(aLetter(north, 'bid', 'OUTBID', 2));
    await Promise.all(both.map((maker) => maker.make()));
    expect(await kindsOf(alice)).toEqual(['OUTBID bid']);
    const { alerts } = await alertsOf(alice);
    const ids = alerts.map(({ id }) => id);
    const mark = async (read: boolean) =>
      (await ask(alice, 'POST', '/api/alerts/read', { ids, read })).json<{ unread: number }>();
    expect([await mark(true), await mark(false), await mark(true)]).toEqual([
      { unread: 0 },
      { unread: 1 },
      { unread: 0 },
    ]);
    bench.nowMs += 1;
    for (const maker of both) maker.hear(aLetter(north, 'bid', 'OUTBID', 3));
    for (const maker of both) maker.hear(aLetter(north, 'bid', 'WON', 4));
    await Promise.all(both.map((maker) => maker.make()));
    expect((await kindsOf(alice)).sort()).toEqual(['OUTBID bid', 'OUTBID bid', 'WON bid']);
  });

  test("a stranger's alert cannot be marked", async () => {
    await putLot('mine');
    const [maker] = makers();
    maker?.hear(aLetter(north, 'mine', 'WON'));
    await maker?.make();
    const [alert] = (await alertsOf(alice)).alerts;
    const colleague = await bench.user(north, ['BUYER']);
    await ask(colleague, 'POST', '/api/alerts/read', { ids: [alert?.id], read: true });
    expect((await alertsOf(alice)).unread).toBe(1);
  });

  test('letters of before the start are found again, and make nothing twice', async () => {
    await bench.owner.query(
      `INSERT INTO letter (to_org, lot_id, number, at, notice) VALUES ($1, 'early', 1, $2, 'WON')`,
      [north, bench.nowMs - minuteMs],
    );
    for (const maker of makers()) await maker.lookBack();
    expect(await kindsOf(alice)).toEqual(['WON early']);
  });

  test('ending: by the clock, for watched lots, once; again when the end has moved far', async () => {
    const end = bench.nowMs + 20 * minuteMs;
    await putLot('ends', { endsAt: end });
    await watch(alice, 'ends');
    await choose(alice, { endingMs: 5 * minuteMs });
    const both = makers();
    const at = async (nowMs: number) => {
      bench.nowMs = nowMs;
      await Promise.all(both.map((maker) => maker.makeEnding()));
      return (await kindsOf(alice)).length;
    };
    expect(await at(end - 5 * minuteMs - 1)).toBe(0);
    expect(await at(end - 5 * minuteMs)).toBe(1);
    expect(await at(end - minuteMs)).toBe(1);
    await putLot('ends', { endsAt: end + minuteMs });
    expect(await at(end)).toBe(1);
    await putLot('ends', { endsAt: end + 6 * minuteMs });
    expect(await at(end + minuteMs - 1)).toBe(1);
    expect(await at(end + minuteMs)).toBe(2);
    expect(await at(end + 6 * minuteMs)).toBe(2);
  });

  test('what is turned off is not told; a lot that has no hour of its end neither', async () => {
    const endsAt = bench.nowMs + minuteMs;
    await putLot('day', { endsAt, endsAtPrecision: 'DAY' });
    await putLot('soon', { endsAt });
    for (const lotId of ['day', 'soon']) await watch(alice, lotId);
    await choose(alice, { ending: false, outbid: false });
    const [maker] = makers();
    maker?.hear(aLetter(north, 'soon', 'OUTBID'));
    await maker?.make();
    await maker?.makeEnding();
    expect(await kindsOf(alice)).toEqual([]);
    await choose(alice, {});
    await maker?.makeEnding();
    expect(await kindsOf(alice)).toEqual(['ENDING soon']);
  });

  const row = (given: Partial<BoardRow> & Pick<BoardRow, 'id'>): BoardRow => ({
    ...toBoardRow(aLot({ status: 'OPEN' }), 0),
    ...given,
  });

  test('reserve met: told to who follows the lot, when it changes from not met', async () => {
    await putLot('reserve');
    await watch(alice, 'reserve');
    const both = makers();
    for (const maker of both) {
      maker.see(row({ id: 'reserve', reserve: 2 }), row({ id: 'reserve', reserve: 0 }));
      maker.see(row({ id: 'other', reserve: 2 }), row({ id: 'other', reserve: 1 }));
    }
    await Promise.all(both.map((maker) => maker.make()));
    expect(await kindsOf(alice)).toEqual([]);
    for (const maker of both) {
      maker.see(row({ id: 'reserve', reserve: 2 }), row({ id: 'reserve', reserve: 1 }));
    }
    await Promise.all(both.map((maker) => maker.make()));
    expect(await kindsOf(alice)).toEqual(['RESERVE_MET reserve']);
  });

  describe('saved searches', () => {
    const save = async (person: Person, filter: object, name = 'cheap') => {
      const body = { name, address: 'make=FORD', filter, alerts: true };
      return ask(person, 'POST', '/api/searches', body);
    };
    const see = async (both: readonly SearchMatcher[], ...rows: BoardRow[]) => {
      for (const one of both) for (const each of rows) one.see(each, undefined);
      await Promise.all(both.map((one) => one.make()));
    };

    test('a lot that comes in raises one alert; what is in already, and leaves and comes, none', async () => {
      expect(
        (await save(alice, { make: ['FORD'], cur: ['USD'], price: [0, 100] })).statusCode,
      ).toBe(200);
      const both = await matchers();
      const ford = (id: string, price: number) => row({ id, make: 'FORD', cur: 'USD', price });
      for (const one of both) one.see(ford('a', 90), ford('a', 80));
      for (const one of both) one.see(ford('b', 90), ford('b', 200));
      await see(both, ford('c', 500), row({ id: 'd', make: 'OPEL', price: 10 }));
      expect(await kindsOf(alice)).toEqual(['SEARCH b']);
      for (const one of both) one.see(ford('b', 90), ford('b', 200));
      await see(both, ford('e', 1));
      expect((await kindsOf(alice)).sort()).toEqual(['SEARCH b', 'SEARCH e']);
    });

    test('many at once are one alert with their count, which grows', async () => {
      await save(alice, { make: ['SAAB'] });
      const both = await matchers();
      bench.nowMs = Math.ceil(bench.nowMs / bucketMs) * bucketMs;
      const saabs = (from: number, to: number) =>
        Array.from({ length: to - from }, (_, at) => row({ id: `s${from + at}`, make: 'SAAB' }));
      await see(both, ...saabs(0, singleMax));
      expect(await kindsOf(alice)).toHaveLength(singleMax);
      await see(both, ...saabs(singleMax, 40));
      await see(both, ...saabs(40, 45));
      const { alerts } = await alertsOf(alice);
      expect(alerts).toHaveLength(singleMax + 1);
      const digest = alerts.find(({ lot }) => lot === null);
      expect(digest).toMatchObject({ title: 'cheap', data: { count: 40, address: 'make=FORD' } });
    });

    test('names are of one person, filters are those of the board', async () => {
      expect((await save(alice, { make: ['FIAT'] }, 'one')).statusCode).toBe(200);
      expect((await save(alice, { make: ['FIAT'] }, ' one ')).statusCode).toBe(409);
      expect((await save(alice, { colour: ['red'] }, 'two')).statusCode).toBe(400);
      const colleague = await bench.user(north, ['BUYER']);
      expect((await save(colleague, { make: ['FIAT'] }, 'one')).statusCode).toBe(200);
      const list = await ask(alice, 'GET', '/api/searches');
      const { searches } = list.json<{ searches: { id: string; name: string }[] }>();
      expect(searches.map((one) => one.name)).toEqual(['one']);
      const url = `/api/searches/${searches[0]?.id ?? ''}`;
      const change = (person: Person, payload: object) =>
        gateway.app.inject({ method: 'PATCH', url, headers: person.headers, payload });
      expect((await change(colleague, { name: 'theirs' })).statusCode).toBe(404);
      expect((await change(alice, { name: 'renamed' })).json()).toMatchObject({ name: 'renamed' });
      const remove = ({ headers }: Person) =>
        gateway.app.inject({ method: 'DELETE', url, headers });
      expect((await remove(colleague)).statusCode).toBe(404);
      expect((await remove(alice)).statusCode).toBe(204);
    });
  });

  test('an alert made at another gateway reaches the sockets of its person at once', async () => {
    const address = await listen(gateway.app);
    const lots = new Board({ epoch: 'e1', sourceCount: 7, now: bench.now }).lots;
    const { postgres, appUrl: url, now } = bench;
    const sendPush = undefined;
    const stores = { postgres, postgresUrl: url };
    const options = { ...stores, events, lots, sendPush, now, logger: silentLogger };
    const work = startAlertWork(options);
    await work.listening;
    const colleague = await bench.user(north, ['VIEWER']);
    const [mine, theirs] = [
      await greetedSocket(address, gateway.app, alice.cookie),
      await greetedSocket(address, gateway.app, colleague.cookie),
    ];
    await putLot('told');
    const [maker] = makers();
    maker?.hear(aLetter(north, 'told', 'WON'));
    await maker?.make();
    // The maker of this gateway may still find letters of earlier tests.
    await eventually(async () => {
      const told = mine.messages.find((message) => message.t === 'ev' && message.lot === 'told');
      expect(told).toMatchObject({ kind: 'alert', data: { kind: 'WON' } });
    });
    await eventually(async () => expect(await kindsOf(alice)).toContain('WON told'));
    expect(theirs.messages.filter(({ t }) => t === 'ev')).toEqual([]);
    for (const { socket } of [mine, theirs]) socket.terminate();
    await work.stop();
  });
});

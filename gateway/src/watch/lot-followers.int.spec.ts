/** Who bids on a lot, or has a robot on it, hears what happens to it without having it on a watchlist. */
import { keepBidders } from '@auction/streams/sinks/lot-bidders';
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import { upsert } from '@auction/streams/sinks/postgres-rows';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import { AlertMaker } from '../alerts/alert-maker.ts';
import { BoardFeed } from '../board/board-feed.ts';
import { toBoardRow } from '../board/board-row.ts';
import { Board } from '../board/board.ts';
import { FollowedLots } from '../events/followed-lots.ts';
import { OwnEvents } from '../events/own-events.ts';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway, Person } from '../testing/account-bench.ts';
import { greetedSocket, listen } from '../testing/a-gateway-socket.ts';
import { aLot } from '../testing/a-lot.ts';
import type { AlertList } from '../watch-contract.ts';

const minuteMs = 60_000;
const patient = { withinMs: 30_000 };
/** One the organisation bid on, one its robot is on, one a robot that is over is on, one it bid on long ago, one of nobody. */
const lotIds = ['bidOn', 'robotOn', 'robotOver', 'longAgo', 'nobodys'] as const;

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let board: Board;
  let followed: FollowedLots;
  let people: { readonly buyer: Person; readonly seller: Person; readonly stranger: Person };
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    const { now, postgres } = bench;
    const events = new OwnEvents(1, { rowOf: () => undefined, titleOf: () => undefined, now });
    board = new Board({ epoch: 'e1', sourceCount: 7, now });
    followed = new FollowedLots({ postgres, lots: board.lots, events, now });
    events.onReader(followed);
    board.lots.rowListeners.add((row, was) => followed.see(row, was));
    const feed = new BoardFeed({ board, events, random: () => 0.5, clock: () => 0 });
    gateway = await bench.gateway({ feed });
    const [west, south] = [await bench.organisation('West'), await bench.organisation('South')];
    people = {
      buyer: await bench.user(west, ['BUYER']),
      seller: await bench.user(west, ['SELLER']),
      stranger: await bench.user(south, ['BUYER']),
    };
    for (const lotId of lotIds) await put(lotId, 1);
    await bid(west);
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  /** A lot as the sinks' table and every gateway's board have it. */
  async function put(lotId: string, version: number, given: Parameters<typeof aLot>[0] = {}) {
    const open = { status: 'OPEN', endsAt: bench.nowMs + 5 * minuteMs } as const;
    const lot = aLot({ ...open, endsAtPrecision: 'MS', ...given, lotId, version });
    const client = await bench.owner.connect();
    await upsert(client, lotTable, [lot]).finally(() => client.release());
    const place = { source: 0, offset: version, committedAt: bench.nowMs, publishedAt: 0 };
    board.lots.put(lot, { ...place, fresh: true });
  }

  async function bid(orgId: string) {
    const client = await bench.owner.connect();
    await keepBidders(client, [
      { orgId, lotId: 'bidOn', at: bench.nowMs },
      { orgId, lotId: 'longAgo', at: bench.nowMs - 40 * 1_440 * minuteMs },
    ]).finally(() => client.release());
    await bench.owner.query(
      `INSERT INTO robot (id, organisation_id, user_id, strategy, currency, step_count, win_count, wish, created_at)
       VALUES ('running', $1, 'u', 'STEP', 'EUR', 0, 0, 'RUN', 0),
         ('over', $1, 'u', 'GROUP', 'EUR', 0, 1, 'RUN', 0)`,
      [orgId],
    );
    await bench.owner.query(
      `INSERT INTO robot_lot (robot_id, organisation_id, lot_id, cap_minor, priority)
       VALUES ('running', $1, 'robotOn', 1, 0), ('over', $1, 'robotOver', 1, 0)`,
      [orgId],
    );
    await bench.owner.query(
      `INSERT INTO robot_state (robot_id, org_id, revision, status, is_over, is_settled, lots)
       VALUES ('running', $1, 1, 'RUNNING', 0, 0, '[]'), ('over', $1, 1, 'DONE', 1, 1, '[]')`,
      [orgId],
    );
  }

  test('in the list: ending and reserve met, once each, for buyers', async () => {
    const { buyer, seller, stranger } = people;
    const alertsOf = async ({ headers }: Person) => {
      const answer = await gateway.app.inject({ url: '/api/alerts', headers });
      return answer.json<AlertList>().alerts.map(({ kind, lot }) => `${kind} ${lot ?? ''}`);
    };
    // Whoever follows it besides is told once.
    await gateway.app.inject({
      method: 'PUT',
      url: '/api/watchlist/bidOn',
      headers: buyer.headers,
    });
    const makers = [1, 2].map(() => new AlertMaker(bench.postgres, bench.now));
    for (const maker of makers) {
      for (const lotId of lotIds) {
        const row = toBoardRow(aLot({ lotId }), 0);
        maker.see({ ...row, reserve: 2 }, { ...row, reserve: 1 });
      }
    }
    await Promise.all(makers.map((maker) => maker.makeEnding()));
    await Promise.all(makers.map((maker) => maker.make()));
    const kinds = ['ENDING', 'RESERVE_MET'];
    const expected = kinds.flatMap((kind) => [`${kind} bidOn`, `${kind} robotOn`]);
    expect((await alertsOf(buyer)).sort()).toEqual(expected);
    expect([...(await alertsOf(seller)), ...(await alertsOf(stranger))]).toEqual([]);
  });

  test('on the socket: extensions and the end, for those who read bids', async () => {
    const address = await listen(gateway.app);
    const [mine, ...deaf] = await Promise.all(
      Object.values(people).map(({ cookie }) => greetedSocket(address, gateway.app, cookie)),
    );
    const heardOn = (socket: typeof mine) =>
      (socket?.messages ?? []).flatMap((message) =>
        message.t === 'ev' ? [`${message.lot ?? ''} ${message.kind}`] : [],
      );
    await followed.load();
    for (const lotId of lotIds) await put(lotId, 2, { endsAt: bench.nowMs + 6 * minuteMs });
    await followed.load();
    for (const lotId of lotIds) await put(lotId, 3, { status: 'SOLD', endsAt: bench.nowMs });
    const expected = ['bidOn', 'robotOn'].flatMap((lot) => [`${lot} closed`, `${lot} extended`]);
    await eventually(() => expect(heardOn(mine).sort()).toEqual(expected), patient);
    expect(deaf.map(heardOn)).toEqual([[], []]);
    for (const one of [mine, ...deaf]) one?.socket.terminate();
  });
});

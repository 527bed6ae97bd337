/** Letters, robots and lots on a real log, two gateways and sockets of two organisations: who is told what, and after a cut. */
import { allTopics, topics } from '@auction/avro/topics';
import type { LotOutcome, RobotState } from '@auction/avro/records';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Following, Log, Producer } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { localCodecs } from '@auction/streams/runtime/registry';
import type { Codecs } from '@auction/streams/runtime/registry';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import { followLetters, LotLetters } from '../bids/lot-letters.ts';
import { BoardFeed } from '../board/board-feed.ts';
import { Board } from '../board/board.ts';
import type { OwnEventItem } from '../events-contract.ts';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway, Person } from '../testing/account-bench.ts';
import { greetedSocket, listen } from '../testing/a-gateway-socket.ts';
import type { OpenSocket } from '../testing/a-gateway-socket.ts';
import { aLot } from '../testing/a-lot.ts';
import { startEventWork } from './event-work.ts';
import { OwnEvents } from './own-events.ts';
import { eventSourceCount } from './robot-events.ts';

const patient = { withinMs: 30_000 };

interface Running {
  readonly gateway: Gateway;
  readonly address: string;
  readonly following: Following;
  readonly board: Board;
  readonly stopWork: () => Promise<void>;
}

withBackends(import.meta.filename, ['kafka', 'postgres'], (backends) => {
  let bench: AccountBench;
  let log: Log;
  let codecs: Codecs;
  let producer: Producer;
  let here: Running;
  let there: Running;
  let north: string;
  let south: string;

  async function start(): Promise<Running> {
    const board = new Board({ epoch: 'e1', sourceCount: 7, now: bench.now });
    const events = new OwnEvents(eventSourceCount, {
      rowOf: () => undefined,
      titleOf: () => '2019 Golf',
      now: bench.now,
    });
    const feed = new BoardFeed({ board, events, random: () => 0.5, clock: () => 0 });
    const gateway = await bench.gateway({ feed });
    const following = await followLetters({
      log,
      codecs,
      letters: new LotLetters(),
      events,
      onTrouble: () => undefined,
      onUnreadable: () => undefined,
    });
    const { postgres, now } = bench;
    const shared = { log, codecs, postgres, lots: board.lots, events, now };
    const stopWork = await startEventWork({ ...shared, logger: silentLogger });
    return { gateway, address: await listen(gateway.app), following, board, stopWork };
  }

  beforeAll(async () => {
    bench = await openAccountBench(backends.postgresUrl, backends.name);
    const { brokers, name, prefix } = backends;
    const logger = silentLogger;
    log = kafkaLog(connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger }));
    await log.createTopics([topics.lotsOutcomes, topics.robots]);
    codecs = localCodecs(allTopics);
    producer = await log.producer({ lingerMs: 0 });
    [here, there] = [await start(), await start()];
    north = await bench.organisation('North');
    south = await bench.organisation('South');
  }, 60_000);
  afterAll(async () => {
    for (const { gateway, following, stopWork } of [here, there]) {
      await following.stop();
      await stopWork();
      await gateway.close();
    }
    await producer.close();
    await log.close();
    await bench.close();
  });

  const aLetter = (toOrg: string, number: number): LotOutcome => ({
    lotId: `lot${number}`,
    toOrg,
    number: 1,
    commandId: null,
    clientId: '',
    clientSeq: 0,
    isRepeat: false,
    at: number,
    seq: 1,
    currency: 'EUR',
    outcome: null,
    notice: { kind: 'OUTBID', priceMinor: 500_000, amountMinor: null },
  });
  async function send(...letters: readonly LotOutcome[]): Promise<void> {
    const codec = codecs.of(topics.lotsOutcomes);
    const { name: topic } = topics.lotsOutcomes;
    await producer.send(
      letters.map((letter) => ({ topic, key: letter.lotId, value: codec.encode(letter) })),
    );
    await producer.flush();
  }

  /** A socket and the lots its events are about. */
  function heardOn({ messages }: OpenSocket) {
    const events = () => messages.filter((message) => message.t === 'ev');
    return {
      events,
      lots: () =>
        events()
          .map(({ lot = '' }) => lot)
          .sort(),
    };
  }
  const open = (at: Running, { cookie }: Person, ev?: string) =>
    greetedSocket(at.address, here.gateway.app, cookie, ev);

  test('a letter reaches its own organisation on both gateways, and nobody else', async () => {
    const alice = await bench.user(north, ['BUYER']);
    const bob = await bench.user(south, ['ADMIN']);
    const sockets = [await open(here, alice), await open(there, alice), await open(there, bob)];
    const heard = sockets.map(heardOn);
    await send(aLetter(north, 1), aLetter(south, 2));
    await eventually(() => {
      expect(heard.map(({ lots }) => lots())).toEqual([['lot1'], ['lot1'], ['lot2']]);
    });
    const [first, second] = heard.map(({ events }) => events()[0]);
    expect(first).toMatchObject({ id: 'o-lot1-1', kind: 'outbid', data: { title: '2019 Golf' } });
    expect(second?.id).toBe(first?.id);
    for (const { socket } of sockets) socket.terminate();
  });

  test('what was missed comes from the other gateway; a gateway that began later says there is a gap', async () => {
    const alice = await bench.user(north, ['BUYER']);
    const before = await open(here, alice);
    const heard = heardOn(before);
    await send(aLetter(north, 10));
    await eventually(() => expect(heard.lots()).toEqual(['lot10']));
    const { cur = '' } = heard.events()[0] ?? {};
    before.socket.terminate();
    await send(aLetter(north, 11), aLetter(south, 12), aLetter(north, 13));
    const again = await open(there, alice, cur);
    const missed = heardOn(again);
    await eventually(() => expect(missed.lots()).toEqual(['lot11', 'lot13']));
    again.socket.terminate();
    const young = await start();
    const late = await open(young, alice, cur);
    expect(await late.next('ev')).toMatchObject({ kind: 'gap' });
    late.socket.terminate();
    await young.following.stop();
    await young.stopWork();
    await young.gateway.close();
  });

  test('the lasting copy has the same ids, for the own organisation only', async () => {
    await bench.owner.query(
      `INSERT INTO letter (to_org, lot_id, number, at, notice)
       VALUES ($1, 'lot20', 1, 20, 'OUTBID'), ($1, 'lot21', 1, 21, 'OUTBID'), ($2, 'lot22', 1, 22, 'WON')`,
      [north, south],
    );
    const alice = await bench.user(north, ['BUYER']);
    const seller = await bench.user(north, ['SELLER']);
    const ask = async ({ headers }: Person, after: string) => {
      const url = `/api/me/events?after=${after}`;
      const answer = await here.gateway.app.inject({ url, headers });
      return answer.json<{ events: OwnEventItem[] }>().events.map(({ id }) => id);
    };
    expect(await ask(alice, '0')).toEqual(['o-lot20-1', 'o-lot21-1']);
    expect(await ask(alice, '20.lot20.1')).toEqual(['o-lot21-1']);
    expect(await ask(seller, '0')).toEqual([]);
  });

  /** A lot as every gateway's board takes it from the log. */
  function put(lotId: string, version: number, given: Parameters<typeof aLot>[0] = {}): void {
    for (const { board } of [here, there]) {
      const place = { source: 0, offset: version, committedAt: bench.nowMs, publishedAt: 0 };
      board.lots.put(aLot({ lotId, version, ...given }), { ...place, fresh: true });
    }
  }

  test('who watches a lot is told what happens to it, at every gateway, and what was missed', async () => {
    const [alice, bob] = [await bench.user(north, ['VIEWER']), await bench.user(north, ['BUYER'])];
    const endsAt = bench.nowMs + 600_000;
    const ending = { endsAt, endsAtPrecision: 'MS', priceMinor: 900 } as const;
    put('car1', 1, { ...ending, status: 'SCHEDULED' });
    put('car2', 1, { ...ending, endsAt: endsAt + 30_000 });
    await bench.owner.query(
      `INSERT INTO watched_lot VALUES ($1, $2, 'car1', 0), ($1, $2, 'car2', 0)`,
      [alice.id, north],
    );
    put('car1', 2, ending);
    const sockets = [await open(here, alice), await open(there, alice), await open(there, bob)];
    const heard = sockets.map(heardOn);
    const kinds = () => heard.map(({ events }) => events().map(({ kind }) => kind));
    // The clash says that the list is read.
    await eventually(() => expect(kinds()).toEqual([['clash'], ['clash'], []]), patient);
    put('car1', 3, { ...ending, endsAt: endsAt + 20_000 });
    put('car1', 4, { ...ending, endsAt: endsAt + 20_000, priceMinor: 800 });
    put('car1', 5, { ...ending, status: 'SOLD' });
    const all = ['clash', 'extended', 'correction', 'closed'];
    await eventually(() => expect(kinds()).toEqual([all, all, []]), patient);
    const [first, second] = heard.map(({ events }) => events());
    expect(first?.map(({ id }) => id)).toEqual(second?.map(({ id }) => id));
    expect(first?.[0]?.data).toMatchObject({ count: 2, lots: [{ id: 'car1' }, { id: 'car2' }] });
    const back = await open(there, alice, first?.[1]?.cur);
    const missed = heardOn(back);
    await eventually(() => {
      const again = missed.events().map(({ id }) => id);
      expect(again).toEqual(expect.arrayContaining(['l-car1-4-correction', 'l-car1-5-closed']));
    }, patient);
    for (const { socket } of [...sockets, back]) socket.terminate();
  });

  test("a robot's state is told to those of its organisation who read bids, and again after a cut", async () => {
    const alice = await bench.user(north, ['BUYER']);
    const others = [await bench.user(north, ['SELLER']), await bench.user(south, ['ADMIN'])];
    const socket = await open(here, alice);
    const deaf = await Promise.all(others.map((person) => open(there, person)));
    const heard = heardOn(socket);
    const about = {
      lotId: null,
      reason: null,
      amountMinor: null,
      priceMinor: null,
      askMinor: null,
    };
    const deeds = (['ARMED', 'PAUSED'] as const).map((kind, index) => ({
      ...about,
      ...{ kind, number: index + 1, at: bench.nowMs + 1 },
    }));
    const state: RobotState = {
      ...{ robotId: 'robot1', orgId: north, revision: 1, status: 'PAUSED', statusReason: null },
      ...{ lots: [], deedCount: 2, deeds },
    };
    const value = codecs.of(topics.robots).encode(state);
    const cursor = await socket.next('welcome').then(({ ev }) => ev);
    await producer.send([{ topic: topics.robots.name, key: 'robot1', value }]);
    await producer.flush();
    const expected = ['r-robot1-1', 'r-robot1-2'];
    const ids = (on: typeof heard) => on.events().map(({ id }) => id);
    await eventually(() => expect(ids(heard)).toEqual(expected), patient);
    const back = await open(there, alice, cursor);
    const missed = heardOn(back);
    await eventually(() => expect(ids(missed)).toEqual(expected), patient);
    expect(deaf.map((one) => ids(heardOn(one)))).toEqual([[], []]);
    for (const { socket: one } of [socket, back, ...deaf]) one.terminate();
  });

  test('a client that does not ack is let go before events are lost for it', async () => {
    const alice = await bench.user(north, ['BUYER']);
    const deaf = await open(here, alice);
    await send(...Array.from({ length: 300 }, (_, at) => aLetter(north, 100 + at)));
    const heard = heardOn(deaf);
    await eventually(() => expect(heard.lots().length).toBeGreaterThan(255));
    here.gateway.feed.tick((bench.nowMs += 200));
    expect(await deaf.closed).toBe(1013);
  });
});

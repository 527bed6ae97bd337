/** Letters on a real log, two gateways and sockets of two organisations: who is told what, and after a cut. */
import { allTopics, topics } from '@auction/avro/topics';
import type { LotOutcome } from '@auction/avro/records';
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
import { OwnEvents } from './own-events.ts';

interface Running {
  readonly gateway: Gateway;
  readonly address: string;
  readonly following: Following;
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
    const events = new OwnEvents(topics.lotsOutcomes.partitions, {
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
    return { gateway, address: await listen(gateway.app), following };
  }

  beforeAll(async () => {
    bench = await openAccountBench(backends.postgresUrl, backends.name);
    const { brokers, name, prefix } = backends;
    const logger = silentLogger;
    log = kafkaLog(connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger }));
    await log.createTopics([topics.lotsOutcomes]);
    codecs = localCodecs(allTopics);
    producer = await log.producer({ lingerMs: 0 });
    [here, there] = [await start(), await start()];
    north = await bench.organisation('North');
    south = await bench.organisation('South');
  }, 60_000);
  afterAll(async () => {
    for (const { gateway, following } of [here, there]) {
      await following.stop();
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

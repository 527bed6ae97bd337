/**
 * Unmistakable numbers as maximum, reserve, robot's cap and limits go the whole way on real servers,
 * and are then searched for everywhere but where they belong. Source: bidding.md sections 13 and 18.5.
 */
import { inflateRawSync } from 'node:zlib';
import { allTopics, topics } from '@auction/avro/topics';
import { connectKafka, kafkaLog } from '@auction/streams/runtime/kafka-log';
import type { Log } from '@auction/streams/runtime/log';
import { silentLogger } from '@auction/streams/runtime/logger';
import { openCodecs } from '@auction/streams/runtime/registry';
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import WebSocket from 'ws';
import type { BidItem, Decision } from '../bids-contract.ts';
import type { LotDetail } from '../contract.ts';
import { openRealSale } from '../testing/real-sale.ts';
import type { Asker, RealSale } from '../testing/real-sale.ts';
import { routeTable } from '../testing/route-table.ts';
import { secretNumber } from '../testing/secret-number.ts';
import type { SecretNumber } from '../testing/secret-number.ts';

const patient = { withinMs: 60_000, everyMs: 200 };
/** Minor units; what is bid or sold lies on the grid of the increments. */
const amounts = {
  max: 123_455_000,
  reserve: 987_655_000,
  cap: 7_766_555_000,
  credit: 3_344_556_671,
  limit: 2_255_668_897,
  tooMuch: 4_455_665_000,
};
type Secret = keyof typeof amounts;
const names = Object.keys(amounts) as Secret[];
const secrets = Object.fromEntries(
  names.map((name) => [name, secretNumber(name, amounts[name])]),
) as Record<Secret, SecretNumber>;
/** @returns which of the secrets stand in something */
const found = (what: string | Buffer, of: readonly Secret[] = names): Secret[] =>
  of.filter((name) =>
    typeof what === 'string' ? secrets[name].isIn(what) : secrets[name].isInBytes(what),
  );

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres'], (backends) => {
  const lines: string[] = [];
  const sockets: WebSocket[] = [];
  const frames = new Map<string, string[]>();
  let sale: RealSale;
  let log: Log;
  let lotId: string;
  let robotId: string;
  let people: Record<'alice' | 'bob' | 'rita' | 'seller' | 'operator' | 'visitor', Asker>;

  /** Whose business each number is; nobody else may read it anywhere. */
  const owners: Readonly<Record<Secret, readonly (keyof typeof people)[]>> = {
    max: ['alice'],
    reserve: ['seller'],
    cap: ['rita'],
    credit: ['alice', 'operator'],
    limit: ['alice'],
    tooMuch: ['alice'],
  };
  const secretsFor = (who: string) => names.filter((name) => !owners[name].some((o) => o === who));

  beforeAll(async () => {
    sale = await openRealSale(backends, { withLimiter: true, onLine: (line) => lines.push(line) });
    const { brokers, name, prefix } = backends;
    const logger = silentLogger;
    log = kafkaLog(connectKafka({ brokers, clientId: name, topicPrefix: prefix, logger }));
    await sale.startRobots();
    const everything = ['BUYER', 'SELLER', 'ADMIN', 'APPROVER'] as const;
    people = {
      alice: await sale.person('Alice', everything),
      bob: await sale.person('Bob', everything),
      rita: await sale.person('Rita', everything),
      seller: await sale.person('Seller', everything),
      operator: await sale.staff(['OPERATOR', 'AUDITOR']),
      visitor: { organisationId: '', cookie: '' },
    };
    lotId = await offer();
    for (const who of ['bob', 'seller', 'rita', 'visitor', 'alice'] as const) await watch(who);
    await trade();
  }, 180_000);
  afterAll(async () => {
    for (const socket of sockets) socket.terminate();
    await log.close();
    await sale.close();
  }, 60_000);

  async function offer(): Promise<string> {
    const now = Date.now();
    const { reserve } = amounts;
    const usual = { title: '2019 Golf', start: 50_000, currency: 'GBP', startsAt: now, reserve };
    const body = { ...usual, endsAt: now + 3_600_000, policy: { softClose: null } };
    const made = await sale.ask<{ lotId: string }>(people.seller, 'POST /api/sell/lots', { body });
    const { lotId: id } = made.body;
    const published = await sale.ask(people.seller, `POST /api/sell/lots/${id}/publish`);
    expect(JSON.stringify([made, published])).toContain('ACCEPTED');
    await eventually(async () => expect((await lot(id)).status).toBe('OPEN'), patient);
    return id;
  }
  const lot = async (id: string) =>
    (await sale.ask<LotDetail>(people.seller, `GET /api/lots/${id}`)).body;

  /** The board, the lot and its events, as a page of theirs sees them. */
  async function watch(who: keyof typeof people): Promise<void> {
    const kept: string[] = [];
    frames.set(who, kept);
    const headers = { cookie: `sid=${people[who].cookie}`, origin: sale.url };
    const page = await fetch(`${sale.url}/api/me`, { headers });
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? headers.cookie;
    const url = `${sale.url}/api/live/ticket`;
    const answer = await fetch(url, { method: 'POST', headers: { ...headers, cookie } });
    const { ticket } = (await answer.json()) as { readonly ticket: string };
    const { origin } = headers;
    const options = { headers: { cookie }, origin };
    const socket = new WebSocket(`${sale.url.replace('http', 'ws')}/ws`, 'board.v1.json', options);
    sockets.push(socket);
    socket.on('message', (data: Buffer, isBinary) => {
      kept.push((isBinary ? inflateRawSync(data) : data).toString('utf8'));
    });
    await new Promise((resolve) => socket.once('open', resolve));
    const board = { t: 'sub', sub: 1, topic: 'board' };
    for (const message of [
      { t: 'hello', ticket, build: 'test' },
      board,
      { t: 'track', set: [lotId] },
    ])
      socket.send(JSON.stringify(message));
    await eventually(() => expect(kept.join()).toContain('"t":"snap"'), patient);
  }

  let keyCount = 0;
  const bid = (who: Asker, kind: 'FLAT' | 'PROXY', amount: number) =>
    sale.ask<Decision>(who, `POST /api/lots/${lotId}/bids`, {
      body: { kind, amount, currency: 'GBP', confirmAmount: amount },
      key: `canary:${(keyCount += 1)}`,
    });

  /** Alice leads with her maximum; Bob and Rita's robot run up against it; a lot too far is refused. */
  async function trade(): Promise<void> {
    const { alice, bob, rita, operator, seller } = people;
    const { max, cap, credit, limit, tooMuch } = amounts;
    const limits = { credit, currency: 'GBP', lotsLedMax: null };
    const path = `PUT /api/admin/organisations/${alice.organisationId}/limits`;
    expect((await sale.ask(operator, path, { body: limits })).status).toBe(200);
    const buyer = await sale.colleague(alice, ['BUYER']);
    const own = `PUT /api/organisation/users/${buyer.userId}/limit`;
    const body = { amount: limit, currency: 'GBP' };
    expect((await sale.ask(alice, own, { body })).status).toBeLessThan(300);
    await eventually(async () => {
      const { body: decided } = await bid(alice, 'PROXY', tooMuch);
      expect(decided.reason).toMatch(/LIMIT/);
    }, patient);
    await bid(buyer, 'PROXY', max);
    expect((await bid(bob, 'FLAT', 60_000)).body.position).toBe('OUTBID');
    const robot = await sale.ask<{ robotId: string }>(rita, 'POST /api/robots', {
      body: { strategy: 'STEP', currency: 'GBP', lots: [{ lotId, cap }] },
    });
    robotId = robot.body.robotId;
    await eventually(async () => expect((await lot(lotId)).bidCount).toBeGreaterThan(4), patient);
    // Refusals say why, to the one who asked and to the log.
    for (const who of [bob, seller]) await bid(who, 'PROXY', 50_100);
    await bid(bob, 'FLAT', 1);
    await sale.ask(rita, `PATCH /api/robots/${robotId}`, { body: { wish: 'STOP' } });
    await eventually(async () => {
      const { body: stopped } = await sale.ask<{ status: string }>(
        rita,
        `GET /api/robots/${robotId}`,
      );
      expect(stopped.status).toBe('STOPPED');
    }, patient);
  }

  const gets = routeTable.filter(({ route }) => route.startsWith('GET '));
  async function answersTo(who: keyof typeof people): Promise<[string, string][]> {
    const answers: [string, string][] = [];
    for (const { route, path = route.slice(4) } of gets) {
      const id = route.includes('robots') ? robotId : lotId;
      const asked = path.replace('nosuch', id).replace(':id', id).replace(':lotId', id);
      const answer = await fetch(sale.url + asked, {
        headers: { cookie: `sid=${people[who].cookie}`, origin: sale.url },
        signal: AbortSignal.timeout(20_000),
      });
      const headers = JSON.stringify([...answer.headers]);
      answers.push([route, headers + (await answer.text())]);
    }
    return answers;
  }

  test('the search finds them where they belong', async () => {
    const text = async (who: keyof typeof people) => (await answersTo(who)).flat().join('\n');
    expect(found(await text('alice'), ['max', 'credit', 'limit'])).toEqual([
      'max',
      'credit',
      'limit',
    ]);
    expect(found(await text('seller'), ['reserve'])).toEqual(['reserve']);
    expect(found(await text('rita'), ['cap'])).toEqual(['cap']);
    const { body } = await sale.ask<{ bids: BidItem[] }>(people.alice, 'GET /api/bids');
    expect(body.bids[0]).toMatchObject({ ownMax: amounts.max });
    const restricted = [topics.lotsCommands, topics.lotsBook, topics.limits];
    const bytes = Buffer.concat((await Promise.all(restricted.map(bytesOf))).flat());
    // Caps and users' limits are orders in Postgres.
    expect(found(bytes)).toEqual(['max', 'reserve', 'credit', 'tooMuch']);
  }, 120_000);

  test.each(['bob', 'rita', 'seller', 'operator', 'visitor'] as const)(
    'no route answers them to %s',
    async (who) => {
      const leaks = (await answersTo(who)).flatMap(([route, text]) =>
        found(text, secretsFor(who)).map((name) => `${route}: ${name}`),
      );
      expect(leaks).toEqual([]);
    },
    60_000,
  );

  test('no frame of a socket carries them to others', () => {
    for (const [who, kept] of frames) {
      expect(`${who} ${found(kept.join('\n'), secretsFor(who)).join()}`).toBe(`${who} `);
      expect(kept.join('\n')).toContain(lotId);
    }
  });

  async function bytesOf({ name, partitions }: { name: string; partitions: number }) {
    const all: Buffer[] = [];
    for (let partition = 0; partition < partitions; partition += 1) {
      await log.readToEnd(name, partition, undefined, ({ records }) => {
        for (const { key, value, headers } of records) {
          all.push(Buffer.from(`${key} ${JSON.stringify(headers)}`), value ?? Buffer.alloc(0));
        }
      });
    }
    return all;
  }

  test('no public topic, no audit event and no letter of another organisation holds them', async () => {
    const open = allTopics.filter(({ restricted }) => !restricted);
    const written: string[] = [];
    for (const topic of [...open, topics.auditEvents]) {
      if ((await log.ends(topic.name)).every((end) => end === 0)) continue;
      const all = await bytesOf(topic);
      if (all.length > 0) written.push(topic.name);
      expect(`${topic.name}: ${found(Buffer.concat(all)).join()}`).toBe(`${topic.name}: `);
    }
    expect(written).toEqual(expect.arrayContaining(['lots', 'lots.events', 'audit.events']));
    expect(found(JSON.stringify(await sale.auditEvents()))).toEqual([]);
    const codecs = await openCodecs(backends.registryUrl, allTopics, { prefix: backends.prefix });
    const codec = codecs.of(topics.lotsOutcomes);
    const byOrganisation = new Map(
      Object.entries(people).map(([who, p]) => [p.organisationId, who]),
    );
    for (const value of await bytesOf(topics.lotsOutcomes)) {
      const read = value.length > 5 && value[0] === 0 ? codec.decode(value) : undefined;
      if (read?.ok !== true) continue;
      const who = byOrganisation.get(read.value.toOrg) ?? '';
      expect(found(JSON.stringify(read.value), secretsFor(who))).toEqual([]);
    }
  }, 60_000);

  test('no log line and no metric says them', async () => {
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.filter((line) => found(line).length > 0)).toEqual([]);
    const metrics = await sale.metrics();
    expect(metrics.join('\n')).toContain('process_cpu');
    for (const text of metrics) expect(found(text)).toEqual([]);
  });

  test('another tenant reads them from no table', async () => {
    const { postgres, owner } = sale.bench;
    const tables = await owner.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`,
    );
    expect(tables.rows.length).toBeGreaterThan(20);
    for (const who of ['bob', 'rita', 'seller'] as const) {
      const { organisationId } = people[who];
      const leaks: string[] = [];
      let readable = 0;
      for (const { name } of tables.rows) {
        const rows = await postgres
          .transaction({ organisationId }, (tx) =>
            tx.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`),
          )
          .catch(() => undefined); // it may not read this table at all
        if (!rows) continue;
        readable += 1;
        const text = rows.map(({ line }) => line).join('\n');
        leaks.push(...found(text, secretsFor(who)).map((secret) => `${name}: ${secret}`));
      }
      expect(`${who} ${leaks.join()}`).toBe(`${who} `);
      expect(readable).toBeGreaterThan(15);
    }
  });
});

/** Audit and logs as the routes give them, on a real store. */
import { parse } from 'csv-parse/sync';
import type { AuditEvent } from '@auction/avro/records';
import { LogCopy } from '@auction/streams/logging/log-copy';
import { mongoLogStore } from '@auction/streams/logging/mongo-log-store';
import { createLogger } from '@auction/streams/runtime/logger';
import { anAuditChain } from '@auction/streams/testing/an-audit-event';
import { withBackends } from '@auction/streams/testing/backends';
import type { AuditPage, LogHistogram, LogPage } from '../logs-contract.ts';
import { openMongo } from '../mongo.ts';
import type { Mongo } from '../mongo.ts';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';

const beginAt = Date.UTC(2026, 0, 1, 12);
const minuteMs = 60_000;

withBackends(import.meta.filename, ['postgres', 'mongo'], ({ postgresUrl, mongoUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let mongo: Mongo;
  const people = new Map<string, Readonly<Record<string, string>>>();
  const homes = new Map<string, string>();
  const lines: string[] = [];

  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    mongo = openMongo(mongoUrl);
    const write = (line: string) => lines.push(line);
    const logger = createLogger({ service: 'gateway', version: 'test', level: 'debug', write });
    gateway = await bench.gateway({ mongo, logger });
    for (const home of ['north', 'harbour']) {
      homes.set(home, await bench.organisation(home));
      people.set(home, (await bench.user(homes.get(home) ?? '', ['ADMIN'])).headers);
    }
    people.set('auditor', (await bench.user(null, ['AUDITOR'])).headers);
    people.set('operator', (await bench.user(null, ['OPERATOR'])).headers);
    await keepAudit();
    await keepLines();
  });
  afterAll(async () => {
    await gateway.close();
    await mongo.client.db().dropDatabase();
    await mongo.close();
    await bench.close();
  });

  const ask = (who: string, url: string) =>
    gateway.app.inject({ url, headers: people.get(who) ?? {} });
  const json = async <T>(who: string, url: string): Promise<T> => {
    const answer = await ask(who, url);
    expect([url, answer.statusCode]).toEqual([url, 200]);
    return answer.json<T>();
  };

  /** Thirty events, every third of the harbour, one a second; the actor of the 7th is a formula. */
  async function keepAudit(): Promise<void> {
    const events = anAuditChain(30, (n) => ({
      eventId: `event-${String(n).padStart(2, '0')}`,
      at: beginAt + Math.floor(n / 2) * 1_000,
      organisationId: homes.get(n % 3 === 0 ? 'harbour' : 'north') ?? null,
      action: n % 2 === 0 ? 'BID_PLACED' : 'SIGNED_IN',
      ...(n === 7 ? { actorId: '=1+1' } : {}),
    }));
    const documents = events.map(({ eventId: _id, ...rest }) => ({ _id, ...rest }));
    await mongo.client
      .db()
      .collection<(typeof documents)[number]>('audit_event')
      .insertMany(documents);
  }

  /** Three hours of lines of two services, one every ten seconds. */
  async function keepLines(): Promise<void> {
    const services = ['gateway', 'resolve-lots'].map((service) => {
      const store = mongoLogStore(mongoUrl, service);
      return { service, copy: new LogCopy({ store, lingerMs: 0, ringLines: 100_000 }) };
    });
    for (let n = 0; n < 1_080; n += 1) {
      const { service, copy } = services[n % 2]!;
      const at = beginAt + n * 10_000;
      const level = n % 100 === 99 ? 'warn' : 'info';
      const fields = {
        ...{ time: new Date(at).toISOString(), level, service, version: '1', msg: `Line ${n}` },
        ...(n % 10 === 0 ? { requestId: `request-${n / 10}` } : {}),
        ...(n % 10 === 1 ? { requestIds: [`request-${(n - 1) / 10}`], lotIds: ['lot-a'] } : {}),
        ...(n === 500 ? { site: 'copart', detail: 'a "quoted" Thing' } : {}),
      };
      copy.push({ at, level, text: JSON.stringify(fields) });
    }
    for (const { copy } of services) {
      await copy.close(60_000);
      expect(copy.stats.dropped).toBe(0);
    }
  }

  async function allAudit(who: string, query: string): Promise<AuditEvent['eventId'][]> {
    const ids: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page: AuditPage = await json(who, `/api/audit?limit=7${query}${cursor}`);
      ids.push(...page.events.map(({ eventId }) => eventId));
      next = page.next;
    }
    return ids;
  }
  const eventIds = (wanted: (n: number) => boolean) =>
    Array.from({ length: 30 }, (_, at) => 30 - at)
      .filter(wanted)
      .map((n) => `event-${String(n).padStart(2, '0')}`);

  test.each<[string, string, (n: number) => boolean]>([
    ['auditor', '', () => true],
    ['north', '', (n) => n % 3 !== 0],
    ['harbour', '', (n) => n % 3 === 0],
    ['harbour', '&action=SIGNED_IN', (n) => n % 6 === 3],
    ['auditor', `&from=${beginAt + 5_000}&to=${beginAt + 7_000}`, (n) => n >= 10 && n < 14],
    ['auditor', '&target=lot/b', () => false],
  ])('%s reads the audit%s', async (who, query, wanted) => {
    expect(await allAudit(who, query)).toEqual(eventIds(wanted));
  });

  test('nobody reads the audit of another organisation, and not everybody reads any', async () => {
    const foreign = `/api/audit?organisation=${homes.get('harbour') ?? ''}`;
    expect((await ask('north', foreign)).statusCode).toBe(400);
    expect((await ask('operator', '/api/audit')).statusCode).toBe(403);
    const chosen = await allAudit('auditor', `&organisation=${homes.get('harbour') ?? ''}`);
    expect(chosen).toEqual(eventIds((n) => n % 3 === 0));
  });

  test('an export has the rows of the page, no formula, and is told to the audit', async () => {
    const answer = await ask('north', '/api/audit/export?format=csv');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const rows = parse<Record<string, string>>(answer.body, { columns: true });
    expect(rows.map((row) => row['eventId'])).toEqual(eventIds((n) => n % 3 !== 0));
    expect(rows.find((row) => row['eventId'] === 'event-07')?.['actorId']).toBe("'=1+1");
    const text = (await ask('auditor', '/api/audit/export?format=jsonl')).body;
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditEvent);
    expect(events.map(({ eventId }) => eventId)).toEqual(eventIds(() => true));
    const told = (await bench.audited()).map(({ action, organisationId }) => [
      action,
      organisationId,
    ]);
    expect(told).toContainEqual(['AUDIT_EXPORTED', homes.get('north')]);
    expect(told).toContainEqual(['AUDIT_EXPORTED', null]);
  });

  const whole = `from=${beginAt}&to=${beginAt + 3 * 60 * minuteMs}`;
  async function found(query: string, limit = 500): Promise<number[]> {
    const numbers: number[] = [];
    for (let next: string | null = ''; next !== null;) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page: LogPage = await json('operator', `/api/logs?limit=${limit}&${query}${cursor}`);
      numbers.push(...page.lines.map(({ message }) => Number(message.slice(5))));
      next = page.next;
    }
    return numbers;
  }
  const numbers = (wanted: (n: number) => boolean) =>
    Array.from({ length: 1_080 }, (_, at) => 1_079 - at).filter(wanted);

  test.each<[string, (n: number) => boolean]>([
    [whole, () => true],
    [`from=${beginAt + 25_000}&to=${beginAt + 70_000}`, (n) => n >= 3 && n < 7],
    [`${whole}&service=resolve-lots`, (n) => n % 2 === 1],
    [`${whole}&level=warn`, (n) => n % 100 === 99],
    [`${whole}&request=request-40`, (n) => n === 400 || n === 401],
    [`${whole}&lot=lot-a`, (n) => n % 10 === 1],
    [`${whole}&site=copart`, (n) => n === 500],
    [`${whole}&text=${encodeURIComponent('"QUOTED" thing')}`, (n) => n === 500],
    [`${whole}&text=${encodeURIComponent('.*')}`, () => false],
    [`from=0&to=60000`, () => false],
  ])('lines found by %s', async (query, wanted) => {
    expect(await found(query)).toEqual(numbers(wanted));
  });

  test('pages of any size give every line once', async () => {
    for (const limit of [1, 6, 7]) {
      const half = `from=${beginAt}&to=${beginAt + 10 * minuteMs}`;
      expect(await found(half, limit)).toEqual(numbers((n) => n < 60));
    }
  });

  test.each([
    '/api/logs',
    '/api/logs?from=5&to=5',
    `/api/logs?from=0&to=${32 * 86_400_000}`,
    `/api/logs?${whole}&cursor=nonsense`,
    `/api/logs?${whole}&level=loud`,
    '/api/logs/histogram?from=1',
  ])('%s is refused', async (url) => {
    expect((await ask('operator', url)).statusCode).toBe(400);
  });

  test('the histogram counts every line', async () => {
    const all: LogHistogram = await json('operator', `/api/logs/histogram?${whole}`);
    expect(all.stepMs).toBe(2 * minuteMs);
    expect(all.bars.map(({ info, warn }) => info + warn)).toEqual(all.bars.map(() => 12));
    expect(all.services).toEqual([
      { service: 'gateway', lines: 540 },
      { service: 'resolve-lots', lines: 540 },
    ]);
    const one: LogHistogram = await json(
      'operator',
      `/api/logs/histogram?${whole}&service=gateway`,
    );
    expect(one.bars.reduce((sum, { info, warn }) => sum + info + warn, 0)).toBe(540);
  });

  test("the browser's ids stand in the answer and in the line; a forged one does not", async () => {
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
    const headers = { 'x-request-id': 'browser-0001', traceparent };
    const answer = await gateway.app.inject({ url: '/api/sites', headers });
    expect(answer.headers['x-request-id']).toBe('browser-0001');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ requestId: 'browser-0001', traceId: 'c'.repeat(32), status: 200 }),
    );
    const forged = { 'x-request-id': 'a"b\\n{}' };
    const other = await gateway.app.inject({ url: '/api/sites', headers: forged });
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

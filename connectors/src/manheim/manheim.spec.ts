/** The Manheim connector on its simulator: the shared contract, and events that are pushed. */
import { createLogger } from '@auction/streams/runtime/logger';
import { EventIntake } from '../event-intake.ts';
import type { FeedSurroundings } from '../site-definition.ts';
import { startApiSimulator } from '../simulator/api-simulator.ts';
import type { ApiSimulator } from '../simulator/api-simulator.ts';
import { tokenMark } from '../simulator/application-tokens.ts';
import { connectorContract } from '../testing/connector-contract.ts';
import { aClock, startWorker } from '../testing/feed-harness.ts';
import type { Clock } from '../testing/feed-harness.ts';
import { importThrough } from '../testing/import-through.ts';
import { aSiteMarket } from '../testing/site-market.ts';
import { manheimFeed } from './feed.ts';
import { contactMark } from './simulator/listing-record.ts';
import { manheimSimulator } from './simulator/site.ts';
import type { ManheimSite } from './simulator/site.ts';
import { noRateLimit, testLimits } from '../testing/feed-harness.ts';

const clientId = 'invented-client-id';
const clientSecret = 'invented-client-secret-0123456789';
const hookSecret = 'invented-hook-secret-0123456789abcdef';
const callbackUrl = 'http://127.0.0.1:9/hooks/manheim';

const start = ({ now }: Clock, onSite?: (site: ManheimSite) => void): Promise<ApiSimulator> =>
  startApiSimulator({
    ...{ host: '127.0.0.1', port: 0, seed: 11, market: aSiteMarket(5, 120), now },
    site: (market, siteUrl) => {
      const site = manheimSimulator({ clientId, clientSecret, seed: 11 })(market, siteUrl);
      onSite?.(site);
      return site;
    },
  });
const feed = ({ siteUrl: baseUrl }: { siteUrl: string }, { limits, rate, now }: FeedSurroundings) =>
  manheimFeed({ baseUrl, clientId, clientSecret, limits, rate, now }, { callbackUrl, hookSecret });

connectorContract('manheim', {
  start,
  feed,
  ids: (site, at) => (site.truth(at) as { id: string }[]).map(({ id }) => id),
  secrets: [clientSecret, tokenMark, hookSecret],
  rowsMin: 50,
  cycleMs: 900_000,
});

/** Events on the way from the made-up site to the raw topic. */
async function pushing() {
  const clock = aClock();
  let site: ManheimSite | undefined;
  const simulator = await start(clock, (made) => (site = made));
  if (!site) throw new Error('the simulator made no site');
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const logger = createLogger({ service: 'spec', version: '0', level: 'debug', write });
  const surroundings = { limits: testLimits, rate: noRateLimit, now: clock.now, random: () => 0 };
  const source = feed(simulator, surroundings).events;
  if (!source) throw new Error('the feed has no events');
  const harness = await startWorker({
    feed: (with_) => feed(simulator, with_),
    clock,
    rowsMin: 50,
    logger,
  });
  const intakeOf = (worker: typeof harness.worker): EventIntake => {
    const signal = new AbortController().signal;
    return new EventIntake({ source, worker, logger, now: clock.now, signal });
  };
  const published = async (): Promise<string[]> =>
    (await harness.raw()).flatMap(({ value }) =>
      value.kind === 'LISTING' ? [value.siteListingId ?? ''] : [],
    );
  const { events } = site;
  /** Lets the market go on until something has happened. */
  const next = (): ReturnType<typeof events.since> => {
    const from = clock.now();
    events.advance(from);
    for (let step = 0; step < 200 && events.since(from).length < 5; step++) {
      clock.advance(60_000);
      events.advance(clock.now());
    }
    return events.since(from);
  };
  return { ...harness, clock, simulator, events, source, intakeOf, published, next, lines };
}

const bodyOf = (event: object): Buffer => Buffer.from(JSON.stringify(event));
const idIn = (resource: string): string => {
  const [source = '', id = ''] = resource.split('/').slice(-2);
  return `${source}:${id}`;
};

describe('events', () => {
  let one: Awaited<ReturnType<typeof pushing>>;
  beforeEach(async () => {
    one = await pushing();
  });
  afterEach(() => one.simulator.close());

  test('what an event is about is fetched back and durable before it is answered', async () => {
    const [event] = one.next();
    if (!event) throw new Error('nothing happened');
    expect(await one.intakeOf(one.worker).take(bodyOf(event))).toBe('TAKEN');
    expect(await one.published()).toEqual([idIn(event.resource)]);
    const completed = (await one.raw()).flatMap(({ value }) => value.completed ?? []);
    expect(
      completed.every(({ complete, reason }) => !complete && reason?.startsWith('EVENTS: ')),
    ).toBe(true);
    const payloads = (await one.raw()).map(({ value }) => value.listing?.payload.toString() ?? '');
    expect(payloads.join('')).not.toContain(contactMark);
  });

  test('an event that comes twice, or again after a restart, is published once', async () => {
    const [event] = one.next();
    if (!event) throw new Error('nothing happened');
    const intake = one.intakeOf(one.worker);
    const outcomes = await Promise.all([event, event].map((each) => intake.take(bodyOf(each))));
    expect(outcomes).toEqual(['TAKEN', 'TAKEN']);
    expect(await intake.take(bodyOf(event))).toBe('TAKEN');
    const again = one.intakeOf(await one.restarted());
    expect(await again.take(bodyOf(event))).toBe('TAKEN');
    expect(await one.published()).toHaveLength(1);
  });

  test('events in any order end with what the site shows now', async () => {
    const events = one.next().reverse();
    const intake = one.intakeOf(one.worker);
    for (const event of events) expect(await intake.take(bodyOf(event))).toBe('TAKEN');
    const truth = new Map(
      (one.simulator.truth(one.clock.now()) as { id: string; priceMinor: number | null }[]).map(
        ({ id, priceMinor }) => [id, priceMinor],
      ),
    );
    const last = new Map<string, unknown>();
    for (const { value } of await one.raw()) {
      const payload = value.listing?.payload.toString();
      if (payload === undefined) continue;
      last.set(value.siteListingId ?? '', (JSON.parse(payload) as { bidPrice: unknown }).bidPrice);
    }
    expect(last.size).toBeGreaterThan(0);
    for (const [id, price] of last) {
      expect([id, price === null ? null : Math.round(Number(price) * 100)]).toEqual([
        id,
        truth.get(id),
      ]);
    }
  });

  test('what was never pushed comes by replay, also what a crash has lost, and only once', async () => {
    const intake = one.intakeOf(one.worker);
    await intake.replay(); // from here on
    const [pushed, ...lost] = one.next();
    if (!pushed) throw new Error('nothing happened');
    await intake.take(bodyOf(pushed));
    const again = one.intakeOf(await one.restarted());
    expect(await again.replay()).toBe(lost.length);
    const found = new Set(await one.published());
    const there = new Set(
      (one.simulator.truth(one.clock.now()) as { id: string }[]).map(({ id }) => id),
    );
    for (const { resource } of [pushed, ...lost]) {
      if (there.has(idIn(resource))) expect(found).toContain(idIn(resource));
    }
    expect(await again.replay()).toBe(0);
  });

  const forgeries: [string, (event: { resource: string; body: object }) => object][] = [
    ['a resource that is not there', ({ resource }) => ({ resource: `${resource}-nowhere` })],
    ['another VIN', ({ body }) => ({ body: { ...body, vin: '1FORGED0000000000' } })],
    ['another host', () => ({ resource: 'http://127.0.0.1:1/listings/OVE/OVE.1' })],
    ['an inner address', () => ({ resource: 'http://169.254.169.254/latest/meta-data' })],
    ['a file', () => ({ resource: 'file:///etc/passwd' })],
    [
      'a name in the address',
      ({ resource }) => ({ resource: resource.replace('//', '//me:you@') }),
    ],
  ];
  test.each(forgeries)(
    'a forged event with %s leaves a log line and nothing else',
    async (_, change) => {
      const [event] = one.next();
      if (!event) throw new Error('nothing happened');
      const forged = { ...event, id: 'forged', ...change(event) };
      expect(await one.intakeOf(one.worker).take(bodyOf(forged))).toBe('TAKEN');
      expect(await one.raw()).toEqual([]);
      expect(one.lines.filter((line) => line.includes('does not confirm'))).toHaveLength(1);
    },
  );

  test('a site that does not answer: the event must come again, and then it is taken', async () => {
    const [event] = one.next();
    if (!event) throw new Error('nothing happened');
    const intake = one.intakeOf(one.worker);
    one.simulator.faults.replace([{ name: 'down', count: null }], one.simulator.requests.next);
    expect(await intake.take(bodyOf(event))).toBe('SITE_AWAY');
    expect(await one.raw()).toEqual([]);
    one.simulator.faults.replace([], 1);
    expect(await intake.take(bodyOf(event))).toBe('TAKEN');
    expect(await one.published()).toHaveLength(1);
  });

  test('a burst goes as a few snapshots', async () => {
    const events = one.next();
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...events[index % events.length],
      id: `burst-${index}`,
    }));
    const intake = one.intakeOf(one.worker);
    const outcomes = await Promise.all(many.map((event) => intake.take(bodyOf(event))));
    expect(new Set(outcomes)).toEqual(new Set(['TAKEN']));
    const starts = (await one.raw()).filter(({ value }) => value.kind === 'SNAPSHOT_STARTED');
    expect(new Set(starts.map(({ value }) => value.sequence)).size).toBeLessThanOrEqual(5);
  });

  test.each([
    ['no JSON', 'hello'],
    ['another object', '{"a":1}'],
    ['no time', '{"eventType":"UNIT.X","resource":"http://x/","created":"yesterday"}'],
  ])('%s is no event', async (_, body) => {
    expect(await one.intakeOf(one.worker).take(Buffer.from(body))).toBe('NO_EVENT');
  });

  test('a paused site takes no events', async () => {
    const [event] = one.next();
    await one.worker.wish('pause');
    expect(await one.intakeOf(one.worker).take(bodyOf(event ?? {}))).toBe('PAUSED');
  });

  test('only the secret of the address opens it', () => {
    const { source } = one;
    expect(
      [hookSecret, `${hookSecret}x`, hookSecret.slice(1), ''].map((s) => source.isGenuine(s)),
    ).toEqual([true, false, false, false]);
  });
});

test('a saved answer of the search is imported: both channels of a unit are one vehicle', async () => {
  const clock = aClock();
  const simulator = await start(clock);
  const token = await fetch(`${simulator.siteUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: text } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${simulator.siteUrl}/searches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${text}` },
    body: JSON.stringify({ start: 0, limit: 1_000 }),
  });
  const saved = await answer.text();
  await simulator.close();
  const surroundings = { limits: testLimits, rate: noRateLimit, now: clock.now, random: () => 0 };
  const imported = await importThrough(feed({ siteUrl: 'http://127.0.0.1:9' }, surroundings), {
    text: saved,
  });
  expect(imported).toMatchObject({ rejects: [], refusal: null, warnings: [] });
  expect(imported.listings.length).toBe(imported.rows);
  const byVehicle = Map.groupBy(imported.listings, ({ vehicleId }) => vehicleId);
  const both = [...byVehicle.values()].filter((listings) => listings.length > 1);
  expect(both.length).toBeGreaterThan(0);
  const sources = both[0]?.map(({ siteListingId }) => siteListingId.split(':')[0]).sort();
  expect(sources).toEqual(['OVE', 'Simulcast']);
});

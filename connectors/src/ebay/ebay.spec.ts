/** The eBay connector on its simulator: the shared contract, and what is eBay's own. */
import { readFileSync } from 'node:fs';
import { lotCommand } from '@auction/avro/lot-command';
import { topics } from '@auction/avro/topics';
import { sampleData } from '@auction/streams/testing/sample-data';
import fc from 'fast-check';
import { DailyBudget } from '../http/rate-limit.ts';
import type { FeedSurroundings } from '../site-definition.ts';
import { startApiSimulator } from '../simulator/api-simulator.ts';
import type { ApiSimulator } from '../simulator/api-simulator.ts';
import { connectorContract } from '../testing/connector-contract.ts';
import { aClock, noRateLimit, startWorker, testLimits } from '../testing/feed-harness.ts';
import type { Clock } from '../testing/feed-harness.ts';
import { FileImports } from '../testing/file-imports.ts';
import { importThrough } from '../testing/import-through.ts';
import { aSiteMarket } from '../testing/site-market.ts';
import type { EbayAccess } from './client.ts';
import { ebayFeed } from './feed.ts';
import { allPrices, halves } from './search.ts';
import { itemOf, sellerMark, summaryOf } from './simulator/item-record.ts';
import { ebaySimulator } from './simulator/site.ts';
import { tokenMark } from '../simulator/application-tokens.ts';

const clientId = 'invented-client-id';
const clientSecret = 'invented-client-secret-0123456789';
const market = aSiteMarket(3, 160);

const start = ({ now }: Clock, options = {}): Promise<ApiSimulator> =>
  startApiSimulator({
    ...{ host: '127.0.0.1', port: 0, seed: 11, market, now },
    site: ebaySimulator({ clientId, clientSecret, ...options }),
  });
type Given = Partial<EbayAccess> & { readonly callsPerDay?: number };
const feed = (
  { siteUrl: baseUrl }: { siteUrl: string },
  { limits, rate, now }: FeedSurroundings,
  { callsPerDay = 5_000, ...given }: Given = {},
) =>
  ebayFeed({
    ...{ baseUrl, clientId, clientSecret, limits, rate, now },
    ...{ marketplaceId: 'EBAY_US', currency: 'USD', categoryIds: ['6001'] },
    ...{ queryItemsMax: 10_000, detailsPerPoll: 3 },
    budget: new DailyBudget(callsPerDay, now),
    ...given,
  });
interface Truth {
  readonly id: string;
  readonly priceMinor: number | null;
  readonly currency: string;
}
const truthOf = (site: ApiSimulator, at: number): Truth[] => site.truth(at) as Truth[];

connectorContract('ebay', {
  start,
  feed,
  ids: (site, at) => truthOf(site, at).map(({ id }) => id),
  secrets: [clientSecret, tokenMark, Buffer.from(`${clientId}:${clientSecret}`).toString('base64')],
  rowsMin: 50,
  cycleMs: 900_000,
});

describe('eBay', () => {
  const sites: ApiSimulator[] = [];
  afterEach(() => Promise.all(sites.splice(0).map((site) => site.close())));
  const begin = async (given: Given = {}, options = {}) => {
    const clock = aClock();
    const site = await start(clock, options);
    sites.push(site);
    const made = (with_: FeedSurroundings) => feed(site, with_, given);
    const harness = await startWorker({ feed: made, clock, rowsMin: 50 });
    const poll = () => harness.worker.poll(new AbortController().signal);
    const paths = () => site.requests.entries.map(({ path }) => path);
    return { clock, site, harness, poll, paths };
  };
  const idsIn = (raw: Awaited<ReturnType<Awaited<ReturnType<typeof startWorker>>['raw']>>) => [
    ...new Set(raw.flatMap(({ value }) => value.siteListingId ?? [])),
  ];

  test('more items than a query shows are asked for in shards, and all of them come', async () => {
    const { clock, site, harness, poll, paths } = await begin(
      { queryItemsMax: 40 },
      { queryItemsMax: 40 },
    );
    await poll();
    expect(harness.worker.health.reason).toBeNull();
    const expected = truthOf(site, clock.now()).map(({ id }) => id);
    expect(idsIn(await harness.raw()).sort()).toEqual(expected.sort());
    const searches = paths().filter((path) => path.includes('item_summary/search'));
    expect(searches.length).toBeGreaterThan(5);
  });

  const spends: [string, Given, object][] = [
    ['by our own count, over a restart too', { detailsPerPoll: 0, callsPerDay: 4 }, {}],
    ['by the count of the site', { detailsPerPoll: 0 }, { callsPerDay: 4 }],
  ];
  test.each(spends)('the budget of the day is spent: %s', async (_, given, options) => {
    const { clock, site, harness, poll } = await begin(given, options);
    for (let count = 0; count < 5; count++) {
      await poll();
      clock.advance(60_000);
    }
    expect(harness.worker.health.reason).toMatch(/^BUDGET_SPENT: /);
    const asked = site.requests.next;
    const worker = given.callsPerDay === undefined ? harness.worker : await harness.restarted();
    await worker.poll(new AbortController().signal);
    expect(worker.health.reason).toMatch(/^BUDGET_SPENT: /);
    expect(site.requests.next).toBe(asked);
    const untilTomorrow = 86_400_000 - (clock.now() % 86_400_000);
    expect((worker.health.nextRunAt ?? 0) - clock.now()).toBeGreaterThanOrEqual(untilTomorrow);
    clock.advance(untilTomorrow);
    await worker.poll(new AbortController().signal);
    // Half a day later many have gone, which is held; but there is an answer again.
    expect(worker.health.reason ?? '').not.toMatch(/BUDGET_SPENT/);
  });

  test('a token that is refused is asked for anew, once', async () => {
    const { site, harness, poll, paths } = await begin();
    await poll();
    site.faults.replace([{ name: 'token-expired' }], site.requests.next);
    await poll();
    expect(harness.worker.health.reason).toBeNull();
    expect(paths().filter((path) => path.includes('oauth2')).length).toBe(2);
  });

  test('a filter that was ignored with a 200 is refused: fixed prices came', async () => {
    const { site, harness, poll } = await begin();
    site.faults.replace([{ name: 'filter-ignored', count: null }], site.requests.next);
    await poll();
    expect(harness.worker.health.reason).toMatch(
      /^FILTER_IGNORED: items came that are no auctions/,
    );
    expect(await harness.raw()).toEqual([]);
  });

  test('details are asked for once, and no seller is named anywhere', async () => {
    const { harness, poll, paths } = await begin({ detailsPerPoll: 30 });
    const items = () => paths().filter((path) => path.includes('/item/')).length;
    await poll();
    expect(items()).toBe(30);
    const payloads = (await harness.raw()).map(({ value }) => value.listing?.payload.toString());
    expect(payloads.join('')).not.toContain(sellerMark);
    expect(payloads.filter((text) => text?.includes('localizedAspects')).length).toBe(30);
  });
});

test('halves of a range hold every price once', () => {
  const bound = fc.integer({ min: 0, max: allPrices.to });
  fc.assert(
    fc.property(bound, bound, (one, other) => {
      const range = { from: Math.min(one, other), to: Math.max(one, other) };
      const cut = halves(range);
      if (cut === undefined) return range.from === range.to;
      const [cheap, dear] = cut;
      const isWhole = cheap.from === range.from && dear.to === range.to;
      return (
        isWhole && cheap.to + 1 === dear.from && cheap.from <= cheap.to && dear.from <= dear.to
      );
    }),
  );
});

const readOnly = feed(
  { siteUrl: 'http://127.0.0.1:9' },
  { limits: testLimits, rate: noRateLimit, now: Date.now, random: () => 0 },
);
const at = aClock().now();
const lots = [...market.lotsAt(at)];

test('a stored answer is imported: auctions become listings with the price that was asked', async () => {
  const itemSummaries = lots.map((lot) => summaryOf(lot, 'https://site.example'));
  const text = JSON.stringify({ total: lots.length, itemSummaries });
  const imported = await importThrough(readOnly, { text });
  expect(imported).toMatchObject({ rows: lots.length, rejects: [], refusal: null });
  expect(new Set(imported.listings.map(({ currency }) => currency))).toEqual(
    new Set(['USD', 'EUR']),
  );
});

interface Bids {
  readonly bidMinor: number;
  readonly bidCount: number;
}

/** Stored answers with one item, taken one after the other. */
async function onlyItem(lot: (typeof lots)[number]) {
  const imports = await FileImports.open(readOnly);
  const take = async (bids: Bids): Promise<void> => {
    const item = summaryOf({ ...lot, ...bids }, 'https://site.example');
    const text = JSON.stringify({ total: 1, itemSummaries: [item] });
    expect(await imports.take({ text })).toMatchObject({ ok: true, summary: { rejected: [] } });
  };
  return { take, driver: imports.driver };
}

const fallen = { bidMinor: 40_000, bidCount: 9 };
test.each<[what: string, then: Bids[], prices: number[], versions: number]>([
  [
    'a bid that was retracted: price and count fall, at once',
    [{ bidMinor: 40_000, bidCount: 8 }],
    [50_000, 40_000],
    2,
  ],
  ['a lower price with as many bids waits', [fallen], [50_000], 2],
  [
    'a lower price with as many bids, seen again, and again',
    [fallen, fallen, fallen],
    [50_000, 40_000],
    3,
  ],
  [
    'a lower price with as many bids, taken back',
    [fallen, { bidMinor: 50_000, bidCount: 9 }],
    [50_000],
    3,
  ],
])('%s', async (_, then, prices, versions) => {
  const [lot] = lots;
  if (!lot) throw new Error('the market is empty');
  const { take, driver } = await onlyItem(lot);
  for (const bids of [{ bidMinor: 50_000, bidCount: 9 }, ...then]) await take(bids);
  const seen = driver.values(topics.lots).map(({ priceMinor }) => priceMinor);
  expect([...new Set(seen)]).toEqual(prices);
  expect(driver.values(topics.listings)).toHaveLength(versions);
});

test('a fall of a lot that was archived meanwhile is nothing to confirm', async () => {
  const [lot] = lots;
  if (!lot) throw new Error('the market is empty');
  const { take, driver } = await onlyItem(lot);
  await take({ bidMinor: 50_000, bidCount: 9 });
  await take(fallen);
  const [lotId = '', row] = [...driver.last(topics.lots)][0] ?? [];
  driver.advanceTo((row?.endsAt ?? 0) + 25 * 3_600_000);
  const version = driver.last(topics.lots).get(lotId)?.version ?? 0;
  const purgeLot = { month: '2026-09', version, checksum: 'ab' };
  const command = { lotId, commandId: `purge/${lotId}`, kind: 'PURGE_LOT', purgeLot } as const;
  driver.append(topics.lotsCommands, lotId, lotCommand(command));
  driver.run();
  expect(driver.last(topics.listings).size).toBe(0);
  await take(fallen);
  await take(fallen);
  expect(driver.values(topics.listings)).toHaveLength(2);
});

const spec = sampleData('ebay/buy_browse_v1_oas3.json');
interface Schemas {
  readonly components: {
    readonly schemas: Record<string, { properties: Record<string, unknown> }>;
  };
}
(spec ? test : test.skip)(
  "the simulator's answers have no key the official description lacks",
  () => {
    const { schemas } = (JSON.parse(readFileSync(spec ?? '', 'utf8')) as Schemas).components;
    const keysOf = (name: string) => Object.keys(schemas[name]?.properties ?? {});
    const undocumented = (record: object, name: string) =>
      Object.keys(record).filter((key) => !keysOf(name).includes(key));
    for (const lot of lots.slice(0, 40)) {
      expect(undocumented(summaryOf(lot, ''), 'ItemSummary')).toEqual([]);
      expect(undocumented(itemOf(lot, '', 'EBAY_US'), 'Item')).toEqual([]);
    }
  },
);

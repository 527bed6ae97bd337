/** The GovDeals connector on its simulator: the shared contract, and what is GovDeals' own. */
import { sampleData } from '@auction/streams/testing/sample-data';
import type { FeedSurroundings } from '../site-definition.ts';
import { startApiSimulator } from '../simulator/api-simulator.ts';
import type { ApiSimulator } from '../simulator/api-simulator.ts';
import { connectorContract } from '../testing/connector-contract.ts';
import { aClock, noRateLimit, startWorker, testLimits } from '../testing/feed-harness.ts';
import type { Clock } from '../testing/feed-harness.ts';
import { importThrough } from '../testing/import-through.ts';
import { aSiteMarket } from '../testing/site-market.ts';
import { govdealsFeed } from './feed.ts';
import { govdealsSimulator } from './simulator/site.ts';

const apiKey = 'invented-maestro-key-0123456789';
const subscriptionKey = 'invented-subscription-0123456789';

const start = ({ now }: Clock): Promise<ApiSimulator> =>
  startApiSimulator({
    host: '127.0.0.1',
    port: 0,
    seed: 11,
    market: aSiteMarket(2, 130),
    now,
    site: govdealsSimulator({ apiKey, subscriptionKey }),
  });
const feed = (
  { siteUrl: baseUrl }: { siteUrl: string },
  { limits, rate, now }: FeedSurroundings,
  boxesPerPoll = 8,
) =>
  govdealsFeed(
    {
      ...{ baseUrl, apiKey, subscriptionKey, limits, rate, now },
      businessId: 'GD',
      categoryIds: ['94A', '94Q'],
      shopUrl: 'https://shop.example',
    },
    boxesPerPoll,
  );
interface Truth {
  readonly id: string;
  readonly endAt: number;
}
const truthOf = (site: ApiSimulator, at: number): Truth[] => site.truth(at) as Truth[];

connectorContract('govdeals', {
  start,
  feed,
  ids: (site, at) => truthOf(site, at).map(({ id }) => id),
  secrets: [apiKey, subscriptionKey],
  rowsMin: 50,
  cycleMs: 60_000,
});

describe('GovDeals', () => {
  const sites: ApiSimulator[] = [];
  afterEach(() => Promise.all(sites.splice(0).map((site) => site.close())));
  const begin = async () => {
    const clock = aClock();
    const site = await start(clock);
    sites.push(site);
    const harness = await startWorker({
      feed: (with_) => feed(site, with_, 400),
      clock,
      rowsMin: 50,
    });
    return { clock, site, harness, signal: new AbortController().signal };
  };

  test('a lot that vanished is asked about, told with its final status, and gone after that', async () => {
    const { clock, site, harness, signal } = await begin();
    await harness.worker.poll(signal);
    const before = truthOf(site, clock.now());
    const soon = before.reduce((first, lot) => (lot.endAt < first.endAt ? lot : first));
    clock.advance(soon.endAt - clock.now() + 60_000);
    await harness.worker.poll(signal);
    const saidOf = async (id: string) =>
      (await harness.raw())
        .filter(({ value }) => value.siteListingId === id)
        .map(({ value }) => value.listing?.payload.toString() ?? '');
    expect((await saidOf(soon.id)).at(-1)).toMatch(/"assetStatusCd":"(SOA|RNM|CNB)"/);
    const told = (await saidOf(soon.id)).length;
    clock.advance(60_000);
    await harness.worker.poll(signal);
    expect((await saidOf(soon.id)).length).toBe(told);
  });

  test('what vanished while the process was away is asked about too', async () => {
    const { clock, site, harness, signal } = await begin();
    await harness.worker.poll(signal);
    const ids = new Set(truthOf(site, clock.now()).map(({ id }) => id));
    clock.advance(3_600_000);
    const after = new Set(truthOf(site, clock.now()).map(({ id }) => id));
    const gone = [...ids].filter((id) => !after.has(id));
    expect(gone.length).toBeGreaterThan(0);
    const known = (await harness.raw()).length;
    const again = await harness.restarted();
    await again.poll(signal);
    const told = (await harness.raw()).slice(0).map(({ value }) => value);
    const last = told.filter(({ sequence }) => sequence === 2 && known > 0);
    const asked = last.flatMap(({ siteListingId }) => siteListingId ?? []);
    const paths = site.requests.entries.map(({ path }) => path);
    expect(gone.every((id) => asked.includes(id) || paths.some((path) => path.endsWith(id)))).toBe(
      true,
    );
  });

  test('a filter that was ignored with a 200 is refused', async () => {
    const { site, harness, signal } = await begin();
    site.faults.replace([{ name: 'filter-ignored', count: null }], site.requests.next);
    await harness.worker.poll(signal);
    expect(harness.worker.health.reason).toMatch(/^FILTER_IGNORED: rows of category 372/);
    expect(await harness.raw()).toEqual([]);
  });

  test('an unchanged price asks no bid box again', async () => {
    const { site, harness, signal } = await begin();
    await harness.worker.poll(signal);
    const boxes = () =>
      site.requests.entries.filter(({ path }) => path.startsWith('/bids/')).length;
    const first = boxes();
    await harness.worker.poll(signal);
    expect(boxes()).toBe(first);
  });
});

const row = sampleData('govdeals/search-row-vehicle.json');
const boxes = sampleData('govdeals/bidbox.trimmed.json');
const readOnly = feed(
  { siteUrl: 'http://127.0.0.1:9' },
  { limits: testLimits, rate: noRateLimit, now: Date.now, random: () => 0 },
);

(row && boxes ? describe : describe.skip)('real answers', () => {
  test('a search row and five bid boxes are understood', async () => {
    const imported = await importThrough(readOnly, { path: row ?? '' }, { path: boxes ?? '' });
    expect(imported).toMatchObject({ rows: 6, notVehicles: 0, rejects: [], refusal: null });
    const outcomes = imported.listings.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual(['NOT_SOLD', 'NOT_SOLD', 'SOLD', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
  });
});

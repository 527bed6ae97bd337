/** The GSA connector on its simulator: the shared contract, and what is GSA's own. */
import { connectorContract } from '../testing/connector-contract.ts';
import { startWorker } from '../testing/feed-harness.ts';
import type { Clock } from '../testing/feed-harness.ts';
import { aClock } from '../testing/feed-harness.ts';
import { startApiSimulator } from '../simulator/api-simulator.ts';
import type { ApiSimulator } from '../simulator/api-simulator.ts';
import { aSiteMarket } from '../testing/site-market.ts';
import type { FeedSurroundings } from '../site-definition.ts';
import { gsaFeed } from './feed.ts';
import { contactMark } from './simulator/auction-record.ts';
import { gsaSimulator } from './simulator/site.ts';

const apiKey = 'invented-data-gov-key-0123456789';

const start = ({ now }: Clock): Promise<ApiSimulator> =>
  startApiSimulator({
    host: '127.0.0.1',
    port: 0,
    seed: 11,
    market: aSiteMarket(1, 200),
    now,
    site: gsaSimulator({ apiKey }),
  });
const feed = ({ siteUrl }: ApiSimulator, { limits, rate, now }: FeedSurroundings, key = apiKey) =>
  gsaFeed({ baseUrl: siteUrl, apiKey: key, limits, rate }, now);
const idsOf = (site: ApiSimulator, at: number): string[] =>
  site.truth(at).map((lot) => (lot as { id: string }).id);

connectorContract('gsa', {
  start,
  feed,
  ids: idsOf,
  secrets: [apiKey],
  rowsMin: 50,
  cycleMs: 120_000,
});

describe('GSA', () => {
  const clock = aClock();
  let site: ApiSimulator;
  beforeAll(async () => {
    site = await start(clock);
  });
  afterAll(() => site.close());

  test('contacts reach no topic and no disk; everything else of a record does', async () => {
    const harness = await startWorker({ feed: (with_) => feed(site, with_), clock, rowsMin: 50 });
    await harness.worker.poll(new AbortController().signal);
    const payloads = (await harness.raw()).map(
      ({ value }) => value.listing?.payload.toString() ?? '',
    );
    expect(payloads.some((text) => text.includes(contactMark))).toBe(false);
    expect(payloads.filter((text) => text.includes('"locationZip":"62703null"')).length).toBe(200);
  });

  test('a wrong key is told as such, once', async () => {
    const wrong = (with_: FeedSurroundings) => feed(site, with_, 'another-key');
    const harness = await startWorker({ feed: wrong, clock, rowsMin: 50 });
    await harness.worker.poll(new AbortController().signal);
    expect(harness.worker.health.reason).toMatch(/^BLOCKED: the site answered 403/);
  });
});

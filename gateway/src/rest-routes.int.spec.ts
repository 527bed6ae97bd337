/** The REST routes of a gateway process on real servers: refusals as a table, pages, search, history. */
import type { EarlierRun, Lot } from '@auction/avro/records';
import { withBackends } from '@auction/streams/testing/backends';
import { aListing } from '@auction/streams/testing/a-listing';
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import { eventually } from '@auction/streams/testing/eventually';
import type { LotDetail, LotHistory, LotPage, Problem, SitesAnswer } from './contract.ts';
import { aLot, aSiteStatus } from './testing/a-lot.ts';
import { openRealGateway } from './testing/real-gateway.ts';
import type { RealGateway } from './testing/real-gateway.ts';

const lotCount = 7;
/** Prices and ends repeat and are missing in places, so that ties and nulls stand on page borders. */
const lots = Array.from({ length: lotCount }, (_, index) =>
  aLot({
    lotId: `lot${index}`,
    siteListingId: `7000000${index}`,
    priceMinor: index % 3 === 0 ? null : 100_000 * (index % 2),
    endsAt: index % 4 === 0 ? null : 1_795_392_000_000 + (index % 2),
    firstSeenAt: 1_795_300_000_000 + Math.floor(index / 2),
    summary: { vin: `4T1B11HK5JU00010${index}`, title: `2018 TOYOTA CAMRY SE ${index}` },
  }),
);
const listingVersions = [1, 2].map((version) =>
  aListing({
    version,
    site: 'copart',
    siteListingId: '70000000',
    lotId: 'lot0',
    changes: version === 1 ? [] : ['currentBidMinor'],
    currentBidMinor: 100_000 * version,
  }),
);

type Refused = readonly [path: string, status: number, code: string, parameter?: string];

const bad = (query: string, parameter: string): Refused => [query, 400, 'BAD_PARAMETER', parameter];
/** Wrong for the list and for the facets alike. */
const badFilters: readonly Refused[] = [
  bad('colour=red', 'colour'),
  bad('q=', 'q'),
  bad('q=%20-%20', 'q'),
  bad(`q=${'x'.repeat(65)}`, 'q'),
  bad('status=GONE', 'status'),
  bad('status=OPEN,GONE', 'status'),
  bad(`site=${'x'.repeat(81)}`, 'site'),
  bad(`make=${Array.from({ length: 51 }, (_, n) => `m${n}`).join(',')}`, 'make'),
  bad('yearFrom=abc', 'yearFrom'),
  bad('yearFrom=1700', 'yearFrom'),
  bad('yearTo=20.5', 'yearTo'),
  bad('yearFrom=2020&yearTo=2010', 'yearFrom'),
  bad('priceFrom=100', 'priceFrom'),
  bad('priceTo=100', 'priceTo'),
  bad('priceFrom=-1&currency=USD', 'priceFrom'),
  bad('priceFrom=9&priceTo=1&currency=USD', 'priceFrom'),
  bad('currency=dollars', 'currency'),
  bad('currency=usd', 'currency'),
];
const badLists: readonly Refused[] = [
  bad('sort=price', 'sort'),
  bad('sort=cheapest', 'sort'),
  bad('limit=0', 'limit'),
  bad('limit=201', 'limit'),
  bad('limit=many', 'limit'),
  bad('cursor=', 'cursor'),
  bad('cursor=nonsense', 'cursor'),
  bad(`cursor=${Buffer.from('n:1:lot1').toString('base64url')}`, 'cursor'),
];
const at = (route: string, cases: readonly Refused[]): Refused[] =>
  cases.map(([query, ...rest]) => [`${route}?${query}`, ...rest]);

const refused: readonly Refused[] = [
  ...at('/api/lots', [...badFilters, ...badLists]),
  ...at('/api/lots/facets', [...badFilters, bad('limit=5', 'limit'), bad('sort=newest', 'sort')]),
  ['/api/lots/not%20an%20id', 400, 'BAD_PARAMETER', 'id'],
  ['/api/lots/' + 'x'.repeat(33), 400, 'BAD_PARAMETER', 'id'],
  ['/api/lots/unknown', 404, 'NO_SUCH_LOT'],
  ['/api/lots/unknown/history', 404, 'NO_SUCH_LOT'],
  ['/api/lots/lot0/history?before=0', 400, 'BAD_PARAMETER', 'before'],
  ['/api/lots/lot0/history?before=x', 400, 'BAD_PARAMETER', 'before'],
  ['/api/lots/lot0/history?after=1', 400, 'BAD_PARAMETER', 'after'],
  ['/api/nothing', 404, 'NOT_FOUND'],
];

/** Writes a lot where the archiver would: under its id and its part. */
async function archived({ cassandra }: RealGateway, month: string, lot: Lot): Promise<void> {
  const cells = lotTable.columns.map(({ name, value }) => [name, value(lot)] as const);
  const { summary, ...row } = Object.fromEntries(cells);
  const stored = { ...row, correction_count: 0, summary: JSON.stringify(summary) };
  const { client } = cassandra;
  const options = { prepare: true };
  await client.execute(
    'INSERT INTO archived_lot_by_part (month, part, lot_id, version, lot) VALUES (?, 1, ?, ?, ?)',
    [month, lot.lotId, lot.version, JSON.stringify(stored)],
    options,
  );
  await client.execute(
    `INSERT INTO archived_lot (lot_id, version, month, part, checksum) VALUES (?, ?, ?, 1, '')`,
    [lot.lotId, lot.version, month],
    options,
  );
}

withBackends(import.meta.filename, ['kafka', 'registry', 'postgres', 'cassandra'], (backends) => {
  let gateway: RealGateway;
  beforeAll(async () => {
    gateway = await openRealGateway(backends, { API_REQUESTS_PER_MINUTE: '100000' });
    await gateway.publish({ lots, listings: listingVersions, sites: [aSiteStatus()] });
    await eventually(async () => {
      expect((await page('')).total).toBe(lotCount);
      expect((await json<LotHistory>('/api/lots/lot0/history')).versions).toHaveLength(2);
      expect((await json<SitesAnswer>('/api/sites')).sites).toHaveLength(1);
    });
  }, 120_000);
  afterAll(() => gateway.close());

  async function json<T>(path: string): Promise<T> {
    const response = await gateway.get(path);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as T;
  }
  const page = (query: string) => json<LotPage>(`/api/lots?${query}`);
  const idsOf = async (query: string) => (await page(query)).items.map(({ lotId }) => lotId);

  const named = refused.map(([path, status, code, parameter]) => ({
    path,
    status,
    code,
    parameter,
  }));
  test.each(named)('GET $path: $status $code', async ({ path, status, code, parameter }) => {
    const response = await gateway.get(path);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as Problem;
    const type = `urn:auction:problem:${code.toLowerCase().replaceAll('_', '-')}`;
    const instance = path.split('?')[0];
    expect([response.status, problem]).toEqual([
      status,
      expect.objectContaining({ type, status, code, instance }),
    ]);
    if (parameter) expect(problem.errors?.map((error) => error.parameter)).toContain(parameter);
  });

  test.each([
    ['a page elsewhere', { origin: 'https://evil.example' }, 403, 'FOREIGN_ORIGIN'],
    ['no page', {}, 403, 'FOREIGN_ORIGIN'],
  ])('POST /api/live/ticket from %s is refused', async (_from, headers, status, code) => {
    const response = await fetch(`${gateway.url}/api/live/ticket`, { method: 'POST', headers });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([status, code]);
  });
  test('POST /api/live/ticket without a session is 401 and sets one that works', async () => {
    const ask = (cookie: string) =>
      fetch(`${gateway.url}/api/live/ticket`, {
        method: 'POST',
        headers: { origin: gateway.url, ...(cookie ? { cookie } : {}) },
      });
    const first = await ask('');
    expect([first.status, ((await first.json()) as Problem).code]).toEqual([401, 'NO_SESSION']);
    const [given = ''] = first.headers.getSetCookie();
    expect(given).toMatch(/^sid=.*HttpOnly; SameSite=Lax/);
    expect((await ask(given.split(';')[0] ?? '')).status).toBe(200);
  });

  test.each(['ending', 'newest', 'price'])(
    'sort=%s: pages of any size are one list',
    async (sort) => {
      const query = `sort=${sort}${sort === 'price' ? '&currency=USD' : ''}`;
      const whole = await idsOf(query);
      expect([...whole].sort()).toEqual(lots.map(({ lotId }) => lotId));
      for (const limit of [1, 2, 3, lotCount]) {
        const ids: string[] = [];
        let next: string | null = '';
        while (next !== null) {
          const cursor: string = next === '' ? '' : `&cursor=${next}`;
          const got: LotPage = await page(`${query}&limit=${limit}${cursor}`);
          expect(got.total).toBe(lotCount);
          expect(got.items.length).toBeLessThanOrEqual(limit);
          ids.push(...got.items.map(({ lotId }) => lotId));
          ({ next } = got);
        }
        expect(ids).toEqual(whole);
      }
    },
  );

  test.each([
    ['the whole VIN', '4T1B11HK5JU000103', ['lot3']],
    ['its last 6', '000103', ['lot3']],
    ['a word of the title with the last 6', 'camry 000103', ['lot3']],
    ["the site's own id", '70000005', ['lot5']],
    ['a word of the title and one that is nowhere', 'camry zeppelin', []],
  ])('q finds by %s', async (_what, q, ids) => {
    expect(await idsOf(`q=${encodeURIComponent(q)}`)).toEqual(ids);
  });

  test('history: versions newest first with what changed, older ones by before', async () => {
    const { versions, prices } = await json<LotHistory>('/api/lots/lot0/history');
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(versions[0]?.changes).toEqual([
      { field: 'currentBidMinor', before: 100_000, after: 200_000 },
    ]);
    expect(prices.map(({ version }) => version)).toEqual([1]);
    const older = await json<LotHistory>('/api/lots/lot0/history?before=2');
    expect(older.versions.map(({ version }) => version)).toEqual([1]);
  });

  test('a lot with its other offers: earlier runs, the same VIN elsewhere, candidates', async () => {
    const vin = '1FTEW1EP5KFA00001';
    const at = { year: 2019, make: 'FORD', odometer: 81_000, odometerUnit: 'MI' };
    const run: EarlierRun = {
      endsAt: 1_794_000_000_000,
      endsAtPrecision: 'MINUTE',
      status: 'NOT_SOLD',
      statusReason: null,
      currency: 'USD',
      priceMinor: 300_000,
      bidCount: null,
    };
    const whole = { ...at, vin, vehicleId: vin, model: 'F-150 XLT' };
    const hidden = { ...at, vin: null, vinStatus: 'MASKED' as const, model: 'F-150' };
    const shown = `${vin.slice(0, 11)}******`;
    await gateway.publish({
      lots: [
        aLot({ lotId: 'run', siteListingId: '81', summary: whole, earlierRuns: [run] }),
        aLot({ lotId: 'twin', site: 'gsa', siteListingId: '82', summary: whole }),
        aLot({
          ...{ lotId: 'like', siteListingId: '83' },
          summary: { ...hidden, vehicleId: 'copart/83', vinMasked: shown },
        }),
        aLot({
          ...{ lotId: 'far', siteListingId: '84' },
          summary: { ...hidden, vehicleId: 'copart/84', vinMasked: shown, odometer: 90_000 },
        }),
      ],
    });
    const detail = await eventually(
      async () => {
        const lot = await json<LotDetail>('/api/lots/run');
        expect(lot.offers).toHaveLength(2);
        expect(lot.candidates).toHaveLength(1);
        return lot;
      },
      { withinMs: 30_000 },
    );
    expect(detail.offers).toMatchObject([
      { lotId: 'twin', relation: 'OTHER_SITE', archived: false },
      { lotId: 'run', relation: 'EARLIER_RUN', status: 'NOT_SOLD', endsAt: run.endsAt },
    ]);
    expect(detail.candidates).toMatchObject([{ lotId: 'like', vinShown: shown }]);
    expect(detail.offersComplete).toBe(true);
    const other = await json<LotDetail>('/api/lots/like');
    expect(other.offers).toEqual([]);
    expect(other.candidates.map(({ lotId }) => lotId).sort()).toEqual(['run', 'twin']);
  });

  test('a lot that came back leads to its archived run, and the run back to the lot', async () => {
    const summary = { vin: null, vehicleId: 'copart/90' };
    const lot = { lotId: 'back', siteListingId: '90', summary };
    const row = { ...lot, status: 'SOLD', priceMinor: 870_000, endsAt: 1_780_000_000_000 } as const;
    await archived(gateway, '2026-05', aLot({ ...row, version: 4 }));
    await gateway.publish({ lots: [aLot({ ...lot, version: 6, endsAt: 1_795_000_000_000 })] });
    const [before] = await eventually(
      async () => {
        const now = await json<LotDetail>('/api/lots/back');
        expect(now).toMatchObject({ status: 'OPEN', archivedMonth: null });
        return now.offers;
      },
      { withinMs: 30_000 },
    );
    expect(before).toMatchObject({
      ...{ relation: 'EARLIER_RUN', status: 'SOLD', archived: true, run: 4 },
      ...{ price: { amount: 870_000, currency: 'USD' }, endsAt: row.endsAt },
    });
    const run = await json<LotDetail>(`/api/lots/back?run=${before?.run ?? ''}`);
    expect(run).toMatchObject({
      lotId: 'back',
      version: 4,
      status: 'SOLD',
      archivedMonth: '2026-05',
    });
    expect(run.offers).toMatchObject([{ relation: 'LATER_RUN', status: 'OPEN', run: null }]);
    expect((await gateway.get('/api/lots/back?run=5')).status).toBe(404);
    expect((await gateway.get('/api/lots/back?run=last')).status).toBe(400);
  });

  test('more requests than a minute allows are 429, with when to come back', async () => {
    const tickets = Array.from({ length: 61 }, () =>
      fetch(`${gateway.url}/api/live/ticket`, {
        method: 'POST',
        headers: { origin: gateway.url },
      }),
    );
    const answers = await Promise.all(tickets);
    const late = answers.find(({ status }) => status === 429);
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await late?.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
  });
});

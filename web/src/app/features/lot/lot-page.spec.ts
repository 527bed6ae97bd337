import type { LotDetail, Offer } from '@auction/gateway/contract';
import { aHistory, aLotDetail } from '../../../testing/fake-rest.ts';
import { aLot, aSite } from '../../../testing/lot-rows.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;

async function open(prepare: (app: TestApp) => void = () => undefined, address = '/lots/a') {
  app = await TestApp.open(address, (given) => {
    given.gateway.put(aLot({ id: 'a', price: 1_250_000 }));
    given.gateway.putSite(aSite({ id: 'copart' }));
    given.rest.lots.set('a', aLotDetail({ lotId: 'a' }));
    given.rest.histories.set('a', aHistory({ lotId: 'a' }));
    prepare(given);
  });
}
const page = () => app.text('am-lot-page');

afterEach(() => app.close());

test('facts, price, time here and at the yard, status with its meaning, source', async () => {
  await open();
  await until(() => expect(page()).toContain('2018 Toyota Camry SE'));
  expect(page()).toContain('Copart · lot 64951306 · Houston, TX, USA');
  expect(page()).toContain('61,240 mi · actual');
  expect(page()).toContain('Front end, Hail');
  expect(page()).toContain('Current bid, USD $12,500');
  expect(page()).toContain('14 bids');
  expect(page()).toContain('Reserve not met');
  expect(page()).toContain('Bids are taken until the sale.');
  expect(page()).toContain('12:00 CST');
  expect(app.named('Bid at Copart').getAttribute('href')).toBe('https://site.test/lot/64951306');
  await until(() => expect(document.title).toBe('2018 Toyota Camry SE · Auction Manager'));
});

test('the chart in words, for those who do not see it', async () => {
  await open(({ rest }) => {
    const point = { currency: 'USD', bidCount: null, status: 'OPEN' as const, endsAt: null };
    const prices = [
      { ...point, version: 0, observedAt: 1_000, priceMinor: 1_200_000 },
      { ...point, version: 1, observedAt: 2_000, priceMinor: 1_250_000 },
    ];
    rest.histories.set('a', aHistory({ lotId: 'a', prices }));
  });
  const words = '2 prices, from $12,000 to $12,500, highest $12,500.';
  await until(() =>
    expect(app.one('am-price-chart [role=img]').getAttribute('aria-label')).toBe(words),
  );
});

test('versions of the listing name what changed', async () => {
  await open();
  await until(() => expect(page()).toContain('Current bid $12,000 changed to → $12,500'));
  expect(page()).toContain('First seen.');
});

test.each([
  ['GONE', 'after it was gone'],
  ['LISTED', 'after the archive had let it go'],
])('a listing that is back, %s before: %s', async (before) => {
  await open(({ rest }) => {
    const changes = [{ field: 'presence', before, after: 'LISTED' }];
    const versions = aHistory({ lotId: 'a' }).versions.map((one) => ({ ...one, changes }));
    rest.histories.set('a', aHistory({ lotId: 'a', versions }));
  });
  await until(() => expect(page()).toContain('It is in the feed again.'));
  expect(page()).not.toContain('In the feed');
});

test('a bid arrives while one looks', async () => {
  await open();
  await until(() => expect(page()).toContain('$12,500'));
  app.gateway.put({ id: 'a', v: 2, price: 1_275_000, bids: 15 });
  await until(() => expect(page()).toContain('Current bid, USD $12,750'));
  expect(page()).toContain('15 bids');
});

test('older versions load on demand', async () => {
  await open(({ rest }) => rest.histories.set('a', aHistory({ lotId: 'a', next: 2 })));
  await until(() => expect(page()).toContain('Show older versions'));
  const before = app.rest.asked.length;
  app.named('Show older versions').click();
  await until(() => expect(app.rest.asked.slice(before).at(-1)?.search).toBe('?before=2'));
});

test.each([
  ['an unknown lot', 404, 'There is no such lot'],
  ['a broken server', 500, 'The lot did not load detail of 500'],
])('%s', async (_name, status, expected) => {
  await open(({ rest }) => rest.lots.set('a', status));
  await until(() => expect(page()).toContain(expected));
});

test('without history the lot is still there, and says why', async () => {
  await open(({ rest }) => rest.histories.set('a', 503));
  await until(() => expect(page()).toContain('The history is not available detail of 503'));
  expect(page()).toContain('$12,500');
});

test('a lot that ended tells why', async () => {
  await open(({ rest }) =>
    rest.lots.set(
      'a',
      aLotDetail({ lotId: 'a', version: 9, status: 'WITHDRAWN', statusReason: 'GONE_BEFORE_END' }),
    ),
  );
  await until(() => expect(page()).toContain('It left the feed before its time was up.'));
  expect(page()).toContain('Withdrawn');
});

const wasSold: Partial<LotDetail> & { readonly lotId: string } = {
  ...{ lotId: 'a', version: 7, status: 'SOLD', archivedMonth: '2026-07' },
  ...{ price: { amount: 980_000, currency: 'USD' }, endsAt: Date.UTC(2026, 6, 15, 18) },
};
const offeredNow: Offer = {
  ...{ lotId: 'a', site: 'copart', siteListingId: '64951306', title: '2018 TOYOTA CAMRY SE' },
  ...{ price: { amount: 1_250_000, currency: 'USD' }, bidCount: 14, status: 'OPEN' },
  ...{ statusReason: null, endsAt: Date.UTC(2030, 0, 2, 18), endsAtPrecision: 'MINUTE' },
  ...{ observedAt: 1, odometer: null, odometerUnit: null, url: null },
  ...{ relation: 'LATER_RUN', archived: false, run: null },
};

test('an archived run of a lot that came back: how it ended, and the way to the lot as it stands', async () => {
  await open(({ rest }) => {
    rest.lots.set('a run 7', aLotDetail({ ...wasSold, offers: [offeredNow] }));
    const point = { currency: 'USD', bidCount: null, status: 'OPEN' as const, endsAt: null };
    const prices = [
      { ...point, version: 6, observedAt: 1_000, priceMinor: 970_000 },
      { ...point, version: 7, observedAt: 2_000, priceMinor: 980_000 },
      { ...point, version: 8, observedAt: 3_000, priceMinor: 1_250_000 },
    ];
    rest.histories.set('a', aHistory({ lotId: 'a', prices }));
  }, '/lots/a?make=TOYOTA&run=7');
  await until(() => expect(page()).toContain('Sold for, USD $9,800'));
  expect(page()).toContain('An earlier run of this lot, from the archive of July 2026.');
  expect(page()).toContain('Later run of this lot');
  app.gateway.put({ id: 'a', v: 9, price: 1_275_000, bids: 15 });
  const words = '2 prices, from $9,700 to $9,800, highest $9,800.';
  await until(() =>
    expect(app.one('am-price-chart [role=img]').getAttribute('aria-label')).toBe(words),
  );
  expect(page()).toContain('Sold for, USD $9,800');
  app.named('The lot as it stands now').click();
  await until(() => expect(page()).toContain('Current bid, USD $12,750'));
  expect(app.url).toBe('/lots/a?make=TOYOTA');
  expect(page()).not.toContain('from the archive');
});

test.each<[what: string, given: Partial<Offer>, links: number]>([
  ['archived', { archived: true, run: 7 }, 1],
  ['of which only the end is known', { observedAt: null }, 0],
])('a lot that was offered before says so at its price: %s', async (_what, given, links) => {
  const ended = { status: 'SOLD', endsAt: Date.UTC(2026, 6, 15, 18), bidCount: null } as const;
  const run: Offer = { ...offeredNow, ...ended, relation: 'EARLIER_RUN', ...given };
  await open(({ rest }) => rest.lots.set('a', aLotDetail({ lotId: 'a', offers: [run] })));
  const expected = 'Offered here before, Jul 15, 2026: $12,500, Sold.';
  await until(() => expect(app.text('am-lot-page .past')).toContain(expected));
  expect(app.all('am-lot-page .past a')).toHaveLength(links);
});

test('a lot that is in the archive alone says so', async () => {
  await open(({ rest }) => rest.lots.set('a', aLotDetail(wasSold)));
  const expected = 'It has left the board: this is how it ended, from the archive of July 2026.';
  await until(() => expect(page()).toContain(expected));
});

test.each([
  ['SOLD', 1_250_000, 'Sold for, USD'],
  ['NOT_SOLD', 1_250_000, 'Last bid, USD'],
  ['ENDED', null, 'No bid seen'],
  ['OPEN', null, 'No bid yet'],
] as const)('%s at %s: %s', async (status, amount, expected) => {
  const detail = { lotId: 'a', version: 9, status, price: { amount, currency: 'USD' } };
  await open(({ rest }) => rest.lots.set('a', aLotDetail(detail)));
  await until(() => expect(page()).toContain(expected));
});

test('closing keeps the filters of the board', async () => {
  await open(undefined, '/lots/a?make=TOYOTA');
  await until(() => expect(page()).toContain('$12,500'));
  app.named('Show over the whole page').click();
  await until(() => expect(app.url).toBe('/lots/a?make=TOYOTA&lot=wide'));
  app.named('Close the lot').click();
  await until(() => expect(app.url).toBe('/?make=TOYOTA'));
});

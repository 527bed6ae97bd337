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

test('closing keeps the filters of the board', async () => {
  await open(undefined, '/lots/a?make=TOYOTA');
  await until(() => expect(page()).toContain('$12,500'));
  app.named('Show over the whole page').click();
  await until(() => expect(app.url).toBe('/lots/a?make=TOYOTA&lot=wide'));
  app.named('Close the lot').click();
  await until(() => expect(app.url).toBe('/?make=TOYOTA'));
});

import { textOf, TestApp } from '../../../testing/open-app.ts';
import { aLot, aSite } from '../../../testing/lot-rows.ts';
import { until } from '../../../testing/until.ts';

const HOUR_MS = 3_600_000;
let app: TestApp;

async function open(address = '/', prepare: (app: TestApp) => void = () => undefined) {
  const now = Date.now();
  app = await TestApp.open(address, (given) => {
    given.gateway.put(
      aLot({ id: 'a', name: '2018 TOYOTA CAMRY SE', make: 'TOYOTA', end: now + HOUR_MS }),
      aLot({
        id: 'b',
        name: '2016 HONDA CIVIC',
        make: 'HONDA',
        end: now + 2 * HOUR_MS,
        price: 999_900,
      }),
      aLot({
        id: 'c',
        name: '2020 TOYOTA RAV4',
        make: 'TOYOTA',
        end: null,
        cur: 'CAD',
        price: null,
      }),
    );
    given.gateway.putSite(aSite({ id: 'copart', success: now }));
    prepare(given);
  });
}

/** Title of the row that has the focus. */
const focused = () => textOf(document.activeElement?.closest('am-lot-row') ?? null);

afterEach(() => app.close());

test('shows lots by their end, with price, time, facts and freshness', async () => {
  await open();
  await until(() =>
    expect(app.titles()).toEqual(['2018 Toyota Camry SE', '2016 Honda Civic', '2020 Toyota RAV4']),
  );
  const row = textOf(app.row('2018 Toyota'));
  expect(row).toContain('$12,500');
  expect(row).toContain('61,239 mi · Front end · Houston, TX');
  expect(row).toMatch(/59:5\d|1:00:00/);
  expect(textOf(app.row('2020 Toyota'))).toContain('No date');
  expect(app.text('.bar h2')).toBe('3 lots');
  expect(app.text('am-live-pill')).toBe('Live');
  expect(app.text('am-site-strip')).toMatch(/^Copart \d s$/);
});

test('a bid changes the price and says by how much', async () => {
  await open();
  await until(() => expect(app.titles()).toHaveLength(3));
  app.gateway.put({ id: 'a', v: 2, price: 1_260_000 });
  await until(() => {
    const row = app.row('2018 Toyota');
    expect(textOf(row)).toContain('$12,600 ▲ +$100');
    expect(row.querySelector('.price')?.className).toContain('flash');
  });
});

test('filters come from the address and go there', async () => {
  await open('/?make=HONDA');
  await until(() => expect(app.titles()).toEqual(['2016 Honda Civic']));
  expect(app.text('.bar')).toContain('of 1,000');
  app.named('Clear all filters').click();
  await until(() => expect(app.titles()).toHaveLength(3));
  expect(app.url).toBe('/');

  const toyota = app.all('am-facet-list label').find((label) => textOf(label).startsWith('Toyota'));
  toyota?.querySelector('input')?.click();
  await until(() => expect(app.titles()).toHaveLength(2));
  expect(app.url).toBe('/?make=TOYOTA');
});

test('the price range brings its currency along', async () => {
  await open();
  await until(() => expect(app.all('am-range-filter')).toHaveLength(2));
  app.fill(app.named('From, Price, USD'), '$2,500');
  await until(() => expect(app.url).toContain('currency=USD'));
  expect(app.url).toContain('priceFrom=2500');
  const sub = app.gateway.heard.findLast(({ t }) => t === 'sub');
  expect(sub).toMatchObject({ filter: { cur: ['USD'], price: [250_000, null] } });
});

test('sorting by price chooses the most frequent currency', async () => {
  await open();
  await until(() => expect(app.all('am-facet-list label').length).toBeGreaterThan(0));
  app.named('Current bid').click();
  await until(() => expect(app.titles()).toEqual(['2016 Honda Civic', '2018 Toyota Camry SE']));
  expect(app.url).toContain('sort=price');
  app.named('Current bid').click();
  await until(() => expect(app.titles()).toEqual(['2018 Toyota Camry SE', '2016 Honda Civic']));
  expect(app.all('[aria-sort]').map((head) => head.getAttribute('aria-sort'))).toEqual([
    'descending',
  ]);
});

test('the search box follows the address both ways', async () => {
  await open('/?q=civic');
  await until(() => expect(app.titles()).toEqual(['2016 Honda Civic']));
  const box = app.named('Search lots: make, model, VIN or lot number');
  expect(box).toHaveProperty('value', 'civic');
  app.press('/');
  expect(document.activeElement).toBe(box);
  app.fill(box, 'rav4');
  await until(() => expect(app.titles()).toEqual(['2020 Toyota RAV4']));
  expect(app.url).toBe('/?q=rav4');
});

test('the order is held while the focus is inside, and R puts it right', async () => {
  await open();
  await until(() => expect(app.titles()).toHaveLength(3));
  app.press('j');
  await until(() => expect(focused()).toContain('2018 Toyota'));
  app.gateway.put({ id: 'b', v: 2, end: Date.now() + 60_000, ext: 1 });
  await until(() => expect(app.text('.bar')).toContain('Order held · 1 moved'));
  expect(app.titles()[0]).toBe('2018 Toyota Camry SE');
  app.press('r');
  await until(() => expect(app.titles()[0]).toBe('2016 Honda Civic'));
});

test('keys: j and k move, Enter opens, Esc closes', async () => {
  await open('/', ({ rest }) => rest.lots.set('b', 404));
  await until(() => expect(app.titles()).toHaveLength(3));
  app.press('j');
  await until(() => expect(focused()).toContain('2018'));
  app.press('j');
  await until(() => expect(focused()).toContain('2016'));
  app.press('k');
  await until(() => expect(focused()).toContain('2018'));
  app.press('j');
  await until(() => expect(focused()).toContain('2016'));
  app.press('Enter', document.activeElement as HTMLElement);
  await until(() => expect(app.url).toBe('/lots/b'));
  await until(() => expect(app.row('2016 Honda').getAttribute('aria-selected')).toBe('true'));
  app.press('Escape');
  await until(() => expect(app.url).toBe('/'));
});

test('pause holds everything until it is pressed again', async () => {
  await open();
  await until(() => expect(app.titles()).toHaveLength(3));
  app.press('p');
  await until(() => expect(app.text('.bar')).toContain('Paused'));
  app.gateway.put({ id: 'b', v: 2, price: 5, end: Date.now() + 60_000 });
  await until(() => expect(app.text('.bar')).toContain('1 moved'));
  expect(app.row('2016 Honda').querySelector('.flash')).toBeNull();
  app.press('p');
  await until(() => expect(app.titles()[0]).toBe('2016 Honda Civic'));
});

test('nothing found: says so and offers the way out', async () => {
  await open('/?q=zzz');
  await until(() => expect(app.text('am-board-notice')).toContain('No lot matches these filters'));
  app.named('Search all lots').click();
  await until(() => expect(app.url).toContain('tab=all'));
});

test('a view that is too wide says how wide', async () => {
  await open();
  await until(() => expect(app.titles()).toHaveLength(3));
  const sub = app.gateway.heard.findLast(
    (message) => message.t === 'sub' && message.topic === 'board',
  );
  const re = sub?.t === 'sub' ? `sub:${sub.sub}` : '';
  app.gateway.send({ t: 'err', re, code: 'filter_too_wide', count: 300_000 });
  await until(() => expect(app.text('am-board-notice')).toContain('300,000 lots match'));
});

test('a cut: rows stay, the pill says since when, and the board catches up', async () => {
  await open();
  await until(() => expect(app.titles()).toHaveLength(3));
  app.gateway.close(1006);
  await until(() => expect(app.text('am-live-pill')).toMatch(/Stale since \d\d:\d\d:\d\d/));
  expect(app.titles()).toHaveLength(3);
  expect(app.one('.viewport').className).toContain('stale');
  app.gateway.put({ id: 'a', v: 2, price: 1_300_000 });
  await until(() => expect(app.text('am-live-pill')).toBe('Live'));
  await until(() => expect(textOf(app.row('2018 Toyota'))).toContain('$13,000'));
});

test('markup in a title is text', async () => {
  await open('/', ({ gateway }) =>
    gateway.put(aLot({ id: 'x', name: '<img src=x onerror=alert(1)> car', end: 1 })),
  );
  await until(() => expect(app.titles()[0]).toContain('<img src=x'));
  expect(app.all('.title img')).toHaveLength(0);
});

test('the grid tells how many rows there are and where each one stands', async () => {
  await open();
  await until(() => expect(app.titles()).toHaveLength(3));
  expect(app.one('[role=grid]').getAttribute('aria-rowcount')).toBe('4');
  expect(app.row('2018 Toyota').getAttribute('aria-rowindex')).toBe('2');
  const owned = app.one('.viewport').getAttribute('aria-owns')?.split(' ') ?? [];
  expect(owned.map((id) => textOf(document.getElementById(id)).slice(0, 9))).toEqual([
    '2018 Toyo',
    '2016 Hond',
    '2020 Toyo',
  ]);
  expect(app.all('am-lot-row[tabindex="0"]')).toHaveLength(1);
});

import type { EndedLots } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const car = { title: '2018 TOYOTA CAMRY', vin: null, year: 2018, odometer: 61_240 };
const found: EndedLots = {
  items: [
    {
      ...{ ...car, lotId: 'a', site: 'copart', odometerUnit: 'MI', damage: ['FRONT END'] },
      ...{ status: 'SOLD', price: 900_000, currency: 'USD', endedAt: 20, isArchived: true, run: 4 },
    },
    {
      ...{ ...car, lotId: 'b', site: 'gsa', odometerUnit: 'MI', damage: [] },
      ...{
        status: 'ENDED',
        price: 700_000,
        currency: 'USD',
        endedAt: 10,
        isArchived: false,
        run: null,
      },
    },
  ],
  isCut: false,
  prices: {
    ...{ currency: 'USD', count: 2, soldCount: 1 },
    ...{ low: 700_000, median: 700_000, high: 900_000 },
  },
};
let app: TestApp;
afterEach(() => app.close());

async function open(answer: object | number) {
  app = await TestApp.open('/archive', ({ rest, gateway }) => {
    const me = aMe({ id: 'bob', roles: ['BUYER'] });
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/archive/lots', answer);
  });
  await until(() => expect(page()).toContain('Ended lots of all sites'));
}
const page = () => app.text('am-archive-page');
function search(fields: Readonly<Record<string, string>>): void {
  for (const [label, text] of Object.entries(fields)) {
    const field = app
      .all('am-archive-page am-text-field')
      .find((one) => one.querySelector('label')?.textContent === label)
      ?.querySelector('input');
    if (!field) throw new Error(`there is no field ${label}`);
    app.fill(field, text);
  }
  app.one('am-archive-page form .button').click();
}

test('make and model: prices, a chart and the lots', async () => {
  await open(found);
  search({ Make: 'Toyota', Model: 'Camry' });
  await until(() => expect(page()).toContain('$7,000 – $9,000'));
  for (const text of ['2 prices in USD, 1 of them sold for certain', 'sold', 'last price seen']) {
    expect(page()).toContain(text);
  }
  const asked = app.rest.asked.find(({ pathname }) => pathname === '/api/archive/lots');
  expect(asked?.search).toBe('?make=Toyota&model=Camry');
  expect(app.all('am-archive-page circle')).toHaveLength(2);
  expect(app.all('am-archive-page .rows a')).toHaveLength(2);
});

test.each([
  [{ 'Month from': '2026-01', 'Month to': '2026-06' }, '&monthFrom=2026-01&monthTo=2026-06'],
  [{ 'Year from': '2018', 'Price to': '9500' }, '&yearFrom=2018&priceTo=950000&currency=USD'],
])('%j narrows the search', async (fields, asks) => {
  await open(found);
  search({ Make: 'Toyota', Model: 'Camry', ...fields });
  await until(() => expect(page()).toContain('$7,000 – $9,000'));
  const asked = app.rest.asked.find(({ pathname }) => pathname === '/api/archive/lots');
  expect(asked?.search).toBe(`?make=Toyota&model=Camry${asks}`);
});

test('a search stands in the address, so the way back from a lot brings it back', async () => {
  await open(found);
  search({ Make: 'Toyota', Model: 'Camry', 'Price to': '9500' });
  await until(() => expect(page()).toContain('$7,000 – $9,000'));
  expect(app.url).toBe('/archive?make=Toyota&model=Camry&priceTo=9500&currency=USD');
  const links = app.all('am-archive-page .rows a').map((link) => link.getAttribute('href'));
  expect(links).toEqual(['/lots/a?run=4', '/lots/b']);
});

test('nothing was found', async () => {
  await open({ items: [], isCut: false, prices: null });
  search({ Make: 'Toyota', Model: 'Camry' });
  await until(() => expect(page()).toContain('No ended lot was found'));
});

test('the search does not work', async () => {
  await open(503);
  search({ Make: 'Toyota', Model: 'Camry' });
  await until(() => expect(page()).toContain('The search did not work'));
});

test.each([
  [{}, 'Give a VIN, or make and model.'],
  [{ Make: 'Toyota' }, 'Give a VIN, or make and model.'],
  [{ VIN: '123' }, 'A VIN has 17 letters and digits.'],
  [{ Make: 'Toyota', Model: 'Camry', 'Year from': '18' }, 'A year has four digits, like 2019.'],
  [{ Make: 'Toyota', Model: 'Camry', 'Month to': 'May' }, 'A month is written like 2026-04.'],
  [{ Make: 'Toyota', Model: 'Camry', 'Price to': '9,5' }, 'A price is a whole number'],
])('%j is not asked', async (fields, says) => {
  await open(found);
  search(fields);
  await until(() => expect(page()).toContain(says));
});

import type { Alert, AlertList, AlertSettings, SavedSearch } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;
afterEach(() => app.close());

const anAlert = (given: Partial<Alert>): Alert => ({
  id: 'a',
  kind: 'OUTBID',
  lot: 'lot1',
  title: '2018 TOYOTA CAMRY',
  data: {},
  madeAt: Date.UTC(2026, 0, 1),
  readAt: null,
  ...given,
});
const settings: AlertSettings = {
  outbid: true,
  won: true,
  ending: true,
  endingMs: 600_000,
  reserve: false,
  search: true,
};
const list = (...alerts: Alert[]): AlertList => ({
  alerts,
  unread: alerts.filter(({ readAt }) => readAt === null).length,
});

async function open(address: string, answers: Record<string, object | number>) {
  app = await TestApp.open(address, ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    rest.answers.set('GET /api/me', aMe());
    rest.answers.set('GET /api/watchlist', { lots: [], most: 300 });
    rest.answers.set('GET /api/alerts', list());
    rest.answers.set('GET /api/alerts/settings', settings);
    for (const [route, answer] of Object.entries(answers)) rest.answers.set(route, answer);
  });
}
const page = () => app.text('am-alerts-page');
const bell = () => app.one('am-alert-bell a').getAttribute('aria-label');

const digest = { search: 'Cheap Fords', count: 40, address: 'make=FORD&make=OPEL&tab=all' };

test.each<[Partial<Alert>, string, string]>([
  [{}, '2018 Toyota Camry', 'Outbid'],
  [{ kind: 'ENDING', data: { endsAt: Date.UTC(2026, 0, 1) } }, 'ends', 'Ends soon'],
  [{ kind: 'SEARCH', data: { search: 'Cheap Fords' } }, 'in Cheap Fords', 'New match'],
  [{ kind: 'SEARCH', lot: null, title: 'Cheap Fords', data: digest }, 'Cheap Fords', '40 new'],
])('%j reads as it is', async (given, ...expected) => {
  await open('/alerts', { 'GET /api/alerts': list(anAlert(given)) });
  await until(() => expect(page()).toContain(expected[0]));
  for (const text of expected) expect(page()).toContain(text);
});

test('a digest leads to its search on the board', async () => {
  const alert = anAlert({ kind: 'SEARCH', lot: null, title: 'Cheap Fords', data: digest });
  await open('/alerts', { 'GET /api/alerts': list(alert) });
  await until(() => expect(page()).toContain('40 new matches'));
  expect(app.named('Cheap Fords').getAttribute('href')).toBe('/?make=FORD&make=OPEL&tab=all');
});

test('read at once, on the bell too, and taken back', async () => {
  await open('/alerts', {
    'GET /api/alerts': list(anAlert({}), anAlert({ id: 'b', kind: 'WON' })),
    'POST /api/alerts/read': { unread: 0 },
  });
  await until(() => expect(bell()).toBe('Alerts, 2 not read'));
  app.named('Mark all as read').click();
  await until(() => expect(bell()).toBe('Alerts, all read'));
  await until(() => expect(app.text('am-toasts')).toContain('2 alerts read'));
  app.named('Undo').click();
  await until(() => expect(bell()).toBe('Alerts, 2 not read'));
  expect(app.rest.sent.map(({ body }) => body)).toEqual([
    { ids: ['a', 'b'], read: true },
    { ids: ['a', 'b'], read: false },
  ]);
});

test('an alert that comes rings the bell and shows beside the page', async () => {
  await open('/alerts', {});
  await until(() => expect(page()).toContain('No alert yet'));
  const alert = anAlert({ kind: 'ENDING' });
  app.rest.answers.set('GET /api/alerts', list(alert));
  const { id, kind, title, lot, madeAt: at } = alert;
  const data = { id, kind, title };
  app.gateway.send({ t: 'ev', id: 'a@1', cur: 'x', kind: 'alert', lot: lot ?? '', at, data });
  await until(() => expect(bell()).toBe('Alerts, 1 not read'));
  expect(app.text('am-toasts')).toBe('Ends soon 2018 Toyota Camry');
});

test('choices count at once, and go back when they are not taken', async () => {
  await open('/alerts', { 'PUT /api/alerts/settings': settings });
  const choice = () => app.one('am-alert-choices input') as HTMLInputElement;
  await until(() => expect(choice().checked).toBe(true));
  choice().click();
  await until(() => expect(app.rest.sent[0]?.body).toEqual({ ...settings, outbid: false }));
  app.rest.answers.set('PUT /api/alerts/settings', 503);
  choice().click();
  await until(() => expect(app.text('am-alert-choices')).toContain('detail of 503'));
  expect(choice().checked).toBe(false);
});

test.each(['alerts', 'searches'])('/%s that does not load says so', async (name) => {
  await open(`/${name}`, { [`GET /api/${name}`]: 503 });
  await until(() => expect(app.text(`am-${name}-page`)).toContain('did not load detail of 503'));
});

describe('alerts while no page is open', () => {
  const card = () => app.text('am-push-devices');
  const device = { id: 'd1', name: 'Firefox on Linux', createdAt: 0 };

  test('turned on and off in this browser; another one is removed', async () => {
    await open('/alerts', {
      'GET /api/push': { key: 'public', devices: [device] },
      'POST /api/push/devices': device,
      'DELETE /api/push/devices/d1': {},
    });
    await until(() => expect(card()).toContain('Firefox on Linux'));
    app.named('Turn on in this browser').click();
    await until(() => expect(card()).toContain('This browser shows your alerts.'));
    expect(app.push.key).toBe('public');
    expect(app.rest.sent[0]?.body).toMatchObject({ endpoint: 'https://push.test/1' });
    app.named('Turn off in this browser').click();
    await until(() => app.named('Turn on in this browser'));
    app.named('Remove Firefox on Linux').click();
    await until(() => expect(app.rest.sent[1]?.to).toBe('DELETE /api/push/devices/d1'));
  });

  test.each([
    ['none are sent', null, 'yes', 'This installation sends none.'],
    ['an old browser', 'public', 'no', 'This browser cannot show them.'],
    ['forbidden', 'public', 'denied', 'allow notifications in the browser first'],
  ] as const)('%s', async (_name, key, can, expected) => {
    app = await TestApp.open('/alerts', ({ rest, gateway, push }) => {
      gateway.userId = aMe().id;
      push.can = can;
      rest.answers.set('GET /api/me', aMe());
      rest.answers.set('GET /api/push', { key, devices: [] });
    });
    await until(() => expect(card()).toContain(expected));
  });
});

describe('saved searches', () => {
  const search: SavedSearch = {
    id: 's1',
    name: 'Cheap Fords',
    address: 'make=FORD',
    filter: { make: ['FORD'] },
    alerts: true,
    createdAt: 0,
  };
  const searches = () => app.text('am-searches-page');

  test('open, turn alerts off, rename, delete and take it back', async () => {
    await open('/searches', {
      'GET /api/searches': { searches: [search] },
      'PATCH /api/searches/s1': search,
      'DELETE /api/searches/s1': {},
      'POST /api/searches': search,
    });
    await until(() => expect(searches()).toContain('Cheap Fords'));
    expect(app.named('Cheap Fords').getAttribute('href')).toBe('/?make=FORD');
    app.named('Alerts for Cheap Fords').click();
    await until(() => expect(app.rest.sent[0]?.body).toEqual({ alerts: false }));
    await until(() => app.named('Rename Cheap Fords').click());
    await until(() => app.fill(app.one('am-searches-page .field'), 'Fords'));
    app.named('Save').click();
    await until(() => expect(app.rest.sent[1]?.body).toEqual({ name: 'Fords' }));
    await until(() => app.named('Delete Cheap Fords').click());
    await until(() => app.named('Undo').click());
    const { name, address, filter, alerts } = search;
    await until(() => expect(app.rest.sent[3]?.body).toEqual({ name, address, filter, alerts }));
  });

  test("the board's filter is saved under a name", async () => {
    await open('/?make=FORD&yearFrom=2018', { 'POST /api/searches': search });
    await until(() => app.named('Save this search').click());
    await until(() => app.fill(app.one('am-save-search .field'), 'Fords'));
    app.one('am-save-search .primary').click();
    await until(() => expect(app.text('am-save-search')).toContain('Saved.'));
    expect(app.rest.sent[0]?.body).toEqual({
      name: 'Fords',
      address: 'make=FORD&yearFrom=2018',
      filter: { status: ['OPEN'], make: ['FORD'], year: [2018, null] },
      alerts: true,
    });
  });
});

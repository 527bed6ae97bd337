import { aMe } from '../../../testing/accounts.ts';
import { aLotDetail, Refused } from '../../../testing/fake-rest.ts';
import { aLot } from '../../../testing/lot-rows.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

let app: TestApp;
afterEach(() => app.close());

async function open(address: string, lotIds: readonly string[] | number, isVisitor = false) {
  app = await TestApp.open(address, ({ rest, gateway }) => {
    gateway.userId = isVisitor ? null : aMe().id;
    rest.answers.set('GET /api/me', isVisitor ? 401 : aMe());
    const lots = typeof lotIds === 'number' ? [] : lotIds.map((lotId) => ({ lotId, addedAt: 0 }));
    const list = typeof lotIds === 'number' ? lotIds : { lots, most: 300 };
    rest.answers.set('GET /api/watchlist', list);
    for (const [id, name] of [
      ['a', '2018 TOYOTA'],
      ['b', '2018 HONDA'],
    ] as const) {
      gateway.put(aLot({ id, name, end: Date.UTC(2030, 0, 1) }));
      rest.answers.set(`PUT /api/watchlist/${id}`, { lotId: id, addedAt: 0 });
      rest.answers.set(`DELETE /api/watchlist/${id}`, {});
    }
    rest.lots.set('a', aLotDetail({ lotId: 'a' }));
    const note = { text: 'good tyres', version: 3, writtenBy: 'Ann', writtenAt: 0 };
    rest.answers.set('GET /api/lots/a/note', note);
  });
}
const page = () => app.text('am-watchlist-page');
const star = (root = 'am-lot-row') => app.one(`${root} am-watch-star button`);
const isOn = () => star().getAttribute('aria-pressed');

test('the list is a board of its lots alone, and they are live', async () => {
  await open('/watchlist', ['b']);
  await until(() => expect(app.titles()).toEqual(['2018 Honda']));
  app.gateway.put({ id: 'b', v: 9, price: 777_700 });
  await until(() => expect(page()).toContain('$7,777'));
});

test.each([
  ['no lot', [], 'You watch no lot yet'],
  ['a broken server', 503, 'Your watchlist did not load detail of 503'],
])('%s', async (_name, lots, expected) => {
  await open('/watchlist', lots);
  await until(() => expect(page()).toContain(expected));
});

test('a star shows at once; what the server does not take is taken back', async () => {
  await open('/', []);
  await until(() => expect(isOn()).toBe('false'));
  app.rest.answers.set('PUT /api/watchlist/a', new Refused(409, 'CONFLICT', 'the list is full'));
  star().click();
  await until(() => expect(app.text('am-toasts')).toContain('the list is full'));
  expect(isOn()).toBe('false');
  expect(app.url).toBe('/');
});

test('taken off by key, and taken back', async () => {
  await open('/', ['a', 'b']);
  await until(() => expect(isOn()).toBe('true'));
  app.press('j');
  app.press('w');
  await until(() => expect(app.text('am-toasts')).toContain('Taken off the watchlist'));
  expect(app.rest.sent[0]?.to).toMatch(/^DELETE .api.watchlist/);
  app.named('Undo').click();
  await until(() => expect(app.rest.sent[1]?.to).toMatch(/^PUT .api.watchlist/));
});

test('a visitor has no star, no bell and no list', async () => {
  await open('/', [], true);
  await until(() => expect(app.titles()).toHaveLength(2));
  expect(app.all('am-watch-star button, am-alert-bell a, a[href="/watchlist"]')).toEqual([]);
});

describe('the note of a lot', () => {
  const note = () => app.text('am-lot-note');
  const type = (text: string) => {
    const box = app.one('am-lot-note textarea') as HTMLTextAreaElement;
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };

  test('is changed under its version; overtaken, what was typed stays', async () => {
    await open('/lots/a', []);
    await until(() => expect(note()).toContain('Ann'));
    app.rest.answers.set('PUT /api/lots/a/note', new Refused(409, 'CONFLICT'));
    type('bad tyres');
    await until(() => app.named('Save the note').click());
    await until(() => expect(note()).toContain('What you typed is still here'));
    expect(app.rest.sent[0]?.body).toEqual({ text: 'bad tyres', version: 3 });
    const saved = { text: 'bad tyres', version: 5, writtenBy: 'Bob', writtenAt: 0 };
    app.rest.answers.set('PUT /api/lots/a/note', saved);
    app.named('Save the note').click();
    await until(() => expect(note()).toContain('Bob'));
  });
});

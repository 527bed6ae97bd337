import type { SaleItem } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { aSale } from '../../../testing/a-sale.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const draft = aSale();
const waiting = aSale({
  status: 'PENDING_APPROVAL',
  price: 800_000,
  bidCount: 3,
  watcherCount: 2,
  reserveMet: false,
  decisionNeeded: true,
  decisionUntil: Date.UTC(2031, 0, 1),
});
const accepted = { commandId: 'c', lotId: 'a', outcome: 'ACCEPTED' };
let app: TestApp;
afterEach(() => app.close());

async function open(
  lots: readonly SaleItem[] | number,
  more: Readonly<Record<string, object>> = {},
  at = '/sell',
) {
  app = await TestApp.open(at, ({ rest, gateway }) => {
    const me = aMe({ roles: ['SELLER'] });
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/sell/lots', typeof lots === 'number' ? lots : { lots });
    for (const [asked, answer] of Object.entries(more)) rest.answers.set(asked, answer);
  });
}
const page = () => app.text('am-sell-page');
const sent = () => app.rest.sent.map(({ to, body }) => [to, body]);

test('a draft is published, under a key', async () => {
  await open([draft], { 'POST /api/sell/lots/a/publish': accepted });
  await until(() => expect(page()).toContain('starts at $5,000 · reserve $9,000'));
  app.named('Publish 2018 Camry').click();
  await until(() => expect(sent()).toEqual([['POST /api/sell/lots/a/publish', undefined]]));
  expect(app.rest.sent[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}:\d+$/);
});

test('below the reserve the seller asks for more, with the spread in sight', async () => {
  await open([waiting], { 'POST /api/sell/lots/a/counter': accepted });
  await until(() =>
    expect(page()).toContain('price $8,000 · 3 bids · 2 watchers · reserve $9,000, not met'),
  );
  expect(page()).toContain('Bid and reserve are $1,000 apart.');
  app.fill(app.one('am-counter-form input'), '7,000');
  app.named('Counter 2018 Camry').click();
  await until(() => expect(page()).toContain('above the closing price'));
  app.fill(app.one('am-counter-form input'), '8,500');
  app.named('Counter 2018 Camry').click();
  await until(() =>
    expect(sent()).toEqual([['POST /api/sell/lots/a/counter', { amount: 850_000 }]]),
  );
});

test('approving is asked once more; a refusal is told in words', async () => {
  const late = { ...accepted, outcome: 'REJECTED', reason: 'ENDED' };
  await open([waiting], { 'POST /api/sell/lots/a/approve': late });
  await until(() => expect(page()).toContain('2018 Camry'));
  app.named('Approve 2018 Camry').click();
  await until(() => expect(app.text('dialog[open]')).toContain('sold at this price'));
  app.one('dialog[open] .primary').click();
  await until(() =>
    expect(app.text('[role=alert].problem')).toBe('2018 Camry: The time to decide is over.'),
  );
});

test('several are approved at once; one refusal does not stop the next', async () => {
  const late = { ...accepted, outcome: 'REJECTED', reason: 'ENDED' };
  await open([waiting, { ...waiting, lotId: 'b', title: '2019 Golf' }], {
    'POST /api/sell/lots/a/approve': late,
    'POST /api/sell/lots/b/approve': accepted,
  });
  await until(() => expect(page()).toContain('2019 Golf'));
  app.one('.bulk input').click();
  await until(() => expect(page()).toContain('2 of 2 chosen'));
  app.named('Approve 2 chosen').click();
  await until(() => expect(app.text('dialog[open]')).toContain('Each is sold'));
  app.one('dialog[open] .primary').click();
  await until(() =>
    expect(sent().map(([to]) => to)).toEqual([
      'POST /api/sell/lots/a/approve',
      'POST /api/sell/lots/b/approve',
    ]),
  );
  await until(() => expect(page()).toContain('2018 Camry: The time to decide is over.'));
});

test('an unsold lot is offered again on other days', async () => {
  await open([aSale({ status: 'NOT_SOLD' })], { 'POST /api/sell/lots/a/relist': accepted });
  await until(() => expect(page()).toContain('Sell it again'));
  app.named('Relist 2018 Camry').click();
  await until(() => expect(page()).toContain('Choose when bidding starts.'));
  ['2030-01-01T10:00', '2030-01-02T10:00'].forEach((text, at) => {
    const field = app.all('am-relist-form input')[at];
    if (field !== undefined) app.fill(field, text);
  });
  app.named('Relist 2018 Camry').click();
  await until(() =>
    expect(sent()).toEqual([
      [
        'POST /api/sell/lots/a/relist',
        { startsAt: Date.parse('2030-01-01T10:00'), endsAt: Date.parse('2030-01-02T10:00') },
      ],
    ]),
  );
});

test('nothing for sale says what to do; what does not load says so', async () => {
  await open([]);
  await until(() => expect(page()).toContain('Nothing is for sale yet'));
  app.close();
  await open(503);
  await until(() => expect(page()).toContain('Your lots did not load'));
});

describe('the form of a lot', () => {
  const form = () => app.text('am-sale-lot-page');
  /** The field with that label. */
  const fill = (label: string, text: string) => {
    const field = app
      .all('am-sale-form am-text-field')
      .find((one) => one.textContent.trim().startsWith(label));
    const box = field?.querySelector('input');
    if (!box) throw new Error(`no field ${label}`);
    app.fill(box, text);
  };

  test('with nothing in it says what is missing', async () => {
    await open([], {}, '/sell/new');
    await until(() => expect(form()).toContain('First price'));
    app.named('Make the draft').click();
    await until(() => expect(form()).toContain('Say what is sold.'));
    expect(sent()).toEqual([]);
  });

  test('makes a draft and goes on to its photos', async () => {
    await open([draft], { 'POST /api/sell/lots': accepted }, '/sell/new');
    await until(() => expect(form()).toContain('First price'));
    fill('What is sold', '2018 Camry');
    fill('First price', '5,000');
    fill('Bidding starts', '2030-01-01T10:00');
    fill('Bidding ends', '2030-01-02T10:00');
    app.named('Make the draft').click();
    await until(() => expect(app.url).toBe('/sell/lots/a'));
    expect(app.rest.sent[0]?.body).toMatchObject({ title: '2018 Camry', start: 500_000 });
    await until(() => expect(form()).toContain('Photos'));
  });

  test('a refusal stands beside its field', async () => {
    const refused = {
      ...accepted,
      outcome: 'REJECTED',
      reason: 'BAD_TERMS',
      reasons: ['RUNS_TOO_LONG'],
    };
    await open([draft], { 'PATCH /api/sell/lots/a': refused }, '/sell/lots/a');
    await until(() => expect(form()).toContain('Save'));
    fill('First price', '6,000');
    app.named('Save').click();
    await until(() => expect(form()).toContain('A sale runs at most 21 days.'));
    expect(app.rest.sent[0]?.body).toMatchObject({ start: 600_000, reserve: 900_000 });
  });

  test('an open lot takes a later end and a note only; one that is over takes nothing', async () => {
    await open([aSale({ status: 'OPEN' })], { 'PATCH /api/sell/lots/a': accepted }, '/sell/lots/a');
    await until(() => expect(form()).toContain('Note for bidders'));
    expect(form()).not.toContain('First price');
    fill('Note', 'Two keys');
    app.named('Save').click();
    await until(() =>
      expect(sent()).toEqual([['PATCH /api/sell/lots/a', { vehicle: { note: 'Two keys' } }]]),
    );
    app.close();
    await open([aSale({ status: 'SOLD' })], {}, '/sell/lots/a');
    await until(() => expect(form()).toContain('The sale is over'));
  });

  test.each([
    [
      'Move photo 2 to the front',
      'PATCH /api/sell/lots/a',
      { vehicle: { photos: ['https://x.example/two.jpg', '/photos/one.jpg'] } },
    ],
    ['Remove photo 1', 'DELETE /api/sell/lots/a/photos/one.jpg', undefined],
    ['Remove photo 2', 'PATCH /api/sell/lots/a', { vehicle: { photos: ['/photos/one.jpg'] } }],
  ])('%s', async (button, to, body) => {
    const photos = ['/photos/one.jpg', 'https://x.example/two.jpg'];
    await open([aSale({ vehicle: { photos } })], { [to]: accepted }, '/sell/lots/a');
    await until(() => expect(form()).toContain('Photos'));
    app.named(button).click();
    await until(() => expect(sent()).toEqual([[to, body]]));
  });
});

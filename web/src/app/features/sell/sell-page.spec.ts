import { aMe } from '../../../testing/accounts.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';
import type { OwnLot } from './own-lot.ts';

const draft: OwnLot = {
  lotId: 'a',
  title: '2018 Camry',
  status: 'DRAFT',
  currency: 'USD',
  start: 500_000,
  reserve: 900_000,
  startsAt: Date.UTC(2030, 0, 1),
  endsAt: Date.UTC(2030, 0, 2),
  price: null,
  bidCount: null,
  reserveMet: null,
  decisionNeeded: false,
};
const waiting: OwnLot = {
  ...draft,
  status: 'PENDING_APPROVAL',
  price: 800_000,
  reserveMet: false,
  decisionNeeded: true,
};
const accepted = { commandId: 'c', outcome: 'ACCEPTED' };
let app: TestApp;
afterEach(() => app.close());

async function open(lots: readonly OwnLot[] | number, more: Readonly<Record<string, object>> = {}) {
  app = await TestApp.open('/sell', ({ rest, gateway }) => {
    const me = aMe({ roles: ['SELLER'] });
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/sell/lots', typeof lots === 'number' ? lots : { lots });
    for (const [asked, answer] of Object.entries(more)) rest.answers.set(asked, answer);
  });
}
const page = () => app.text('am-sell-page');
const sent = () => app.rest.sent.map(({ to, body }) => [to, body]);

test('a draft is published', async () => {
  await open([draft], { 'POST /api/sell/lots/a/publish': accepted });
  await until(() => expect(page()).toContain('starts at $5,000 · reserve $9,000'));
  app.named('Publish 2018 Camry').click();
  await until(() => expect(sent()).toEqual([['POST /api/sell/lots/a/publish', undefined]]));
});

test('below the reserve the seller asks for more', async () => {
  await open([waiting], { 'POST /api/sell/lots/a/counter': accepted });
  await until(() => expect(page()).toContain('price $8,000 · reserve $9,000, not met'));
  app.fill(app.one('am-counter-form input'), '8,500');
  app.named('Counter').click();
  await until(() =>
    expect(sent()).toEqual([['POST /api/sell/lots/a/counter', { amount: 850_000 }]]),
  );
});

test('approving is asked once more; a refusal is told', async () => {
  const late = { commandId: 'c', outcome: 'REJECTED', reason: 'LATE' };
  await open([waiting], { 'POST /api/sell/lots/a/approve': late });
  await until(() => expect(page()).toContain('2018 Camry'));
  app.named('Approve 2018 Camry').click();
  await until(() => expect(app.text('dialog[open]')).toContain('sold at this price'));
  app.one('dialog[open] .primary').click();
  await until(() => expect(app.text('[role=alert].problem')).toBe('Refused: LATE.'));
});

test('a form with nothing in it says what is missing', async () => {
  await open([]);
  await until(() => expect(page()).toContain('First price'));
  expect(page()).toContain('Nothing is for sale yet');
  app.named('Make the draft').click();
  await until(() => expect(page()).toContain('Say what is sold.'));
  expect(sent()).toEqual([]);
});

test('a lot is made', async () => {
  await open([], { 'POST /api/sell/lots': accepted });
  await until(() => expect(page()).toContain('First price'));
  const values = ['2018 Camry', '5,000', '', '2030-01-01T10:00', '2030-01-02T10:00'];
  values.forEach((text, at) => {
    const field = app.all('am-sale-form input')[at];
    if (field !== undefined) app.fill(field, text);
  });
  app.named('Make the draft').click();
  await until(() => expect(page()).toContain('The draft is there.'));
  expect(app.rest.sent[0]?.body).toMatchObject({ title: '2018 Camry', start: 500_000 });
});

test('what does not load says so', async () => {
  await open(503);
  await until(() => expect(page()).toContain('Your lots did not load'));
});

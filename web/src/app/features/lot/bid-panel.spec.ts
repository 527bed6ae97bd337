import type { LiveEvent } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { aLotDetail, Refused } from '../../../testing/fake-rest.ts';
import { aLot } from '../../../testing/lot-rows.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const path = 'POST /api/lots/a/bids';
const leading = { commandId: 'c', outcome: 'ACCEPTED', position: 'LEADING', ownMax: 1_300_000 };
let app: TestApp;
afterEach(() => app.close());

async function open(answer: object | number = leading, me: ReturnType<typeof aMe> | null = aMe()) {
  app = await TestApp.open('/lots/a', ({ rest, gateway }) => {
    gateway.userId = me?.id ?? null;
    if (me !== null) rest.answers.set('GET /api/me', me);
    gateway.put(aLot({ id: 'a', site: 'own', ask: 1_275_000 }));
    rest.lots.set('a', aLotDetail({ lotId: 'a', kind: 'OWN', askMinor: 1_275_000, url: null }));
    rest.answers.set(path, answer);
  });
}
const panel = () => app.text('am-bid-panel');
const isReady = () => until(() => expect(panel()).toContain('Bid $12,750'));
const press = () => app.one('am-bid-panel form .primary').click();
const type = (text: string) => app.fill(app.one('am-bid-panel .field'), text);

test('the next step at a press; the ask follows the live row', async () => {
  await open();
  await isReady();
  app.gateway.put({ id: 'a', v: 2, price: 1_275_000, ask: 1_300_000 });
  await until(() => expect(panel()).toContain('Bid $13,000'));
  press();
  await until(() => expect(panel()).toContain('You are leading, up to $13,000.'));
  const [sent] = app.rest.sent;
  expect(sent?.body).toEqual({ kind: 'FLAT', amount: 1_300_000, currency: 'USD' });
  expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}:1$/);
});

test('a maximum', async () => {
  await open();
  await isReady();
  app.all('am-bid-panel input[type=radio]')[1]?.click();
  type('15,000');
  await until(() => expect(panel()).toContain('Set maximum $15,000'));
  press();
  await until(() => expect(app.rest.sent).toHaveLength(1));
  expect(app.rest.sent[0]?.body).toEqual({ kind: 'PROXY', amount: 1_500_000, currency: 'USD' });
});

test('above the own limit: it waits, until an approver says no', async () => {
  await open();
  await isReady();
  const parked = { commandId: 'c', outcome: 'REJECTED', reason: 'NEEDS_APPROVAL' };
  app.rest.answers.set('POST /api/lots/a/bids', parked);
  press();
  await until(() => expect(panel()).toContain('it waits for an approver'));
  const approval = { state: 'REFUSED', decidedBy: 'Ann', note: 'Too dear' };
  const bid = { lotId: 'a', reason: 'NEEDS_APPROVAL', approval, at: 5 };
  app.rest.answers.set('GET /api/bids', { bids: [bid] });
  press();
  await until(() => expect(panel()).toContain('Ann did not approve your bid'));
  expect(panel()).toContain('“Too dear”');
  expect(panel()).not.toContain('it waits for an approver');
  const later = { ...bid, reason: null, approval: null, at: 6 };
  app.rest.answers.set('GET /api/bids', { bids: [later] });
  press();
  await until(() => expect(panel()).not.toContain('did not approve'));
  expect(panel()).not.toContain('it waits for an approver');
});

test.each([
  ['too little', '100', 'The next bid is $12,750 or more.'],
  ['no amount', 'much', 'Type an amount, as 12,500.'],
])('%s is told before it is sent', async (_name, text, expected) => {
  await open();
  await isReady();
  type(text);
  press();
  await until(() => expect(panel()).toContain(expected));
  expect(app.rest.sent).toEqual([]);
});

test('a slip of the finger is asked about; meant, it is a new wish', async () => {
  await open({ commandId: 'c', outcome: 'REJECTED', reason: 'CONFIRM', reasons: ['JUMP'] });
  await isReady();
  type('99,000');
  press();
  await until(() => expect(app.text('dialog[open]')).toContain('a big jump above the price'));
  app.rest.answers.set(path, leading);
  app.one('dialog[open] .primary').click();
  await until(() => expect(panel()).toContain('You are leading'));
  const [first, second] = app.rest.sent;
  expect(second?.body).toEqual({
    kind: 'FLAT',
    amount: 9_900_000,
    currency: 'USD',
    confirmAmount: 9_900_000,
  });
  expect(second?.headers['idempotency-key']).not.toBe(first?.headers['idempotency-key']);
});

test.each([
  ['no answer', 503, 'No answer came.'],
  ['no decision yet', { commandId: 'c' }, 'it is not decided yet'],
])('%s: asking again keeps the key', async (_name, answer, expected) => {
  await open(answer);
  await isReady();
  press();
  await until(() => expect(panel()).toContain(expected));
  app.rest.answers.set(path, leading);
  app.named('Ask again').click();
  await until(() => expect(panel()).toContain('You are leading'));
  const keys = app.rest.sent.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test.each([
  [{ outcome: 'ACCEPTED', position: 'OUTBID', ask: 1_400_000 }, 'outbid. The next bid is $14,000'],
  [{ outcome: 'REJECTED', reason: 'TOO_LOW', ask: 1_400_000 }, 'Too low. The next bid is $14,000'],
  [{ outcome: 'REJECTED', reason: 'OWN_LOT' }, 'a lot of your own organisation'],
  [{ outcome: 'REJECTED', reason: 'NEW_RULE' }, 'The bid was refused (NEW_RULE).'],
  [new Refused(403, 'FORBIDDEN', 'not for you'), 'not for you'],
])('%j reads as it is', async (answer, expected) => {
  await open(answer);
  await isReady();
  press();
  await until(() => expect(panel()).toContain(expected));
});

test.each([
  ['a visitor', null, 'Sign in to bid.'],
  ['a viewer', aMe({ roles: ['VIEWER'] }), 'Your account may look but not bid'],
])('%s is told why there is no bidding', async (_name, me, expected) => {
  await open(leading, me);
  await until(() => expect(panel()).toContain(expected));
  expect(app.all('am-bid-panel form')).toEqual([]);
});

test('after the end the panel says so', async () => {
  await open();
  await isReady();
  app.gateway.put({ id: 'a', v: 2, status: 'ENDED' });
  await until(() => expect(panel()).toContain('Ended: The sale is over.'));
});

test('while the connection is cut nobody bids on an old price', async () => {
  await open();
  await isReady();
  app.gateway.close(1006);
  await until(() => expect(panel()).toContain('The connection is cut'));
});

const anEvent = (given: Partial<LiveEvent>): LiveEvent => ({
  t: 'ev',
  id: 'o-a-2',
  cur: 'x',
  kind: 'outbid',
  lot: 'a',
  at: 1,
  data: {},
  ...given,
});

test('the answer that was still to come arrives by itself', async () => {
  await open({ commandId: 'c' });
  await isReady();
  press();
  await until(() => expect(panel()).toContain('it is not decided yet'));
  app.gateway.send(anEvent({ kind: 'bid', data: { ...leading, commandId: 'of somebody else' } }));
  app.gateway.send(anEvent({ id: 'o-a-3', kind: 'bid', data: leading }));
  await until(() => expect(panel()).toContain('You are leading, up to $13,000.'));
});

test('outbid: told on the panel with the next step, and beside the page, once', async () => {
  await open();
  await isReady();
  const row: LiveEvent['row'] = ['a', 9, 1_300_000, 1_325_000, 3, null, 2, null, 0, 'OPEN'];
  const outbid = anEvent({ row, data: { price: 1_300_000, title: '2018 TOYOTA CAMRY' } });
  app.gateway.send(outbid);
  app.gateway.send(outbid);
  await until(() => {
    expect(panel()).toContain('You are outbid at $13,000. The next bid is $13,250 or more.');
  });
  expect(app.text('am-toasts')).toBe('You are outbid 2018 Toyota Camry');
  app.named('Dismiss: You are outbid').click();
  await until(() => expect(app.text('am-toasts')).toBe(''));
});

import type { ApprovalItem, OwnLimits } from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { Refused } from '../../../testing/fake-rest.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const waiting: ApprovalItem = {
  commandId: 'c1',
  lotId: 'a',
  title: '2018 TOYOTA CAMRY',
  photo: null,
  kind: 'PROXY',
  amount: 1_500_000,
  currency: 'USD',
  price: 1_250_000,
  ask: 1_275_000,
  endsAt: null,
  userId: 'user-bob',
  userName: 'Bob Buyer',
  askedAt: Date.UTC(2026, 0, 1),
  state: 'AWAITING',
  decidedBy: null,
  decidedAt: null,
  note: null,
  outcome: null,
  reason: null,
};
const limits: OwnLimits = {
  ...{ credit: 2_000_000, currency: 'USD', exposure: 500_000, lotsLed: 1, lotsLedMax: null },
  exposures: [{ currency: 'USD', exposure: 500_000 }],
  further: [{ currency: 'EUR', credit: 900_000 }],
  users: [],
};
let app: TestApp;
afterEach(() => app.close());

async function open(answer: object | number, me = aMe({ id: 'ann', roles: ['APPROVER'] })) {
  app = await TestApp.open('/approvals', ({ rest, gateway }) => {
    gateway.userId = me.id;
    rest.answers.set('GET /api/me', me);
    rest.answers.set('GET /api/approvals', answer);
    rest.answers.set('GET /api/organisation/limits', limits);
  });
}
const page = () => app.text('am-approvals-page');
const buttons = () => app.all('am-approvals-page .actions button').length;

test('what waits is shown with who, how much and what the lot is at, and is approved', async () => {
  await open({ approvals: [waiting] });
  await until(() => expect(page()).toContain('A maximum of $15,000'));
  await until(() => expect(page()).toContain('Bound to $5,000 of $20,000.'));
  expect(page()).toContain('Bound to €0 of €9,000.');
  for (const text of ['1 waiting', 'Bob Buyer', 'price $12,500 · next bid $12,750']) {
    expect(page()).toContain(text);
  }
  const answer = { commandId: 'c2', outcome: 'ACCEPTED', position: 'LEADING', ownMax: 1_500_000 };
  app.rest.answers.set('POST /api/approvals/c1/approve', answer);
  app.named('Approve A maximum of $15,000 for 2018 Toyota Camry').click();
  await until(() => expect(page()).toContain('Approved and sent. You are leading, up to $15,000.'));
});

test('it is refused', async () => {
  await open({ approvals: [waiting] });
  await until(() => expect(buttons()).toBe(2));
  app.rest.answers.set('POST /api/approvals/c1/refuse', { commandId: 'c1', state: 'REFUSED' });
  app.named('Refuse A maximum of $15,000 for 2018 Toyota Camry').click();
  await until(() => expect(app.all('am-dialog .field')).toHaveLength(1));
  app.fill(app.one('am-dialog .field'), ' Too dear ');
  app.named('Refuse the bid').click();
  await until(() => expect(page()).toContain('the bid is not sent'));
  expect(app.rest.sent[0]?.body).toEqual({ note: 'Too dear' });
});

test('somebody else was first', async () => {
  await open({ approvals: [waiting] });
  await until(() => expect(buttons()).toBe(2));
  const refused = new Refused(409, 'CONFLICT', 'this bid was decided already');
  app.rest.answers.set('POST /api/approvals/c1/approve', refused);
  app.named('Approve A maximum of $15,000 for 2018 Toyota Camry').click();
  await until(() => expect(page()).toContain('this bid was decided already'));
});

test.each<[string, Partial<ApprovalItem>, string]>([
  ['approved', { state: 'APPROVED', outcome: 'ACCEPTED', decidedBy: 'Ann' }, 'The lot took it.'],
  ['refused by the lot', { state: 'APPROVED', outcome: 'REJECTED', reason: 'LIMIT' }, 'limit'],
  ['on its way', { state: 'APPROVED' }, 'has not answered yet'],
  ['refused', { state: 'REFUSED' }, 'Refused'],
  ['refused with a reason', { state: 'REFUSED', note: 'Too dear' }, '“Too dear”'],
  ['expired', { state: 'EXPIRED' }, 'Expired'],
  ['the own bid', { userId: 'ann' }, 'Your own bid waits for somebody else'],
])('%s: nothing is left to decide', async (_name, given, expected) => {
  await open({ approvals: [{ ...waiting, ...given }] });
  await until(() => expect(page()).toContain(expected));
  expect(buttons()).toBe(0);
});

test('a buyer sees them and decides nothing', async () => {
  await open({ approvals: [waiting] }, aMe({ id: 'zoe', roles: ['BUYER'] }));
  await until(() => expect(page()).toContain('Waits'));
  expect(buttons()).toBe(0);
});

test.each([
  ['nothing', { approvals: [] }, 'Nothing waits'],
  ['a broken server', 503, 'The approvals did not load detail of 503'],
])('%s', async (_name, answer, expected) => {
  await open(answer);
  await until(() => expect(page()).toContain(expected));
});

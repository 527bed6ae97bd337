import type {
  ApiTokenItem,
  OwnLimits,
  SessionItem,
  SiteAccountItem,
  UserItem,
} from '@auction/gateway/contract';
import { aMe } from '../../../testing/accounts.ts';
import { Refused } from '../../../testing/fake-rest.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const at = Date.UTC(2026, 0, 1);
const here: SessionItem = {
  id: 'here',
  current: true,
  createdAt: at,
  lastSeenAt: at,
  expiresAt: at,
  address: '10.0.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36',
};
const bob: UserItem = {
  id: 'user-bob',
  name: 'Bob Buyer',
  email: 'bob@northside.example',
  roles: ['BUYER'],
  createdAt: at,
  verified: true,
  disabled: false,
};
const alice: UserItem = { ...bob, id: 'user-alice', name: 'Alice Admin', roles: ['ADMIN'] };
const someLimits: OwnLimits = {
  credit: 2_000_000,
  currency: 'USD',
  lotsLedMax: 5,
  exposure: 1_500_000,
  exposures: [{ currency: 'USD', exposure: 1_500_000 }],
  further: [],
  lotsLed: 2,
  users: [{ userId: 'user-bob', amount: 500_000, currency: 'USD', further: [] }],
};
const ebay: SiteAccountItem = {
  ...{ site: 'ebay', isConnected: false, connectedAt: null, connectedBy: null },
};
const bot: ApiTokenItem = {
  id: 'bot',
  name: 'Stock robot',
  scopes: ['bids:read'],
  createdAt: at,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
};

let app: TestApp;
afterEach(() => app.close());

async function open(me = aMe(), more: Readonly<Record<string, object | number>> = {}) {
  app = await TestApp.open('/account', ({ rest, gateway }) => {
    gateway.userId = me.id;
    const answers = {
      'GET /api/me': me,
      'GET /api/me/sessions': { sessions: [here, { ...here, id: 'there', current: false }] },
      'GET /api/organisation/limits': someLimits,
      'GET /api/organisation/users': { users: [alice, bob] },
      'GET /api/organisation/invitations': { invitations: [] },
      'GET /api/organisation/sites': { sites: [ebay] },
      'GET /api/organisation/tokens': { tokens: [bot, { ...bot, id: 'old', revokedAt: at }] },
      ...more,
    };
    for (const [asked, answer] of Object.entries(answers)) rest.answers.set(asked, answer);
  });
}
const admin = () => aMe({ id: 'user-alice', name: 'Alice Admin', roles: ['ADMIN'] });
const page = () => app.text('am-account-page');
const sent = () => app.rest.sent.map(({ to }) => to);

test('a buyer sees the account and the sessions, and ends one', async () => {
  await open();
  await until(() => expect(page()).toContain('Chrome on Linux, 10.0.0.1 this one'));
  expect(page()).toContain('Northside Motors · Buyer');
  expect(page()).not.toContain('API tokens');
  app.rest.answers.set('DELETE /api/me/sessions/there', {});
  app.rest.answers.set('GET /api/me/sessions', { sessions: [here] });
  app.named('End Chrome on Linux, 10.0.0.1').click();
  await until(() => expect(page()).toContain('Nowhere else.'));
  expect(sent()).toEqual(['DELETE /api/me/sessions/there']);
});

test('an admin changes roles', async () => {
  await open(admin(), { 'PATCH /api/organisation/users/user-bob': bob });
  await until(() => expect(app.all('am-role-choice')).toHaveLength(3));
  app.all('am-role-choice')[1]?.querySelectorAll('input')[3]?.click();
  await until(() => expect(app.rest.sent[0]?.body).toEqual({ roles: ['BUYER', 'SELLER'] }));
});

test('limits show what is bound and what is allowed', async () => {
  await open();
  await until(() => expect(page()).toContain('Bound to $15,000 of $20,000.'));
  expect(page()).toContain('leading on 2 lots, of at most 5');
  expect(page()).toContain('Above $5,000 your bids wait for an approver.');
  expect(app.one('am-limits-card meter').getAttribute('aria-label')).toBe('Credit used: 75 %');
});

test.each<[string, Partial<OwnLimits> | 503, string]>([
  [
    'no limit',
    { credit: null, lotsLedMax: null, users: [] },
    'No credit limit. Bound to $15,000. leading on 2 lots',
  ],
  [
    'two currencies',
    { further: [{ currency: 'EUR', credit: 900_000 }] },
    'Bound to $15,000 of $20,000. Bound to €0 of €9,000.',
  ],
  [
    'bound where nothing is granted',
    {
      exposures: [
        { currency: 'GBP', exposure: 100_000 },
        { currency: 'USD', exposure: 1_500_000 },
      ],
    },
    'Bound to £1,000; there is no credit in GBP.',
  ],
  ['beyond it', { exposure: 2_500_000 }, 'bound to more than its credit'],
  ['not loaded', 503, 'The limits did not load'],
])('limits: %s', async (_name, given, expected) => {
  const answer = given === 503 ? given : { ...someLimits, ...given };
  await open(aMe(), { 'GET /api/organisation/limits': answer });
  await until(() => expect(page()).toContain(expected));
});

test('an admin sets what a user may bid alone', async () => {
  const further = [{ currency: 'EUR', amount: 400_000 }];
  const set = { userId: 'user-bob', amount: 750_000, currency: 'USD', further };
  await open(admin(), { 'PUT /api/organisation/users/user-bob/limit': set });
  await until(() => expect(page()).toContain('alone up to $5,000'));
  app.named('Change the limit of Bob Buyer').click();
  await until(() => expect(app.all('am-user-limit form')).toHaveLength(1));
  app.fill(app.one('am-user-limit input'), 'much');
  app.one('am-user-limit button[type=submit]').click();
  await until(() => expect(page()).toContain('Type an amount'));
  const field = (at: number) => app.all('am-user-limit input')[at] ?? app.one('missing');
  app.fill(field(0), '');
  app.fill(field(2), '4,000');
  app.one('am-user-limit button[type=submit]').click();
  await until(() => expect(page()).toContain('Set the first amount too'));
  app.fill(field(0), '7,500');
  app.one('am-user-limit button[type=submit]').click();
  const body = { amount: 750_000, currency: 'USD', further };
  await until(() => expect(app.rest.sent[0]?.body).toEqual(body));
});

test('an amount stays with its currency when another one comes first', async () => {
  const further = [{ currency: 'USD', amount: 500_000 }];
  const set = { userId: 'user-bob', amount: 100_000, currency: 'EUR', further };
  await open(admin(), { 'PUT /api/organisation/users/user-bob/limit': set });
  await until(() => expect(page()).toContain('alone up to $5,000'));
  app.named('Change the limit of Bob Buyer').click();
  await until(() => expect(app.all('am-user-limit form')).toHaveLength(1));
  const box = app.one('am-user-limit select') as HTMLSelectElement;
  box.value = 'EUR';
  box.dispatchEvent(new Event('change'));
  await until(() => expect(page()).toContain('May bid alone, EUR'));
  const first = app.one('am-user-limit input') as HTMLInputElement;
  await until(() => expect(first.value).toBe(''));
  app.fill(first, '1,000');
  app.one('am-user-limit button[type=submit]').click();
  const body = { amount: 100_000, currency: 'EUR', further };
  await until(() => expect(app.rest.sent[0]?.body).toEqual(body));
});

describe('an operator', () => {
  const oscar = () => aMe({ id: 'oscar', organisation: null, roles: ['OPERATOR'] });
  const one = { id: 'north', name: 'Northside', createdAt: at, disabled: false, userCount: 2 };
  const limits = { credit: 2_000_000, currency: 'EUR', lotsLedMax: null, further: [] };
  const answers = {
    'GET /api/admin/organisations': { organisations: [one] },
    'GET /api/admin/organisations/north/limits': limits,
    'PUT /api/admin/organisations/north/limits': limits,
  };

  test('sees and sets what an organisation may be bound to', async () => {
    await open(oscar(), answers);
    await until(() => expect(page()).toContain('Northside 2 users'));
    expect(page()).not.toContain('No credit limit');
    app.named('Limits of Northside').click();
    await until(() => expect(app.all('am-limits-form input')).toHaveLength(5));
    const [credit, lots, dollars] = app.all('am-limits-form input');
    expect((credit as HTMLInputElement).value).toBe('20000');
    app.fill(credit!, 'much');
    app.fill(lots!, '-1');
    app.one('am-limits-form button[type=submit]').click();
    await until(() => expect(page()).toContain('Type a whole number'));
    app.fill(credit!, '');
    app.fill(lots!, '7');
    app.fill(dollars!, '5,000');
    app.one('am-limits-form button[type=submit]').click();
    await until(() => expect(page()).toContain('Set the first credit too'));
    app.fill(credit!, '20,000');
    app.one('am-limits-form button[type=submit]').click();
    await until(() => expect(page()).toContain('Limits are set.'));
    expect(app.rest.sent[0]?.body).toEqual({
      ...{ credit: 2_000_000, currency: 'EUR', lotsLedMax: 7 },
      further: [{ currency: 'USD', credit: 500_000 }],
    });
  });

  test('puts another currency first: each amount stays with its own, also in one that is not offered', async () => {
    const further = [{ currency: 'JPY', credit: 300_000 }];
    const known = {
      ...answers,
      'GET /api/admin/organisations/north/limits': { ...limits, further },
    };
    await open(oscar(), known);
    await until(() => expect(page()).toContain('Northside 2 users'));
    app.named('Limits of Northside').click();
    await until(() => expect(app.all('am-limits-form input')).toHaveLength(6));
    const select = app.one('am-limits-form select') as HTMLSelectElement;
    select.value = 'USD';
    select.dispatchEvent(new Event('change'));
    await until(() => expect(page()).toContain('Credit, EUR; empty: none'));
    app.fill(app.all('am-limits-form input')[0]!, '7,000');
    app.one('am-limits-form button[type=submit]').click();
    await until(() => expect(app.rest.sent).toHaveLength(1));
    expect(app.rest.sent[0]?.body).toMatchObject({ credit: 700_000, currency: 'USD' });
    expect((app.rest.sent[0]?.body as { further: unknown }).further).toEqual(
      expect.arrayContaining([
        { currency: 'EUR', credit: 2_000_000 },
        { currency: 'JPY', credit: 300_000 },
      ]),
    );
  });

  test('is told when they did not load', async () => {
    await open(oscar(), { 'GET /api/admin/organisations': 503 });
    await until(() => expect(page()).toContain('The organisations did not load'));
  });
});

test('removing somebody is asked once more', async () => {
  await open(admin(), { 'DELETE /api/organisation/users/user-bob': {} });
  await until(() => expect(page()).toContain('Bob Buyer'));
  app.named('Remove Bob Buyer').click();
  await until(() => expect(app.text('dialog[open]')).toContain('Remove Bob Buyer?'));
  expect(sent()).toEqual([]);
  app.one('dialog[open] .primary').click();
  await until(() => expect(sent()).toEqual(['DELETE /api/organisation/users/user-bob']));
});

test('what the server refuses is told', async () => {
  const refused = new Refused(409, 'CONFLICT', 'somebody must stay admin');
  await open(admin(), { 'PATCH /api/organisation/users/user-bob': refused });
  await until(() => expect(page()).toContain('Bob Buyer'));
  app.named('Keep out Bob Buyer').click();
  await until(() =>
    expect(app.text('am-users-card [role=alert]')).toBe('somebody must stay admin'),
  );
});

test('an admin invites by mail', async () => {
  await open(admin(), { 'POST /api/organisation/invitations': { id: 'new' } });
  await until(() => expect(app.all('am-invite-form input[type=email]')).toHaveLength(1));
  app.fill(app.one('am-invite-form input[type=email]'), 'zoe@northside.example');
  app.one('am-invite-form button[type=submit]').click();
  await until(() => expect(page()).toContain('A mail to zoe@northside.example is on its way.'));
  expect(app.rest.sent[0]?.body).toEqual({ email: 'zoe@northside.example', roles: ['BUYER'] });
});

test('a token is shown once; revoked ones are gone', async () => {
  await open(admin(), { 'POST /api/organisation/tokens': { ...bot, id: 'new', token: 'amt_abc' } });
  await until(() => expect(page()).toContain('Stock robot Read bids · never used'));
  expect(app.all('am-tokens-card .rows > li')).toHaveLength(1);
  app.fill(app.one('am-tokens-card input:not([type=checkbox])'), 'Pricing');
  app.named('Make it').click();
  await until(() => expect(app.text('.secret')).toContain('amt_abc'));
  expect(app.rest.sent[0]?.body).toEqual({ name: 'Pricing', scopes: ['account:read'] });
});

test('what does not load says so and offers another try', async () => {
  await open(admin(), {
    'GET /api/me/sessions': 503,
    'GET /api/organisation/users': 503,
    'GET /api/organisation/tokens': 503,
  });
  for (const what of ['sessions', 'people', 'tokens']) {
    await until(() => expect(page()).toContain(`The ${what} did not load`));
  }
});

test('a session that ends under the page leads to the sign-in page', async () => {
  await open();
  await until(() => expect(page()).toContain('Bob Buyer'));
  app.gateway.userId = null;
  app.gateway.close(4401);
  await until(() => expect(app.url).toBe('/account/sign-in?back=%2Faccount'));
});

const passwords = () => app.all('am-password-card input[type=password]');
async function changePassword(current: string, password: string) {
  await until(() => expect(passwords()).toHaveLength(2));
  const [first, second] = passwords();
  if (first) app.fill(first, current);
  if (second) app.fill(second, password);
  app.one('am-password-card .primary').click();
}

test('the password is changed, and other devices are signed out', async () => {
  await open(aMe(), { 'POST /api/me/password': {} });
  await changePassword('old and long enough', 'new and long enough');
  await until(() => expect(page()).toContain('Your password is changed.'));
  expect(app.rest.sent[0]?.body).toEqual({
    ...{ current: 'old and long enough', password: 'new and long enough' },
    endOtherSessions: true,
  });
});

test.each([
  ['a short one is told before it is sent', 'short', undefined, 'At least 8 characters.'],
  [
    'the current one is wrong',
    'new and long enough',
    new Refused(403, 'FORBIDDEN'),
    'The current password is not right.',
  ],
])('password: %s', async (...[, password, refused, expected]) => {
  await open();
  if (refused) app.rest.answers.set('POST /api/me/password', refused);
  await changePassword('old and long enough', password);
  await until(() => expect(page()).toContain(expected));
});

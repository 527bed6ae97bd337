import { aMe, someDemoAccounts } from '../../../testing/accounts.ts';
import { Refused } from '../../../testing/fake-rest.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const token = 'a'.repeat(43);
let app: TestApp;
afterEach(() => app.close());

async function open(address: string, answers: Readonly<Record<string, object | number>> = {}) {
  app = await TestApp.open(address, ({ rest }) => {
    for (const [asked, answer] of Object.entries(answers)) rest.answers.set(asked, answer);
  });
}
const main = () => app.text('main');
const field = (label: string) => {
  const found = app.all('label').find((one) => one.textContent.trim() === label);
  return app.one(`#${found?.getAttribute('for') ?? 'none'}`);
};
const submit = () => app.one('main button[type=submit]').click();

describe('signing in', () => {
  const path = 'POST /api/accounts/sign-in';

  test('leads to the page asked for; the header names the person; the socket is a new one', async () => {
    await open('/account/sign-in?back=%2Fsites', { [path]: aMe() });
    await until(() => expect(app.all('am-account-entry .in')).toHaveLength(1));
    const hellos = () => app.gateway.heard.filter(({ t }) => t === 'hello').length;
    expect(hellos()).toBe(1);
    app.gateway.userId = aMe().id;
    app.fill(field('E-mail address'), ' bob@northside.example ');
    app.fill(field('Password'), 'secret words');
    submit();
    await until(() => expect(app.url).toBe('/sites'));
    expect(app.rest.sent[0]).toMatchObject({
      to: path,
      body: { email: 'bob@northside.example', password: 'secret words' },
    });
    await until(() => expect(app.text('am-account-entry')).toContain('Bob Buyer Northside Motors'));
    await until(() => expect(hellos()).toBe(2));
  });

  test('with an account to try with is one press', async () => {
    await open('/account/sign-in', {
      [path]: aMe(),
      'GET /api/accounts/demo': someDemoAccounts,
    });
    await until(() => expect(main()).toContain('Try it as'));
    app.gateway.userId = aMe().id;
    app.named('Bob Buyer').click();
    await until(() => expect(app.url).toBe('/'));
  });

  test('no accounts to try with, no word about them', async () => {
    await open('/account/sign-in');
    await until(() => expect(main()).toContain('Forgotten the password?'));
    expect(main()).not.toContain('Try it as');
  });

  test('empty fields are told before anything is sent', async () => {
    await open('/account/sign-in');
    await until(() => expect(main()).toContain('Register'));
    submit();
    await until(() => expect(main()).toContain('Fill in the e-mail address.'));
    expect(main()).toContain('Fill in the password.');
    expect(field('E-mail address').getAttribute('aria-invalid')).toBe('true');
    expect(app.rest.sent).toEqual([]);
  });

  test.each([
    ['WRONG_CREDENTIALS', 401, 'The address or the password is wrong.'],
    ['ADDRESS_NOT_VERIFIED', 403, 'We have mailed the link once more'],
    ['TOO_MANY_REQUESTS', 429, 'That was tried too often.'],
    ['FORBIDDEN', 403, 'detail of FORBIDDEN'],
  ])('%s is explained', async (code, status, expected) => {
    await open('/account/sign-in', { [path]: new Refused(status, code) });
    await until(() => expect(main()).toContain('E-mail address'));
    app.fill(field('E-mail address'), 'bob@northside.example');
    app.fill(field('Password'), 'wrong');
    submit();
    await until(() => expect(app.text('[role=alert]')).toContain(expected));
  });
});

test('signing out leads to the board, and the header offers to sign in', async () => {
  app = await TestApp.open('/sites', ({ rest, gateway }) => {
    gateway.userId = aMe().id;
    rest.answers.set('GET /api/me', aMe());
  });
  await until(() => expect(app.text('am-account-entry')).toContain('Bob Buyer'));
  app.rest.answers.set('POST /api/accounts/sign-out', {});
  app.gateway.userId = null;
  app.named('Sign out').click();
  await until(() => expect(app.url).toBe('/'));
  await until(() => expect(app.text('am-account-entry')).toBe('Sign in'));
});

test('a page of somebody asks visitors to sign in first', async () => {
  await open('/account?tab=users', { 'GET /api/me': new Refused(401, 'NOT_SIGNED_IN') });
  await until(() => expect(app.url).toBe('/account/sign-in?back=%2Faccount%3Ftab%3Dusers'));
});

test('registering: what is missing is told, then the mail is announced', async () => {
  const path = 'POST /api/accounts/register';
  await open('/account/register', { [path]: { accepted: true } });
  await until(() => expect(main()).toContain('E-mail address'));
  submit();
  await until(() => expect(main()).toContain('At least 8 characters.'));
  app.fill(field('Organisation'), 'Northside');
  app.fill(field('Your name'), 'Bob');
  app.fill(field('E-mail address'), 'bob@northside.example');
  app.fill(field('Password'), 'long enough');
  submit();
  await until(() => expect(main()).toContain('We have written to bob@northside.example'));
});

test.each([
  ['a good link', {}, 'Your address is verified'],
  ['a used link', new Refused(400, 'LINK_NOT_GOOD'), 'This link does not work any more'],
])('proving an address by %s', async (_name, answer, expected) => {
  await open(`/account/verify#token=${token}`, { 'POST /api/accounts/verify': answer });
  await until(() => expect(main()).toContain(expected));
  expect(app.rest.sent[0]?.body).toEqual({ token });
});

test.each(['/account/verify', '/account/reset', '/account/invitation'])(
  '%s without its token says so',
  async (address) => {
    await open(address);
    await until(() => expect(main()).toContain('The link is cut off'));
    expect(app.rest.sent).toEqual([]);
  },
);

test('forgotten: the answer is the same for every address', async () => {
  await open('/account/forgot', { 'POST /api/accounts/password/forgot': { accepted: true } });
  await until(() => expect(main()).toContain('E-mail address'));
  app.fill(field('E-mail address'), 'bob@northside.example');
  submit();
  await until(() => expect(main()).toContain('If bob@northside.example has an account'));
});

test('a new password by the link', async () => {
  await open(`/account/reset#token=${token}`, { 'POST /api/accounts/password/reset': {} });
  await until(() => expect(main()).toContain('At least 8'));
  app.fill(field('New password'), 'short');
  submit();
  await until(() => expect(main()).toContain('At least 8 characters.'));
  app.fill(field('New password'), 'long enough');
  submit();
  await until(() => expect(main()).toContain('The new password is set'));
  expect(app.rest.sent[0]?.body).toEqual({ token, password: 'long enough' });
});

test('an invitation is accepted with name and password', async () => {
  const path = 'POST /api/accounts/invitations/accept';
  await open(`/account/invitation#token=${token}`, { [path]: new Refused(400, 'WEAK_PASSWORD') });
  await until(() => expect(main()).toContain('At least 8'));
  app.fill(field('Your name'), 'Zoe');
  app.fill(field('Password'), 'password1');
  submit();
  await until(() => expect(main()).toContain('This password would be guessed.'));
  app.rest.answers.set(path, {});
  submit();
  await until(() => expect(main()).toContain('Your account is there.'));
});

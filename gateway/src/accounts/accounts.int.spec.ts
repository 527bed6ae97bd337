/** The story of an organisation: register, verify, sign in, invite, change, forget, reset. */
import { withBackends } from '@auction/streams/testing/backends';
import {
  cookieHeaders,
  cookieIn,
  goodPassword,
  linkIn,
  openAccountBench,
  origin,
} from '../testing/account-bench.ts';
import { seedDemoAccounts } from './demo-accounts.ts';
import { Passwords } from './passwords.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    gateway = await bench.gateway();
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const send = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    headers: Readonly<Record<string, string>>,
    payload?: object,
  ) => gateway.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  const post = (url: string, payload: object, headers: Readonly<Record<string, string>> = {}) =>
    send('POST', url, { origin, ...headers }, payload);

  const alice = { email: 'Alice@Dealer.example', password: goodPassword };

  test('an organisation from registration to a colleague and a new password', async () => {
    const registered = await post('/api/accounts/register', {
      organisation: 'Dealer',
      name: 'Alice',
      ...alice,
    });
    expect([registered.statusCode, registered.json()]).toEqual([202, { accepted: true }]);
    expect((await post('/api/accounts/sign-in', alice)).json()).toMatchObject({
      code: 'ADDRESS_NOT_VERIFIED',
    });
    const [first, second] = await bench.mails();
    expect([first?.to, first?.subject]).toEqual(['alice@dealer.example', 'Verify your address']);
    // Asked again by the sign-in: the first link is void.
    expect((await post('/api/accounts/verify', { token: linkIn(first) })).statusCode).toBe(400);
    expect((await post('/api/accounts/verify', { token: linkIn(second) })).statusCode).toBe(204);

    const signedIn = await post('/api/accounts/sign-in', alice);
    expect([signedIn.statusCode, signedIn.json()]).toMatchObject([
      200,
      { email: 'alice@dealer.example', roles: ['ADMIN', 'BUYER', 'APPROVER', 'SELLER'] },
    ]);
    const admin = cookieHeaders(cookieIn(signedIn) ?? '');
    expect((await send('GET', '/api/me', admin)).json()).toMatchObject({ name: 'Alice' });

    const invited = await post(
      '/api/organisation/invitations',
      { email: 'bob@dealer.example', roles: ['BUYER'] },
      admin,
    );
    expect(invited.statusCode).toBe(201);
    const [invitation] = await bench.mails();
    const accepted = { token: linkIn(invitation), name: 'Bob', password: 'another long one' };
    expect((await post('/api/accounts/invitations/accept', accepted)).statusCode).toBe(204);
    const users = (await send('GET', '/api/organisation/users', admin)).json<{
      users: { id: string; name: string; roles: string[] }[];
    }>().users;
    expect(users.map((one) => [one.name, one.roles])).toEqual([
      ['Alice', ['ADMIN', 'BUYER', 'APPROVER', 'SELLER']],
      ['Bob', ['BUYER']],
    ]);
    const bob = users.find((one) => one.name === 'Bob')?.id ?? '';
    const changed = await send('PATCH', `/api/organisation/users/${bob}`, admin, {
      roles: ['VIEWER'],
    });
    expect(changed.json()).toMatchObject({ roles: ['VIEWER'] });
    const aliceId = users.find((one) => one.name === 'Alice')?.id ?? '';
    expect(
      (await send('DELETE', `/api/organisation/users/${aliceId}`, admin)).json(),
    ).toMatchObject({ code: 'CONFLICT' });
    expect((await send('DELETE', `/api/organisation/users/${bob}`, admin)).statusCode).toBe(204);

    expect((await post('/api/accounts/password/forgot', { email: alice.email })).statusCode).toBe(
      202,
    );
    const [reset] = await bench.mails();
    const renewed = { token: linkIn(reset), password: 'a new long password' };
    expect((await post('/api/accounts/password/reset', renewed)).statusCode).toBe(204);
    expect((await send('GET', '/api/me', admin)).statusCode).toBe(401);
    expect((await post('/api/accounts/sign-in', alice)).statusCode).toBe(401);
    const again = await post('/api/accounts/sign-in', { ...alice, password: renewed.password });
    expect(again.statusCode).toBe(200);
  });

  test('API tokens: shown once, work by their scope, revoked at once', async () => {
    const organisationId = await bench.organisation();
    const admin = await bench.user(organisationId, ['ADMIN']);
    const made = (
      await post(
        '/api/organisation/tokens',
        { name: 'stock system', scopes: ['account:read'] },
        admin.headers,
      )
    ).json<{ id: string; token: string }>();
    const program = { authorization: `Bearer ${made.token}` };
    const asked = await send('GET', '/api/me', program);
    expect(asked.headers['set-cookie']).toBeUndefined();
    expect(asked.json()).toMatchObject({
      kind: 'TOKEN',
      organisation: { id: organisationId },
      scopes: ['account:read'],
    });
    expect((await send('GET', '/api/me/sessions', program)).statusCode).toBe(403);
    const listed = await send('GET', '/api/organisation/tokens', admin.headers);
    expect(listed.body).not.toContain(made.token);
    const revoked = await send('DELETE', `/api/organisation/tokens/${made.id}`, admin.headers);
    expect(revoked.statusCode).toBe(204);
    expect((await send('GET', '/api/me', program)).statusCode).toBe(401);
  });

  test('demo accounts: made once, on a fresh database only, listed where they are wanted', async () => {
    const passwords = new Passwords();
    expect(await seedDemoAccounts(bench.postgres, passwords, bench.nowMs)).toBe(false);
    expect((await send('GET', '/api/accounts/demo', {})).statusCode).toBe(404);
    const fresh = await openAccountBench(postgresUrl, `${name}_demo`);
    const local = await fresh.gateway({ demoAccounts: true });
    try {
      expect(await seedDemoAccounts(fresh.postgres, passwords, fresh.nowMs)).toBe(true);
      expect(await seedDemoAccounts(fresh.postgres, passwords, fresh.nowMs)).toBe(false);
      const { accounts } = (await local.app.inject({ url: '/api/accounts/demo' })).json<{
        accounts: { organisation: string | null; email: string; password: string }[];
      }>();
      expect(new Set(accounts.map(({ organisation }) => organisation)).size).toBe(4);
      for (const { email, password } of accounts) {
        const answer = await local.app.inject({
          method: 'POST',
          url: '/api/accounts/sign-in',
          headers: { origin },
          payload: { email, password },
        });
        expect([email, answer.statusCode]).toEqual([email, 200]);
      }
    } finally {
      await local.close();
      await fresh.close();
    }
  });
});

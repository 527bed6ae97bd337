/** Sockets end with their session, on every gateway; two gateways share one Postgres here. */
import { withBackends } from '@auction/streams/testing/backends';
import { eventually } from '@auction/streams/testing/eventually';
import { cookieHeaders, openAccountBench, origin } from '../testing/account-bench.ts';
import type { AccountBench, Gateway, Person } from '../testing/account-bench.ts';
import {
  greetedSocket,
  listen,
  openSocket,
  refusal,
  sayHello,
} from '../testing/a-gateway-socket.ts';
import type { OpenSocket } from '../testing/a-gateway-socket.ts';
import { OpenSockets } from '../board/open-sockets.ts';
import { Passwords } from './passwords.ts';
import { Sessions } from './sessions.ts';

const withinMs = 1_000;

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let here: Gateway;
  let there: Gateway;
  let address: string;
  let home: string;
  let hash: string;
  const password = 'correct horse battery';
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    here = await bench.gateway();
    there = await bench.gateway();
    address = await listen(there.app);
    home = await bench.organisation();
    hash = await new Passwords().hash(password);
  });
  afterAll(async () => {
    await here.close();
    await there.close();
    await bench.close();
  });

  const send = (
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    headers: Readonly<Record<string, string>>,
    payload?: object,
  ) => here.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });

  /** @returns ms from the answer to the socket's end; the hash a new password takes is before both */
  async function timeToClose(open: OpenSocket, end: () => Promise<unknown>): Promise<number> {
    const closedAt = open.closed.then((code) => {
      expect(code).toBe(4401);
      return performance.now();
    });
    await end();
    const answeredAt = performance.now();
    return (await closedAt) - answeredAt;
  }

  /** A second session of a person, as of another device. */
  const anotherSession = ({ id }: Person) =>
    bench.postgres.transaction('accounts', (tx) => {
      const from = { address: '127.0.0.2', userAgent: null };
      const owner = { userId: id, organisationId: home };
      return new Sessions(bench.postgres, bench.now).signIn(tx, owner, from, undefined);
    });

  test('welcome says who it is', async () => {
    const buyer = await bench.user(home, ['BUYER']);
    const open = await greetedSocket(address, here.app, buyer.cookie);
    expect((await open.next('welcome')).user).toEqual({
      id: buyer.id,
      org: home,
      roles: ['BUYER'],
    });
    open.socket.close();
  });

  const ends: readonly (readonly [string, (person: Person, admin: Person) => Promise<unknown>])[] =
    [
      ['sign-out', ({ headers }) => send('POST', '/api/accounts/sign-out', headers)],
      [
        'sign out everywhere else',
        async (person) =>
          send('DELETE', '/api/me/sessions', cookieHeaders(await anotherSession(person))),
      ],
      [
        'password change',
        async (person) =>
          send('POST', '/api/me/password', cookieHeaders(await anotherSession(person)), {
            current: password,
            password: 'another long password',
            endOtherSessions: true,
          }),
      ],
      [
        'password reset',
        async ({ email }) => {
          await send('POST', '/api/accounts/password/forgot', { origin }, { email });
          const [mail] = await bench.mails();
          const token = /#token=(\S+)/.exec(mail?.text ?? '')?.[1];
          const body = { token, password: 'another long password' };
          return send('POST', '/api/accounts/password/reset', { origin }, body);
        },
      ],
      [
        'user kept out by an admin',
        ({ id }, { headers }) =>
          send('PATCH', `/api/organisation/users/${id}`, headers, { disabled: true }),
      ],
      [
        'user removed by an admin',
        ({ id }, { headers }) => send('DELETE', `/api/organisation/users/${id}`, headers),
      ],
    ];

  test.each(ends)('%s: 401 on both gateways and sockets closed in < 1 s', async (_name, end) => {
    const admin = await bench.user(home, ['ADMIN']);
    const person = await bench.user(home, ['BUYER'], hash);
    const open = await greetedSocket(address, here.app, person.cookie);
    expect(await timeToClose(open, () => end(person, admin))).toBeLessThan(withinMs);
    for (const { app } of [here, there]) {
      const { headers } = person;
      expect((await app.inject({ url: '/api/me', headers })).statusCode).toBe(401);
    }
  });

  test('organisation kept out by the operator: sockets of all its users close, tokens stop', async () => {
    const organisationId = await bench.organisation('To be kept out');
    const person = await bench.user(organisationId, ['BUYER']);
    const { headers } = await bench.token(organisationId, ['account:read'], person.id);
    const operator = await bench.user(null, ['OPERATOR']);
    const open = await greetedSocket(address, here.app, person.cookie);
    const url = `/api/admin/organisations/${organisationId}`;
    const end = () => send('PATCH', url, operator.headers, { disabled: true });
    expect(await timeToClose(open, end)).toBeLessThan(withinMs);
    expect((await there.app.inject({ url: '/api/me', headers })).statusCode).toBe(401);
  });

  test('a revocation racing a connect leaves no socket', async () => {
    for (let round = 0; round < 10; round++) {
      const person = await bench.user(home, ['BUYER']);
      const open = openSocket(address, person.headers);
      await Promise.all([
        sayHello(open, here.app, person.cookie),
        send('POST', '/api/accounts/sign-out', person.headers),
      ]);
      expect(await open.closed).toBe(4401);
    }
    await eventually(() => expect(there.sockets.sessions).toEqual([]));
  });

  test('an end that was not heard is found by looking', async () => {
    const person = await bench.user(home, ['BUYER']);
    const gateway = await bench.gateway();
    const where = await listen(gateway.app);
    await gateway.ends.stop();
    const open = await greetedSocket(where, here.app, person.cookie);
    await send('POST', '/api/accounts/sign-out', person.headers);
    const alive = await new Sessions(bench.postgres, bench.now).alive(gateway.sockets.sessions);
    expect([...alive]).toEqual([]);
    open.socket.terminate();
    await gateway.app.close();
  });

  test('activity and a new ticket do not kick', async () => {
    const person = await bench.user(home, ['BUYER']);
    const open = await greetedSocket(address, here.app, person.cookie);
    const { headers } = person;
    const { ticket } = (
      await here.app.inject({ method: 'POST', url: '/api/live/ticket', headers })
    ).json<{ ticket: string }>();
    open.socket.send(JSON.stringify({ t: 'auth', ticket }));
    open.socket.send(JSON.stringify({ t: 'ping', x: 1 }));
    expect(await open.next('pong')).toMatchObject({ x: 1 });
    open.socket.close();
  });

  test('who may not open a socket: foreign, missing and null Origin 403, no cookie 401', async () => {
    const { cookie } = await bench.user(home, ['BUYER']);
    const own = { cookie: `__Host-sid=${cookie}` };
    expect(await refusal(address, { ...own, origin: 'https://evil.example' })).toBe(403);
    expect(await refusal(address, own)).toBe(403);
    expect(await refusal(address, { ...own, origin: 'null' })).toBe(403);
    expect(await refusal(address, { origin })).toBe(401);
  });

  test('no hello in 5 s 4408, an oversize message 1009, too many messages 4429', async () => {
    const visitor = await new Sessions(bench.postgres, bench.now).create();
    const silent = openSocket(address, cookieHeaders(visitor));
    await new Promise((resolve) => silent.socket.once('open', resolve));
    there.feed.tick(bench.nowMs + 6_000);
    expect(await silent.closed).toBe(4408);
    const large = await greetedSocket(address, here.app, visitor);
    large.socket.send('x'.repeat(17 * 1024));
    expect(await large.closed).toBe(1009);
    const fast = await greetedSocket(address, here.app, visitor);
    for (let n = 0; n < 70; n++) fast.socket.send(JSON.stringify({ t: 'vis', hidden: false }));
    expect(await fast.closed).toBe(4429);
  });

  test('sockets per session are capped', async () => {
    const visitor = await new Sessions(bench.postgres, bench.now).create();
    const opened = Array.from({ length: 8 }, () => openSocket(address, cookieHeaders(visitor)));
    await Promise.all(
      opened.map(({ socket }) => new Promise((resolve) => socket.once('open', resolve))),
    );
    // After the upgrade: a browser shows its page the code of a close, and no HTTP status.
    expect(await openSocket(address, cookieHeaders(visitor)).closed).toBe(4429);
    for (const { socket } of opened) socket.terminate();
  });

  test('sockets of a user are capped over all sessions, and closed ones make room', async () => {
    const person = await bench.user(home, ['BUYER']);
    const second = await anotherSession(person);
    const opened: OpenSocket[] = [];
    for (let n = 0; n < 8; n++) {
      opened.push(await greetedSocket(address, here.app, n % 2 === 0 ? person.cookie : second));
    }
    const ninth = openSocket(address, cookieHeaders(second));
    await sayHello(ninth, here.app, second);
    expect(await ninth.closed).toBe(4429);
    for (const { socket, closed } of opened) {
      socket.close();
      await closed;
    }
    const again = await greetedSocket(address, here.app, second);
    again.socket.close();
    await again.closed;
  });

  test('sockets of an address are capped', () => {
    const sockets = new OpenSockets<number>({ socketsPerUser: 2, socketsPerAddress: 3 });
    const owner = (n: number, address: string) => ({ session: `session${n}`, address });
    for (const n of [1, 2, 3]) sockets.add(owner(n, '10.0.0.1'), n);
    expect(sockets.fullFor(owner(4, '10.0.0.1'))).toBe('ADDRESS');
    expect(sockets.fullFor(owner(4, '10.0.0.2'))).toBeUndefined();
    sockets.remove(owner(1, '10.0.0.1'), 1);
    expect(sockets.fullFor(owner(4, '10.0.0.1'))).toBeUndefined();
  });
});

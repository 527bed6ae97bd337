/** What every request and every answer is checked for, on the app as it is. */
import fc from 'fast-check';
import { createLogger } from '@auction/streams/runtime/logger';
import { withBackends } from '@auction/streams/testing/backends';
import { readConfig } from '../config.ts';
import { openAccountBench, origin } from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';

const json = 'application/json';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  const lines: string[] = [];
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    const write = (line: string) => lines.push(line);
    const logger = createLogger({ service: 'gateway', version: 'test', level: 'debug', write });
    gateway = await bench.gateway({ logger });
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  let postCount = 0;
  /** Each from an address of its own: dear routes count them. */
  const post = (url: string, headers: Readonly<Record<string, string>>, payload: string) => {
    const remoteAddress = `10.9.${Math.floor(postCount / 250)}.${postCount % 250}`;
    postCount += 1;
    return gateway.app.inject({ method: 'POST', url, headers, payload, remoteAddress });
  };
  const signIn = '/api/accounts/sign-in';

  test('unsafe methods from no page of ours: 403 on every route', async () => {
    const unsafe = gateway.app.declaredRoutes.filter(
      // Sites that push come from no page, and bring no session (hook-routes.ts).
      ({ method, url }) =>
        !['GET', 'HEAD', 'OPTIONS'].includes(method) && !url.startsWith('/hooks/'),
    );
    expect(unsafe.length).toBeGreaterThan(10);
    for (const { method, url } of unsafe) {
      for (const from of [undefined, 'null', 'https://evil.example', `${origin}.evil.example`]) {
        const headers = from === undefined ? {} : { origin: from };
        const answer = await gateway.app.inject({ method: method as 'POST', url, headers });
        expect([method, url, from, answer.json<{ code: string }>().code]).toEqual([
          ...[method, url, from],
          'FOREIGN_ORIGIN',
        ]);
      }
    }
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of %s: 415',
    async (type) => {
      const answer = await post(
        signIn,
        { origin, 'content-type': type },
        '{"email":"a@b.example"}',
      );
      expect(answer.statusCode).toBe(415);
    },
  );

  test.each([
    '{"email":"a@b.example","password":"x","__proto__":{"admin":true}}',
    '{"email":"a@b.example","password":"x","constructor":{"prototype":{"admin":true}}}',
  ])('%s: 400', async (body) => {
    expect((await post(signIn, { origin, 'content-type': json }, body)).statusCode).toBe(400);
  });

  test('no body and no query changes the prototype of objects, or brings the app down', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const query = '/api/lots?a[__proto__][x]=1&__proto__=1&constructor[prototype][x]=1';
    expect((await gateway.app.inject({ url: query })).statusCode).toBe(400);
    const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'email'));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, fc.jsonValue()), async (body) => {
        const headers = { origin, 'content-type': json };
        const answer = await post(signIn, headers, JSON.stringify(body));
        expect([400, 401]).toContain(answer.statusCode);
      }),
      { numRuns: 200 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  const injections = [
    "' OR 1=1 --",
    "'; DROP TABLE app_user; --",
    '" OR ""="',
    '1) OR (1=1',
    '\\',
    '$where',
    '{"$gt":""}',
    '%00',
    "admin'/*",
  ];
  const fields = ['site', 'make', 'model', 'status', 'q', 'sort', 'cursor', 'limit', 'year', 'vin'];

  test.each(fields)('an injection in %s finds nothing and breaks nothing', async (field) => {
    for (const value of injections) {
      const url = `/api/lots?${field}=${encodeURIComponent(value)}`;
      const answer = await gateway.app.inject({ url });
      expect([200, 400]).toContain(answer.statusCode);
      if (answer.statusCode === 200) expect(answer.json()).toMatchObject({ items: [] });
      const { statusCode } = await gateway.app.inject({
        url: `/api/lots/${encodeURIComponent(value)}`,
      });
      expect([400, 404]).toContain(statusCode);
    }
  });

  test('headers stand on every kind of answer', async () => {
    const answers = await Promise.all([
      gateway.app.inject({ url: '/', headers: { accept: 'text/html' } }),
      gateway.app.inject({ url: '/api/sites' }),
      gateway.app.inject({ url: '/api/nothing' }),
      gateway.app.inject({ url: '/main.js' }),
      post(signIn, { origin, 'content-type': json }, `"${'x'.repeat(70_000)}"`),
      gateway.app.inject({ url: '/api/me' }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404, 404, 413, 401]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'strict-transport-security': expect.stringContaining('max-age=31536000'),
        'x-frame-options': 'DENY',
      });
      const policy = String(headers['content-security-policy']);
      for (const part of ["object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('unsafe-inline');
    }
  });

  test('no secret stands in a log, an answer or an audit record', async () => {
    const canary = 'canary-7f3a91-horse';
    const home = await bench.organisation();
    const admin = await bench.user(home, ['ADMIN']);
    const { token } = await bench.token(home, ['account:read'], admin.id);
    const headers = { ...admin.headers, 'content-type': json };
    const password = `${canary}-password`;
    const answers = [
      await post(signIn, headers, JSON.stringify({ email: admin.email, password })),
      await post(signIn, headers, `{"email":"${canary}@b.example","password":${password}`),
      await post('/api/accounts/verify', headers, JSON.stringify({ token: canary })),
      await gateway.app.inject({ url: '/api/me', headers: { authorization: `Bearer ${canary}` } }),
      await gateway.app.inject({ url: '/api/me', headers: { authorization: `Bearer ${token}` } }),
      await gateway.app.inject({ url: `/api/nothing?key=${canary}` }),
    ];
    const seen = JSON.stringify([
      lines,
      answers.map(({ body }) => body),
      await bench.audited(),
      (await bench.owner.query('SELECT * FROM audit_outbox')).rows,
    ]);
    for (const secret of [password, canary, token, admin.cookie])
      expect(seen).not.toContain(secret);
  });

  test('dear routes have a limit of their own, and say when to come back', async () => {
    const answers = [];
    for (let n = 0; n < 31; n++) {
      answers.push(
        await gateway.app.inject({
          method: 'POST',
          url: '/api/accounts/verify',
          headers: { origin },
          remoteAddress: '203.0.113.5',
          payload: { token: 'x' },
        }),
      );
    }
    const last = answers.at(-1);
    expect(last?.headers['content-type']).toContain('application/problem+json');
    expect(last?.json()).toMatchObject({
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      retryAfterMs: expect.any(Number),
    });
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('attempts to sign in are counted by all gateways together', async () => {
    const other = await bench.gateway();
    const home = await bench.organisation();
    const { email } = await bench.user(home, ['BUYER']);
    const statuses: number[] = [];
    for (let n = 0; n < 8; n++) {
      const answer = await (n % 2 === 0 ? gateway : other).app.inject({
        method: 'POST',
        url: signIn,
        headers: { origin },
        remoteAddress: '203.0.113.6',
        payload: { email, password: 'wrong password' },
      });
      statuses.push(answer.statusCode);
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(7);
    expect(statuses).toContain(429);
    await other.close();
  });
});

const environment = {
  HOST: '127.0.0.1',
  KAFKA_BROKERS: '127.0.0.1:9092',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081',
  POSTGRES_APP_URL: 'postgres://app:secret@127.0.0.1/auction',
  SMTP_URL: 'smtp://127.0.0.1:25',
};

test('accounts with known passwords are refused where others can reach them', () => {
  const demo = { ...environment, DEMO_ACCOUNTS: '1' };
  expect(readConfig(demo).demoAccounts).toBe(true);
  const open = { ...demo, HOST: '0.0.0.0', ALLOWED_ORIGINS: 'https://auction.example' };
  expect(() => readConfig(open)).toThrow('DEMO_ACCOUNTS');
});

/** Signing in, seen by somebody who wants to get in without being anybody. */
import { withBackends } from '@auction/streams/testing/backends';
import {
  cookieHeaders,
  cookieIn,
  linkIn,
  openAccountBench,
  origin,
} from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';
import { Passwords } from './passwords.ts';
import { absoluteMs, idleMs, Sessions, touchMs } from './sessions.ts';

const password = 'correct horse battery';
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let home: string;
  let hash: string;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    gateway = await bench.gateway();
    home = await bench.organisation();
    hash = await new Passwords().hash(password);
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const aUser = () => bench.user(home, ['BUYER'], hash);
  const signIn = (
    email: string,
    given: {
      readonly password?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly address?: string;
    } = {},
  ) =>
    gateway.app.inject({
      method: 'POST',
      url: '/api/accounts/sign-in',
      headers: { origin, ...given.headers },
      remoteAddress: given.address ?? '127.0.0.1',
      payload: { email, password: given.password ?? password },
    });
  const me = async (cookie: string) =>
    (await gateway.app.inject({ url: '/api/me', headers: cookieHeaders(cookie) })).statusCode;

  test('signing in sets __Host-sid with exactly these attributes', async () => {
    const { email } = await aUser();
    const header = String((await signIn(email)).headers['set-cookie']);
    const [pair = '', ...attributes] = header.split('; ');
    expect(pair).toMatch(/^__Host-sid=[A-Za-z0-9_-]{43}$/);
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      'Max-Age=34560000',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ]);
  });

  test('nothing that is stored is a cookie, a token or a link', async () => {
    const { email, id, cookie } = await aUser();
    const visitor = cookieIn(await gateway.app.inject({ url: '/api/sites' })) ?? '';
    const signedIn = cookieIn(await signIn(email)) ?? '';
    const { token } = await bench.token(home, ['account:read'], id);
    await gateway.app.inject({
      method: 'POST',
      url: '/api/accounts/password/forgot',
      headers: { origin },
      payload: { email },
    });
    const link = linkIn((await bench.mails())[0]);
    const tables = await bench.owner.query<{ table: string }>(
      `SELECT tablename AS table FROM pg_tables WHERE schemaname = current_schema()`,
    );
    let dump = '';
    for (const { table } of tables.rows) {
      const { rows } = await bench.owner.query<{ row: string }>(
        `SELECT t::text AS row FROM ${table} t`,
      );
      dump += rows.map(({ row }) => row).join('\n');
    }
    expect(dump).toContain(email);
    for (const secret of [visitor, signedIn, cookie, token, link]) {
      expect(secret.length).toBeGreaterThanOrEqual(43); // 256 bits
      const hex = Buffer.from(secret, 'base64url').toString('hex');
      for (const form of [secret, hex]) expect(dump.includes(form)).toBe(false);
    }
  });

  test('the session from before signing in is void after it', async () => {
    const { email } = await aUser();
    const before = await new Sessions(bench.postgres, bench.now).create();
    const after = cookieIn(await signIn(email, { headers: cookieHeaders(before) })) ?? '';
    expect(after).not.toBe(before);
    expect([await me(before), await me(after)]).toEqual([401, 200]);
    const ticket = await gateway.app.inject({
      method: 'POST',
      url: '/api/live/ticket',
      headers: cookieHeaders(before),
    });
    expect(ticket.statusCode).toBe(401);
    // The answer to signing in may still be on its way: nothing may overwrite its cookie.
    expect(ticket.cookies).toEqual([]);
    const renewed = await gateway.app.inject({
      method: 'POST',
      url: '/api/live/ticket?renew=true',
      headers: cookieHeaders(before),
    });
    expect([renewed.statusCode, cookieIn(renewed)]).toEqual([401, expect.any(String)]);
    expect(await me(after)).toBe(200);
  });

  test('a session ends when it is not used, and at its end whatever happens', async () => {
    const startedAt = bench.nowMs;
    try {
      const idle = await aUser();
      const busy = await aUser();
      bench.nowMs += idleMs - 1;
      expect(await me(busy.cookie)).toBe(200);
      bench.nowMs += 1;
      expect([await me(idle.cookie), await me(busy.cookie)]).toEqual([401, 200]);
      while (bench.nowMs < startedAt + absoluteMs - idleMs) {
        bench.nowMs += idleMs - touchMs;
        expect(await me(busy.cookie)).toBe(200);
      }
      bench.nowMs = startedAt + absoluteMs - 1;
      expect(await me(busy.cookie)).toBe(200);
      bench.nowMs = startedAt + absoluteMs;
      expect(await me(busy.cookie)).toBe(401);
    } finally {
      bench.nowMs = startedAt;
    }
  });

  test('unknown address, wrong password and closed account: same answer, same time', async () => {
    const { email } = await aUser();
    const closed = await aUser();
    await bench.owner.query('UPDATE app_user SET disabled_at = 1 WHERE id = $1', [closed.id]);
    const timesOf = { unknown: [] as number[], wrong: [] as number[] };
    const bodies = new Set<string>();
    const attempt = async (to: string, address: string, as = 'wrong password') => {
      const begunAt = performance.now();
      const answer = await signIn(to, { password: as, address });
      bodies.add(`${answer.statusCode} ${answer.body}`);
      return performance.now() - begunAt;
    };
    for (let n = 0; n < 50; n++) {
      timesOf.unknown.push(await attempt('nobody@bench.example', `10.0.${n}.1`));
      timesOf.wrong.push(await attempt(email, `10.0.${n}.2`));
    }
    await attempt(closed.email, '10.1.0.1', password);
    expect([...bodies]).toEqual([expect.stringMatching(/^401 .*WRONG_CREDENTIALS/)]);
    const ratio = median(timesOf.unknown) / median(timesOf.wrong);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.2);
  });

  test('ten wrong ones are slowed; elsewhere the right one works, and no header resets it', async () => {
    const { email } = await aUser();
    const address = '192.0.2.7';
    const answers = [];
    for (let n = 0; n < 10; n++) answers.push(await signIn(email, { password: 'wrong', address }));
    const last = answers.at(-1);
    expect(last?.json()).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(email, { address })).statusCode).toBe(429);
    const spoofed = { 'x-forwarded-for': '198.51.100.1', forwarded: 'for=198.51.100.1' };
    expect((await signIn(email, { address, headers: spoofed })).statusCode).toBe(429);
    expect((await signIn(email, { address: '198.51.100.9' })).statusCode).toBe(200);
  });

  /** Fifty sign in at once. @returns p99 of a request that has nothing to do with it, ms */
  async function othersWait(emails: readonly string[], net: number): Promise<number> {
    const signingIn = Promise.all(
      emails.map((email, n) => signIn(email, { address: `10.2.${net}.${n}` })),
    );
    const over = new AbortController();
    void signingIn.then(() => over.abort());
    const times: number[] = [];
    while (!over.signal.aborted) {
      const begunAt = performance.now();
      await gateway.app.inject({ url: '/' });
      times.push(performance.now() - begunAt);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const statuses = (await signingIn).map(({ statusCode }) => statusCode);
    // Who would wait longer than a request may take is told to come back.
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(statuses).toContain(200);
    return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  }

  test('fifty at once: others are answered, and what runs at once is bounded', async () => {
    const emails = (await Promise.all(Array.from({ length: 50 }, aUser))).map(({ email }) => email);
    const before = process.memoryUsage().rss;
    let bestMs = Infinity;
    // Whatever else the machine does only ever adds: the best of a few rounds is ours.
    for (let round = 0; round < 4 && bestMs >= 200; round++) {
      bestMs = Math.min(bestMs, await othersWait(emails, round));
    }
    expect(bestMs).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 ** 2);
  });
});

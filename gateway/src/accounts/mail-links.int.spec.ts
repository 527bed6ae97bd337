/** Links in mails: single use, short-lived, older ones void; nobody learns who has an account. */
import { withBackends } from '@auction/streams/testing/backends';
import { linkIn, openAccountBench, origin } from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';
import { relayMail } from '../mail/mail-relay.ts';
import { linkMs } from './mail-links.ts';

const password = 'a new long password';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let home: string;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    gateway = await bench.gateway();
    home = await bench.organisation();
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const post = (url: string, payload: object) =>
    gateway.app.inject({ method: 'POST', url, headers: { origin }, payload });
  const forgot = (email: string) => post('/api/accounts/password/forgot', { email });
  const reset = async (token: string) =>
    (await post('/api/accounts/password/reset', { token, password })).statusCode;

  test('a reset link works once and no longer than 30 minutes; an older one is void', async () => {
    const { email } = await bench.user(home, ['BUYER']);
    await forgot(email);
    const first = linkIn((await bench.mails())[0]);
    await forgot(email);
    const second = linkIn((await bench.mails())[0]);
    expect(first).not.toBe(second);
    expect(await reset(first)).toBe(400);
    expect(await reset(second)).toBe(204);
    expect(await reset(second)).toBe(400);
    await forgot(email);
    const third = linkIn((await bench.mails())[0]);
    expect(linkMs.RESET).toBeLessThanOrEqual(30 * 60_000);
    bench.nowMs += linkMs.RESET;
    expect(await reset(third)).toBe(400);
  });

  test('an unknown address gets the same answer, and no mail', async () => {
    const { email } = await bench.user(home, ['BUYER']);
    const known = await forgot(email);
    const unknown = await forgot('nobody@bench.example');
    expect([unknown.statusCode, unknown.body]).toEqual([known.statusCode, known.body]);
    expect((await bench.mails()).map(({ to }) => to)).toEqual([email]);
  });

  test('registering a known address answers the same, and tells its owner', async () => {
    const { email } = await bench.user(home, ['BUYER']);
    const register = (to: string) =>
      post('/api/accounts/register', { organisation: 'X', name: 'Y', email: to, password });
    const closed = await bench.user(await bench.organisation('Closed'), ['BUYER']);
    await bench.owner.query(`UPDATE organisation SET disabled_at = 1 WHERE name = 'Closed'`);
    const shut = await register(closed.email);
    const known = await register(email);
    const unknown = await register('new@bench.example');
    expect([known.statusCode, known.body]).toEqual([unknown.statusCode, unknown.body]);
    expect([shut.statusCode, shut.body]).toEqual([unknown.statusCode, unknown.body]);
    expect((await bench.mails()).map(({ to, subject }) => [to, subject])).toEqual([
      [closed.email, 'You have an account'],
      [email, 'You have an account'],
      ['new@bench.example', 'Verify your address'],
    ]);
  });

  test('nobody can fill a mailbox through us', async () => {
    const { email } = await bench.user(home, ['BUYER']);
    for (let n = 0; n < 10; n++) expect((await forgot(email)).statusCode).toBe(202);
    expect((await bench.mails()).length).toBeLessThanOrEqual(4);
  });

  test('a mail that cannot be sent is kept and sent later', async () => {
    const { email } = await bench.user(home, ['BUYER']);
    await forgot(email);
    const { postgres, now } = bench;
    const send = () => Promise.reject(new Error('the server is away'));
    await expect(relayMail({ postgres, send, publicUrl: origin, now })).rejects.toThrow('is away');
    expect(await bench.mails()).toEqual([]);
    bench.nowMs += 5_000;
    const [mail] = await bench.mails();
    expect(await reset(linkIn(mail))).toBe(204);
  });
});

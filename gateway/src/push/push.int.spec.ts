/** Pushes on a real Postgres: one a browser and alert although two gateways relay; dead browsers go. */
import { withBackends } from '@auction/streams/testing/backends';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway, Person } from '../testing/account-bench.ts';
import type { PushDevice, PushDevices } from '../watch-contract.ts';
import { relayPush } from './push-relay.ts';
import type { SendPush, Sent } from './push-sender.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let north: string;
  let alice: Person;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    const pushKeys = { publicKey: 'public', privateKey: 'private', contact: 'mailto:a@b.example' };
    gateway = await bench.gateway({ pushKeys });
    north = await bench.organisation('North');
  });
  beforeEach(async () => {
    alice = await bench.user(north, ['BUYER']);
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const ask = (
    { headers }: Person,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
  ) => gateway.app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
  const add = async (person: Person, path: string) => {
    const keys = { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) };
    const endpoint = `https://push.bench.example/${path}`;
    const body = { endpoint, ...keys, name: path };
    return (await ask(person, 'POST', '/api/push/devices', body)).json<PushDevice>();
  };
  const devicesOf = async (person: Person) =>
    (await ask(person, 'GET', '/api/push')).json<PushDevices>();
  const names = async (person: Person) =>
    (await devicesOf(person)).devices.map((device) => device.name);
  let alertCount = 0;
  const alert = ({ id }: Person) =>
    bench.postgres.transaction('accounts', (tx) =>
      tx.query(
        `INSERT INTO alert (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
         VALUES ($1, $2, $3, 'WON', 'lot1', '2019 Golf', '{}', $4)`,
        [`alert${(alertCount += 1)}`, id, north, bench.nowMs],
      ),
    );

  /** Two gateways relay until nothing is due. @returns what was sent to which address */
  async function relay(answer: (path: string) => Sent = () => 'SENT'): Promise<string[]> {
    const sent: string[] = [];
    const send: SendPush = async ({ endpoint }, payload) => {
      const path = endpoint.split('/').at(-1) ?? '';
      const outcome = answer(path);
      const { title, url } = JSON.parse(payload) as { title: string; url: string };
      sent.push(`${path}: ${title} ${url}`);
      return outcome;
    };
    const one = async () => {
      while (await relayPush({ postgres: bench.postgres, send, now: bench.now }));
    };
    await Promise.all([one(), one()]);
    return sent.sort();
  }

  test('every browser of its person, once; nobody else', async () => {
    const colleague = await bench.user(north, ['BUYER']);
    await add(alice, 'laptop');
    await add(alice, 'phone');
    await add(colleague, 'theirs');
    await alert(alice);
    expect(await relay()).toEqual(['laptop: You won /lots/lot1', 'phone: You won /lots/lot1']);
    expect(await relay()).toEqual([]);
  });

  test('a browser that is gone is forgotten; one that is away is asked again, later each time', async () => {
    await add(alice, 'gone');
    await alert(alice);
    await relay(() => 'GONE');
    expect(await names(alice)).toEqual([]);
    await add(alice, 'away');
    await alert(alice);
    const away = () => {
      throw new Error('503');
    };
    for (const waitMs of [0, 5_000, 10_000]) {
      bench.nowMs += waitMs;
      await expect(relay(away)).rejects.toThrow('503');
      expect(await relay()).toEqual([]);
    }
    bench.nowMs += 20_000;
    expect(await relay()).toEqual(['away: You won /lots/lot1']);
  });

  test('a browser belongs to whoever subscribed last, and is removed by its owner alone', async () => {
    const stranger = await bench.user(await bench.organisation('South'), ['BUYER']);
    await add(alice, 'shared');
    const { id } = await add(stranger, 'shared');
    expect([await names(alice), await names(stranger)]).toEqual([[], ['shared']]);
    const remove = async (person: Person) =>
      (await ask(person, 'DELETE', `/api/push/devices/${id}`)).statusCode;
    expect([await remove(alice), await remove(stranger)]).toEqual([404, 204]);
    expect((await devicesOf(alice)).key).toBe('public');
  });
});

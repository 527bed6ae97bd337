/** Watchlists are of one person, notes of one organisation. */
import { lotTable } from '@auction/streams/sinks/lots-to-postgres';
import { upsert } from '@auction/streams/sinks/postgres-rows';
import { withBackends } from '@auction/streams/testing/backends';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench, Gateway, Person } from '../testing/account-bench.ts';
import { aLot } from '../testing/a-lot.ts';
import type { LotNote, Watchlist } from '../watch-contract.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let alice: Person;
  let colleague: Person;
  let stranger: Person;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    gateway = await bench.gateway();
    const client = await bench.owner.connect();
    await upsert(client, lotTable, [aLot({ lotId: 'a' }), aLot({ lotId: 'b' })]);
    client.release();
    const north = await bench.organisation('North');
    alice = await bench.user(north, ['BUYER']);
    colleague = await bench.user(north, ['VIEWER']);
    stranger = await bench.user(await bench.organisation('South'), ['ADMIN']);
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const ask = (
    { headers }: Person,
    method: 'GET' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
  ) => gateway.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  const watched = async (person: Person) =>
    (await ask(person, 'GET', '/api/watchlist')).json<Watchlist>().lots.map(({ lotId }) => lotId);

  test('a watchlist: put on, again, taken off; nobody else sees it', async () => {
    const codes = [];
    for (const lotId of ['a', 'b', 'a', 'nosuch']) {
      codes.push((await ask(alice, 'PUT', `/api/watchlist/${lotId}`)).statusCode);
      bench.nowMs += 1;
    }
    expect(codes).toEqual([200, 200, 200, 404]);
    expect(await watched(alice)).toEqual(['b', 'a']);
    expect([...(await watched(colleague)), ...(await watched(stranger))]).toEqual([]);
    expect((await ask(colleague, 'GET', '/api/watchlist/a')).statusCode).toBe(404);
    expect((await ask(colleague, 'DELETE', '/api/watchlist/a')).statusCode).toBe(204);
    expect((await ask(alice, 'GET', '/api/watchlist/a')).statusCode).toBe(200);
    expect((await ask(alice, 'DELETE', '/api/watchlist/a')).statusCode).toBe(204);
    expect(await watched(alice)).toEqual(['b']);
  });

  test('a note: shared in the organisation, and nobody overwrites what they have not seen', async () => {
    const note = async (person: Person) =>
      (await ask(person, 'GET', '/api/lots/a/note')).json<LotNote>();
    const write = (person: Person, text: string, version: number) =>
      ask(person, 'PUT', '/api/lots/a/note', { text, version });
    expect(await note(alice)).toMatchObject({ text: '', version: 0 });
    expect((await write(alice, ' good tyres ', 0)).json()).toMatchObject({
      text: 'good tyres',
      version: 1,
      writtenBy: alice.email,
    });
    expect(await note(colleague)).toMatchObject({ text: 'good tyres', version: 1 });
    expect(await note(stranger)).toMatchObject({ text: '', version: 0 });
    expect((await write(colleague, 'unseen', 0)).statusCode).toBe(409);
    expect((await write(colleague, 'bad tyres', 1)).json()).toMatchObject({ version: 2 });
    expect((await write(stranger, 'ours', 1)).statusCode).toBe(409);
    expect(await note(alice)).toMatchObject({ text: 'bad tyres', writtenBy: colleague.email });
  });
});

/** Every route of the app against every kind of asker; a route that is not in the table fails. */
import { withBackends } from '@auction/streams/testing/backends';
import { newId } from './new-id.ts';
import { openAccountBench, origin } from '../testing/account-bench.ts';
import type { AccountBench, Gateway } from '../testing/account-bench.ts';
import { actors, routeTable } from '../testing/route-table.ts';
import type { Actor, RouteRow, Target } from '../testing/route-table.ts';

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let gateway: Gateway;
  let home: string;
  let other: string;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    gateway = await bench.gateway();
    home = await bench.organisation('Home');
    other = await bench.organisation('Other');
    await bench.user(home, ['ADMIN']); // stays, so that others may be removed
  });
  afterAll(async () => {
    await gateway.close();
    await bench.close();
  });

  const headersOf: Readonly<Record<Actor, () => Promise<Readonly<Record<string, string>>>>> = {
    anonymous: async () => ({ origin }),
    viewer: async () => (await bench.user(home, ['VIEWER'])).headers,
    buyer: async () => (await bench.user(home, ['BUYER'])).headers,
    seller: async () => (await bench.user(home, ['SELLER'])).headers,
    approver: async () => (await bench.user(home, ['APPROVER'])).headers,
    admin: async () => (await bench.user(home, ['ADMIN'])).headers,
    otherAdmin: async () => (await bench.user(other, ['ADMIN'])).headers,
    operator: async () => (await bench.user(null, ['OPERATOR'])).headers,
    auditor: async () => (await bench.user(null, ['AUDITOR'])).headers,
    tokenWithout: () => token(['selling:write']),
    tokenWith: () => token(['account:read']),
  };

  async function token(scopes: readonly ('account:read' | 'selling:write')[]) {
    const { id } = await bench.user(home, ['ADMIN']);
    return { origin, ...(await bench.token(home, scopes, id)).headers };
  }

  /** Id of a new row of the home organisation. */
  const make: Readonly<Record<Target, () => Promise<string>>> = {
    user: async () => (await bench.user(home, ['BUYER'])).id,
    session: async () => {
      const { id } = await bench.user(home, ['BUYER']);
      const { rows } = await bench.owner.query<{ ref: string }>(
        'SELECT ref FROM session WHERE user_id = $1',
        [id],
      );
      return rows[0]?.ref ?? '';
    },
    organisation: () => bench.organisation('To be disabled'),
    token: async () => {
      const { id } = await bench.user(home, ['ADMIN']);
      return (await bench.token(home, ['account:read'], id)).id;
    },
    invitation: async () => {
      const id = newId();
      await bench.owner.query(
        `INSERT INTO invitation (id, organisation_id, email, roles, created_at, expires_at)
         VALUES ($1, $2, $1, '{BUYER}', 0, 9e15)`,
        [id, home],
      );
      return id;
    },
  };

  const ask = async (row: RouteRow, actor: Actor): Promise<number> => {
    const [method = '', url = ''] = row.route.split(' ');
    const headers = await headersOf[actor]();
    const id = row.target ? await make[row.target]() : '';
    const answer = await gateway.app.inject({
      method: method as 'GET',
      url: (row.path ?? url).replace(':id', id),
      headers,
      ...(row.body ? { payload: row.body } : {}),
    });
    return answer.statusCode;
  };

  const shown = (method: string, url: string) => `${method} ${url}`;

  const ours = () => gateway.app.declaredRoutes.filter(({ url }) => !url.startsWith('/api/docs'));

  test('every route of the app stands in the table, and no other', () => {
    const routes = ours()
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url }) => shown(method, url));
    expect(new Set(routeTable.map(({ route }) => route))).toEqual(new Set(routes));
  });

  test('HEAD is open to whom GET is', () => {
    const byRoute = new Map(ours().map(({ method, url, access }) => [shown(method, url), access]));
    for (const [route, access] of byRoute) {
      if (route.startsWith('HEAD ')) expect(byRoute.get(route.replace('HEAD', 'GET'))).toBe(access);
    }
  });

  test.each(routeTable)('$route answers each asker as the table says', async (row) => {
    const codes: Partial<Record<Actor, number>> = {};
    for (const actor of actors) codes[actor] = await ask(row, actor);
    expect(codes).toEqual(row.codes);
  });

  test('a GET changes nothing', async () => {
    const tables = ['organisation', 'app_user', 'invitation', 'api_token', 'account_link'];
    const state = () =>
      Promise.all(
        tables.map(
          async (table) =>
            (await bench.owner.query(`SELECT * FROM ${table} ORDER BY 1`)).rows as unknown[],
        ),
      );
    const admin = await bench.user(home, ['ADMIN']);
    const before = await state();
    for (const { route, path } of routeTable.filter((row) => row.route.startsWith('GET /api'))) {
      const url = path ?? route.slice('GET '.length);
      await gateway.app.inject({ method: 'GET', url, headers: admin.headers });
    }
    expect(await state()).toEqual(before);
  });
});

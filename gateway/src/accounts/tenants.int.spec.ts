/** Row-level security: the second wall between organisations. */
import { withBackends } from '@auction/streams/testing/backends';
import { tablesOfNobody } from '../accounts-tables.ts';
import { roleFault } from '../app-role.ts';
import { openPostgres } from '../postgres.ts';
import type { Scope } from '../postgres.ts';
import { openAccountBench } from '../testing/account-bench.ts';
import type { AccountBench } from '../testing/account-bench.ts';

const tenantTables = [
  'organisation',
  'app_user',
  'session',
  'invitation',
  'api_token',
  'selling_wish',
  'photo',
  'sale_import',
  'sale_import_row',
  'run_list',
  'letter',
  'lot_bidder',
  'placement',
  'site_account',
  'watched_lot',
  'lot_note',
  'saved_search',
  'search_match',
  'alert_setting',
  'alert',
  'push_device',
  'push_order',
  'robot',
  'robot_lot',
  'robot_state',
  'robot_deed',
  'organisation_limit',
  'user_limit',
  'bid_approval',
  'exposure',
] as const;

/** Column that says whose a row is. */
const owners: Readonly<Record<string, string>> = {
  organisation: 'id',
  letter: 'to_org',
  lot_bidder: 'org_id',
  placement: 'org_id',
  robot_state: 'org_id',
  robot_deed: 'org_id',
  exposure: 'org_id',
};

/** A robot of an organisation, with what the sinks tell of it. */
const robotRows = [
  `INSERT INTO robot (id, organisation_id, user_id, strategy, currency, step_count, win_count, wish, created_at)
    VALUES ($1, $1, 'u', 'STEP', 'EUR', 0, 0, 'RUN', 0)`,
  `INSERT INTO robot_lot (robot_id, organisation_id, lot_id, cap_minor, priority)
    VALUES ($1, $1, 'lot', 1, 0)`,
  `INSERT INTO robot_state (robot_id, org_id, revision, status, is_over, is_settled, lots)
    VALUES ($1, $1, 1, 'RUNNING', 0, 0, '[]')`,
  `INSERT INTO robot_deed (robot_id, number, org_id, at, kind) VALUES ($1, 1, $1, 0, 'ARMED')`,
];

withBackends(import.meta.filename, ['postgres'], ({ postgresUrl, name }) => {
  let bench: AccountBench;
  let home: string;
  let other: string;
  beforeAll(async () => {
    bench = await openAccountBench(postgresUrl, name);
    home = await bench.organisation('Home');
    other = await bench.organisation('Other');
    for (const organisationId of [home, other]) {
      const { id } = await bench.user(organisationId, ['ADMIN']);
      await bench.token(organisationId, ['account:read'], id);
      await bench.owner.query(
        `INSERT INTO invitation (id, organisation_id, email, roles, created_at, expires_at)
         VALUES ($1, $1, 'a@b.example', '{BUYER}', 0, 1)`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO selling_wish (command_id, organisation_id, lot_id, kind, sent_at)
         VALUES ($1, $1, 'lot', 'CREATE_LOT', 0)`,
        [organisationId],
      );
      for (const insert of [
        `INSERT INTO organisation_limit VALUES ($1, 1, 'EUR', 1, 1, 0, 0)`,
        `INSERT INTO user_limit SELECT id, $1, 1, 'EUR', 0 FROM app_user WHERE organisation_id = $1`,
        `INSERT INTO bid_approval (command_id, organisation_id, lot_id, user_id, client_id, client_seq,
           kind, amount_minor, currency, asked_at) VALUES ($1, $1, 'lot', 'u', 'c', 1, 'FLAT', 1, 'EUR', 0)`,
        `INSERT INTO exposure VALUES ($1, 1, 1, 1)`,
        `INSERT INTO lot_bidder VALUES ($1, 'lot', 0)`,
      ]) {
        await bench.owner.query(insert, [organisationId]);
      }
      await bench.owner.query(
        `INSERT INTO placement (org_id, lot_id, version, changed_at, doc) VALUES ($1, 'lot', 1, 0, '{}')`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO site_account (organisation_id, site, sealed_token, connected_at)
         VALUES ($1, 'ebay', 'sealed', 0)`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO photo (name, organisation_id, bytes, width, height, added_at)
         VALUES ($1, $1, 'x', 1, 1, 0)`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO sale_import (id, organisation_id, file_name, columns, row_count, created_at)
         VALUES ($1, $1, 'x', '[]', 0, 0)`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO sale_import_row (import_id, organisation_id, number, cells, errors)
         VALUES ($1, $1, 1, '[]', '[]')`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO run_list (id, organisation_id, name, starts_at, first_end, gap_ms, lots, created_at)
         VALUES ($1, $1, 'x', 0, 0, 0, '{}', 0)`,
        [organisationId],
      );
      await bench.owner.query(
        `INSERT INTO watched_lot VALUES ('${id}', '${organisationId}', 'lot', 0);
         INSERT INTO lot_note VALUES ('${organisationId}', 'lot', 1, 'good tyres', '${id}', 0);
         INSERT INTO saved_search VALUES ('${id}', '${organisationId}', '${id}', 'mine', '', '{}', true, 0);
         INSERT INTO search_match VALUES ('${id}', 'lot', '${organisationId}', 0);
         INSERT INTO alert_setting VALUES ('${id}', '${organisationId}', true, true, true, 1, true, true);
         INSERT INTO alert VALUES ('${id}', '${organisationId}', '${id}', 'WON', 'lot', 'a', '{}', 0);
         INSERT INTO push_device VALUES ('${id}', '${id}', '${organisationId}', '${id}', '', '', '', 0);
         INSERT INTO push_order VALUES ('${id}', '${id}', '${organisationId}', 0, 0)`,
      );
      await bench.owner.query(
        `INSERT INTO letter (to_org, lot_id, number, at) VALUES ($1, 'lot', 1, 0)`,
        [organisationId],
      );
      for (const statement of robotRows) await bench.owner.query(statement, [organisationId]);
    }
  });
  afterAll(() => bench.close());

  /** Organisations whose rows a query without any WHERE sees. */
  const seenIn = (scope: Scope, table: string) =>
    bench.postgres.transaction(scope, async (tx) => {
      const column = owners[table] ?? 'organisation_id';
      const rows = await tx.query<{ id: string }>(`SELECT DISTINCT ${column} AS id FROM ${table}`);
      return rows.map(({ id }) => id);
    });

  test.each(tenantTables)(
    '%s: a forgotten WHERE shows the own organisation only',
    async (table) => {
      expect(await seenIn({ organisationId: home }, table)).toEqual([home]);
      expect(await seenIn({ organisationId: 'nobody' }, table)).toEqual([]);
      expect(await seenIn({ organisationId: '' }, table)).toEqual([]);
      expect(await bench.postgres.query(`SELECT 1 FROM ${table}`)).toEqual([]);
    },
  );

  test('rows of another organisation can be neither written, taken over nor removed', async () => {
    const within = (sql: string) =>
      bench.postgres.transaction({ organisationId: home }, (tx) => tx.query(sql));
    const insert = `INSERT INTO invitation (id, organisation_id, email, roles, created_at, expires_at)
      VALUES ('x', '${other}', 'x@y.example', '{}', 0, 1)`;
    await expect(within(insert)).rejects.toThrow('row-level security');
    const move = `UPDATE invitation SET organisation_id = '${other}' WHERE id = '${home}'`;
    await expect(within(move)).rejects.toThrow('row-level security');
    expect(await within(`DELETE FROM invitation WHERE id = '${other}' RETURNING 1`)).toEqual([]);
  });

  test('an organisation cannot set its own limits', async () => {
    const within = (sql: string) =>
      bench.postgres.transaction({ organisationId: home }, (tx) => tx.query(sql));
    const raise = `UPDATE organisation_limit SET credit_minor = 99
      WHERE organisation_id = '${home}' RETURNING 1`;
    expect(await within(raise)).toEqual([]);
    const third = `INSERT INTO organisation_limit VALUES ('${home}', 1, 'EUR', 1, 1, 0, 0)`;
    await expect(within(third)).rejects.toThrow('row-level security');
  });

  test('the setting does not leak to the next user of a pooled connection', async () => {
    const one = openPostgres({ url: bench.appUrl, connectionMax: 1, onIdleError: () => undefined });
    try {
      await one.transaction('platform', (tx) => tx.query('SELECT 1'));
      await one.transaction({ organisationId: home }, (tx) => tx.query('SELECT 1'));
      await expect(
        one.transaction('accounts', async () => {
          throw new Error('undone');
        }),
      ).rejects.toThrow('undone');
      expect(await one.query('SELECT 1 FROM app_user')).toEqual([]);
    } finally {
      await one.close();
    }
  });

  test('the role of the gateway owns nothing, is no superuser and passes no policy', async () => {
    expect(await roleFault((text) => bench.postgres.query(text))).toBeUndefined();
    const fault = await roleFault(
      async (text) => (await bench.owner.query<{ fault: string | null }>(text)).rows,
    );
    expect(fault).toBe('is a superuser');
    await expect(
      bench.postgres.query('ALTER TABLE app_user DISABLE ROW LEVEL SECURITY'),
    ).rejects.toThrow('must be owner');
  });

  test('every table the gateway may write is guarded, or stands among those of nobody', async () => {
    const { rows } = await bench.owner.query<{ table: string }>(
      `SELECT c.relname AS table FROM pg_class c
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
         AND has_table_privilege($1, c.oid, 'INSERT, UPDATE, DELETE')
         AND NOT (c.relrowsecurity AND c.relforcerowsecurity
           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`,
      [bench.role],
    );
    const unguarded = rows.map(({ table }) => table);
    expect(unguarded.filter((table) => !(table in tablesOfNobody))).toEqual([]);
    expect(unguarded).toContain('throttle');
  });
});

/**
 * The role the gateway itself connects as: it owns no table, is no superuser and cannot pass
 * row-level security. Migrations run as the owner and give it what it needs.
 */
import pg from 'pg';

/** What the gateway writes; everything else in the schema it only reads (projections of the sinks). */
const ownTables = [
  'organisation',
  'app_user',
  'session',
  'live_ticket',
  'account_link',
  'invitation',
  'api_token',
  'throttle',
  'mail_outbox',
  'audit_outbox',
  'audit_chain',
  'selling_wish',
  'site_account',
  'photo',
  'sale_import',
  'sale_import_row',
  'run_list',
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
  'robot_switch',
  'robot_deed_told',
  'organisation_limit',
  'user_limit',
  'bid_approval',
  'late_bid_told',
  'archive_job_told',
] as const;

/**
 * Makes the role when it is missing, and gives it its rights; safe to repeat.
 * @param client as the owner, in a transaction, with the schema as its search_path
 * @param appUrl names the role and its password
 */
export async function grantToApp(client: pg.Client, appUrl: string): Promise<void> {
  const { username, password } = new URL(appUrl);
  const name = decodeURIComponent(username);
  const role = pg.escapeIdentifier(name);
  const { rows } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (rows.length === 0) {
    const secret = pg.escapeLiteral(decodeURIComponent(password));
    await client.query(`CREATE ROLE ${role} LOGIN NOINHERIT PASSWORD ${secret}`);
  }
  const found = await client.query<{ schema: string }>('SELECT current_schema() AS schema');
  const schema = pg.escapeIdentifier(found.rows[0]?.schema ?? 'public');
  await client.query(`
    GRANT USAGE ON SCHEMA ${schema} TO ${role};
    GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT ON TABLES TO ${role};
    GRANT INSERT, UPDATE, DELETE ON ${ownTables.join(', ')} TO ${role};`);
}

/**
 * A role that could pass the second wall must not serve anybody.
 * @returns what is wrong with the role of this connection; undefined: nothing
 */
export async function roleFault(
  query: (text: string) => Promise<readonly { fault: string | null }[]>,
): Promise<string | undefined> {
  const [row] = await query(`
    SELECT CASE WHEN rolsuper THEN 'is a superuser' WHEN rolbypassrls THEN 'passes row-level security'
      WHEN EXISTS (SELECT FROM pg_tables WHERE tableowner = current_user AND schemaname = current_schema())
      THEN 'owns tables' END AS fault
    FROM pg_roles WHERE rolname = current_user`);
  return row?.fault ?? undefined;
}

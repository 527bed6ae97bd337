/** Organisations' sealed tokens of other sites (the gateway's table site_account), read by the placer alone. */
import type pg from 'pg';
import { inTransaction } from './postgres-transaction.ts';

/** @returns undefined when the organisation is not connected to the site. @throws when Postgres is away */
export async function sealedToken(
  pool: pg.Pool,
  orgId: string,
  site: string,
): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      await client.query(`SELECT set_config('app.organisation', $1, true)`, [orgId]);
      const { rows } = await client.query<{ sealed_token: string }>(
        'SELECT sealed_token FROM site_account WHERE organisation_id = $1 AND site = $2',
        [orgId, site],
      );
      return rows[0]?.sealed_token;
    });
  } finally {
    client.release();
  }
}

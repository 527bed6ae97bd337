/**
 * A job runs once at a time: its lease is an advisory lock of a Postgres session, so it ends with the
 * process that holds it, however that ends.
 */
import pg from 'pg';

export interface Lease {
  release(): Promise<void>;
}

/**
 * @param onLost told when the session was cut, and the lease with it; without it the process ends then
 * @returns undefined while somebody else holds it
 */
export async function takeLease(
  url: string,
  job: string,
  onLost?: () => void,
): Promise<Lease | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: `lease ${job}` });
  if (onLost) client.on('error', onLost);
  await client.connect();
  const { rows } = await client.query<{ held: boolean }>(
    'SELECT pg_try_advisory_lock(hashtext(current_schema()), hashtext($1)) AS held',
    [job],
  );
  if (rows[0]?.held === true) return { release: () => client.end() };
  await client.end();
  return undefined;
}

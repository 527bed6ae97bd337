/** A person's alerts and what they want to be alerted of. Made by alert-maker.ts. */
import type { OwnPerson } from '../watch/person.ts';
import type { Postgres, Statements } from '../postgres.ts';
import type { Alert, AlertList, AlertSettings } from '../watch-contract.ts';

type Row<T> = T & { [column: string]: unknown };

const listMax = 200;

/** What counts for somebody who has chosen nothing; the SQL of the maker says the same. */
export const usualSettings: AlertSettings = {
  outbid: true,
  won: true,
  ending: true,
  endingMs: 600_000,
  reserve: true,
  search: true,
};

export async function unreadCount(tx: Statements, userId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM alert WHERE user_id = $1 AND read_at IS NULL',
    [userId],
  );
  return row?.count ?? 0;
}

/** @returns newest first. @throws StoreAway */
export function readAlerts(
  postgres: Postgres,
  { userId, organisationId }: OwnPerson,
): Promise<AlertList> {
  return postgres.transaction({ organisationId }, async (tx) => {
    const alerts = await tx.query<Row<Alert>>(
      `SELECT id, kind, lot_id AS lot, title, data, made_at AS "madeAt", read_at AS "readAt"
       FROM alert WHERE user_id = $1 ORDER BY made_at DESC, id LIMIT ${listMax}`,
      [userId],
    );
    return { alerts, unread: await unreadCount(tx, userId) };
  });
}

/** @param readAt null: not read after all @returns how many are not read. @throws StoreAway */
export function markAlerts(
  postgres: Postgres,
  { userId, organisationId }: OwnPerson,
  ids: readonly string[],
  readAt: number | null,
): Promise<number> {
  return postgres.transaction({ organisationId }, async (tx) => {
    await tx.query('UPDATE alert SET read_at = $3 WHERE user_id = $1 AND id = ANY($2)', [
      userId,
      ids,
      readAt,
    ]);
    return unreadCount(tx, userId);
  });
}

/** @throws StoreAway */
export function readSettings(
  postgres: Postgres,
  { userId, organisationId }: OwnPerson,
): Promise<AlertSettings> {
  return postgres.transaction({ organisationId }, async (tx) => {
    const [row] = await tx.query<Row<AlertSettings>>(
      `SELECT outbid, won, ending, ending_ms AS "endingMs", reserve, search
       FROM alert_setting WHERE user_id = $1`,
      [userId],
    );
    return row ?? usualSettings;
  });
}

/** @throws StoreAway */
export async function writeSettings(
  postgres: Postgres,
  { userId, organisationId }: OwnPerson,
  settings: AlertSettings,
): Promise<void> {
  const { outbid, won, ending, endingMs, reserve, search } = settings;
  await postgres.transaction({ organisationId }, (tx) =>
    tx.query(
      `INSERT INTO alert_setting (user_id, organisation_id, outbid, won, ending, ending_ms, reserve, search)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (user_id) DO UPDATE SET outbid = $3, won = $4, ending = $5, ending_ms = $6,
         reserve = $7, search = $8`,
      [userId, organisationId, outbid, won, ending, endingMs, reserve, search],
    ),
  );
}

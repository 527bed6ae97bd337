/** Generation of the board's data: made with the gateway's tables, new when they are wiped. */
import type { Postgres } from '../postgres.ts';

/**
 * A browser that comes back with a cursor of another epoch gets a snapshot: its change numbers mean
 * nothing to a log that began anew.
 * @throws StoreAway during an outage, Error before the gateway's tables are migrated
 */
export async function readBoardEpoch(postgres: Postgres): Promise<string> {
  const [row] = await postgres.query<{ epoch: string }>('SELECT epoch FROM board_epoch');
  if (!row) throw new Error('board_epoch is empty: run gateway/src/migrate.ts');
  return row.epoch;
}

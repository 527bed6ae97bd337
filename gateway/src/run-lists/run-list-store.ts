/** Run lists: the order in which an organisation's lots end. */
import type { Postgres } from '../postgres.ts';
import type { RunListBody } from '../sell-contract.ts';

export interface KeptRunList extends RunListBody {
  readonly runListId: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly publishedAt: number | null;
}

type Row = {
  readonly id: string;
  readonly name: string;
  readonly starts_at: number;
  readonly first_end: number;
  readonly gap_ms: number;
  readonly lots: string[];
  readonly created_at: number;
  readonly published_at: number | null;
};

/** Run lists of one organisation. */
export const runListMax = 200;

export class RunListStore {
  readonly #postgres: Postgres;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
  }

  /** @param createdAt epoch ms @returns false: the organisation has as many as it may */
  async add(
    organisationId: string,
    runListId: string,
    body: RunListBody,
    createdAt: number,
  ): Promise<boolean> {
    const { name, startsAt, firstEnd, gapMs, lots } = body;
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        `INSERT INTO run_list
           (id, organisation_id, name, starts_at, first_end, gap_ms, lots, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8
         WHERE (SELECT count(*) FROM run_list WHERE organisation_id = $2) < ${runListMax}
         RETURNING 1`,
        [runListId, organisationId, name.trim(), startsAt, firstEnd, gapMs, lots, createdAt],
      ),
    );
    return rows.length > 0;
  }

  /** @returns false: there is no such list that may still change */
  async change(organisationId: string, runListId: string, body: RunListBody): Promise<boolean> {
    const { name, startsAt, firstEnd, gapMs, lots } = body;
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        `UPDATE run_list SET name = $3, starts_at = $4, first_end = $5, gap_ms = $6, lots = $7
         WHERE organisation_id = $2 AND id = $1 AND published_at IS NULL RETURNING 1`,
        [runListId, organisationId, name.trim(), startsAt, firstEnd, gapMs, lots],
      ),
    );
    return rows.length > 0;
  }

  /** @returns newest first */
  async list(organisationId: string): Promise<KeptRunList[]> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query<Row>(
        'SELECT * FROM run_list WHERE organisation_id = $1 ORDER BY created_at DESC, id',
        [organisationId],
      ),
    );
    return rows.map(kept);
  }

  async find(organisationId: string, runListId: string): Promise<KeptRunList | undefined> {
    return (await this.list(organisationId)).find((one) => one.runListId === runListId);
  }

  /** From now on the list does not change. @param at epoch ms */
  async fix(organisationId: string, runListId: string, at: number): Promise<void> {
    await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query(
        `UPDATE run_list SET published_at = coalesce(published_at, $3)
         WHERE organisation_id = $1 AND id = $2`,
        [organisationId, runListId, at],
      ),
    );
  }

  async drop(organisationId: string, runListId: string): Promise<boolean> {
    const rows = await this.#postgres.transaction({ organisationId }, (tx) =>
      tx.query('DELETE FROM run_list WHERE organisation_id = $1 AND id = $2 RETURNING 1', [
        organisationId,
        runListId,
      ]),
    );
    return rows.length > 0;
  }
}

const kept = (row: Row): KeptRunList => ({
  runListId: row.id,
  name: row.name,
  startsAt: row.starts_at,
  firstEnd: row.first_end,
  gapMs: row.gap_ms,
  lots: row.lots,
  createdAt: row.created_at,
  publishedAt: row.published_at,
});

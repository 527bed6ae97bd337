/** Parts in Postgres, and the ended lots of the board's table. */
import type pg from 'pg';
import { endedStatuses } from '../domain/purge.ts';
import { archivedColumns, numberIn, textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';
import { manifestSchema } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import type { Part } from './part-places.ts';

export type PartState = 'WRITING' | 'WRITTEN' | 'VERIFIED' | 'DONE' | 'RESTORING' | 'RESTORED';

/** Who wanted it done: a person at the command line, or the policy. */
export type Asker = 'COMMAND' | 'SCHEDULE';

export interface PartRow extends Part {
  readonly state: PartState;
  /** Epoch ms. */
  readonly beforeAt: number;
  /** null while WRITING. */
  readonly manifest: Manifest | null;
  /** When it came to its state, epoch ms. */
  readonly changedAt: number;
}

const underWay: ReadonlySet<PartState> = new Set<PartState>(['WRITING', 'WRITTEN', 'VERIFIED']);

const jobEndedBy: Readonly<Partial<Record<PartState, string>>> = {
  DONE: 'data',
  RESTORED: 'restore',
};
const pageSize = 2_000;
/** In the query's text: the planner takes `lot_by_archive_end` only where it sees them. */
const isEnded = `status IN (${[...endedStatuses].map((status) => `'${status}'`).join(', ')})`;
/** jsonb as text, so that the same value has the same bytes wherever it is read. */
const selected = archivedColumns
  .map(({ name, type }) => (type === 'jsonb' ? `${name}::text AS ${name}` : name))
  .join(', ');
const endOf = 'coalesce(ends_at, observed_at)';
/** A lot that stands again out of the archive is in a file already. */
const isNew = `NOT EXISTS (SELECT 1 FROM archive_restored r
  WHERE r.lot_id = lot.lot_id AND r.version = lot.version)`;

export class PartStore {
  readonly #pool: pg.Pool;
  readonly #now: () => number;
  readonly #asker: Asker;

  /** @param now epoch ms */
  constructor(pool: pg.Pool, now: () => number, asker: Asker = 'COMMAND') {
    this.#pool = pool;
    this.#now = now;
    this.#asker = asker;
  }

  /** Months that have ended lots older than `beforeAt`, the oldest first, with how many. */
  async months(beforeAt: number): Promise<{ month: string; lots: number }[]> {
    const { rows } = await this.#pool.query<{ month: string; lots: number }>(
      `SELECT to_char(to_timestamp(${endOf} / 1000) AT TIME ZONE 'UTC', 'YYYY-MM') AS month,
              count(*)::int AS lots
       FROM lot WHERE ${isEnded} AND ${endOf} < $1 AND ${isNew} GROUP BY 1 ORDER BY 1`,
      [beforeAt],
    );
    return rows;
  }

  /** Parts that are not done, in the order of their making. */
  async unfinished(): Promise<PartRow[]> {
    return (await this.all()).filter(({ state }) => underWay.has(state));
  }

  async all(): Promise<PartRow[]> {
    const { rows } = await this.#pool.query<{
      month: string;
      part: number;
      state: PartState;
      before_at: number;
      manifest: unknown;
      changed_at: number;
    }>(
      `SELECT month, part, state, before_at, manifest, changed_at FROM archive_part
       ORDER BY month, part`,
    );
    return rows.map(({ before_at: beforeAt, changed_at: changedAt, manifest, ...rest }) => ({
      ...{ ...rest, beforeAt, changedAt },
      manifest: manifest === null ? null : manifestSchema.parse(manifest),
    }));
  }

  /** Begins the next part of a month. */
  async begin(month: string, beforeAt: number): Promise<PartRow> {
    const { rows } = await this.#pool.query<{ part: number }>(
      `INSERT INTO archive_part (month, part, state, before_at, changed_at)
       SELECT $1, coalesce(max(part), 0) + 1, 'WRITING', $2, $3 FROM archive_part WHERE month = $1
       RETURNING part`,
      [month, beforeAt, this.#now()],
    );
    const part = rows[0]?.part ?? 1;
    return { month, part, state: 'WRITING', beforeAt, manifest: null, changedAt: this.#now() };
  }

  /**
   * Brings a part to a state; the manifest is the part's last word on what it holds. When that ends a
   * job, the job is noted in the same statement, for the audit.
   */
  async move({ month, part }: Part, state: PartState, manifest: Manifest): Promise<void> {
    await this.#pool.query(
      `WITH moved AS (
         UPDATE archive_part SET state = $3, manifest = $4, changed_at = $5
         WHERE month = $1 AND part = $2 RETURNING month, part)
       INSERT INTO archive_job (kind, month, part, rows, bytes, asker, at)
       SELECT $6, month, part, $7, $8, $9, $5 FROM moved WHERE $6::text IS NOT NULL`,
      [
        ...[month, part, state, JSON.stringify(manifest), this.#now()],
        ...[jobEndedBy[state] ?? null, manifest.rows, manifest.bytes, this.#asker],
      ],
    );
  }

  /** How many of these lots stand in just this version without having been brought back. */
  async leftBehind(lots: readonly ArchivedLot[]): Promise<number> {
    const ids = lots.map((lot) => textIn(lot, 'lot_id'));
    const versions = lots.map((lot) => numberIn(lot, 'version') ?? 0);
    const { rows } = await this.#pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM lot
       JOIN unnest($1::text[], $2::bigint[]) AS t (lot_id, version) USING (lot_id, version)
       WHERE ${isNew}`,
      [ids, versions],
    );
    return rows[0]?.count ?? 0;
  }

  /** Remembers that these lots of a part are to stand again; again, nothing changes. */
  async addRestored({ month, part }: Part, lots: readonly ArchivedLot[]): Promise<void> {
    const ids = lots.map((lot) => textIn(lot, 'lot_id'));
    const versions = lots.map((lot) => numberIn(lot, 'version') ?? 0);
    await this.#pool.query(
      `INSERT INTO archive_restored (lot_id, version, month, part)
       SELECT lot_id, version, $1, $2 FROM unnest($3::text[], $4::bigint[]) AS t (lot_id, version)
       ON CONFLICT DO NOTHING`,
      [month, part, ids, versions],
    );
  }

  /** The lots of a part have left again. */
  async forgetRestored({ month, part }: Part): Promise<void> {
    await this.#pool.query('DELETE FROM archive_restored WHERE month = $1 AND part = $2', [
      month,
      part,
    ]);
  }

  /** A part that was begun and found nothing to hold. */
  async drop({ month, part }: Part): Promise<void> {
    await this.#pool.query('DELETE FROM archive_part WHERE month = $1 AND part = $2', [
      month,
      part,
    ]);
  }

  /** Ended lots of a month in the order of their ids, at most `max`; those that ended first. */
  async *lots(month: string, beforeAt: number, max: number): AsyncGenerator<ArchivedLot> {
    const [from, end] = boundsOf(month);
    const until = Math.min(end, beforeAt);
    // By the index over ends; page after page in the order of ids would read all lots for each.
    const { rows: found } = await this.#pool.query<{ lot_id: string }>(
      `WITH first AS (
         SELECT lot_id FROM lot WHERE ${isEnded} AND ${endOf} >= $1 AND ${endOf} < $2 AND ${isNew}
         ORDER BY ${endOf}, lot_id LIMIT $3)
       SELECT lot_id FROM first ORDER BY lot_id`,
      [from, until, max],
    );
    for (let index = 0; index < found.length; index += pageSize) {
      const page = found.slice(index, index + pageSize).map(({ lot_id: lotId }) => lotId);
      // What has changed since belongs on the board.
      const { rows } = await this.#pool.query<ArchivedLot>(
        `SELECT ${selected} FROM lot
         WHERE lot_id = ANY($1) AND ${isEnded} AND ${endOf} >= $2 AND ${endOf} < $3 AND ${isNew}
         ORDER BY lot_id`,
        [page, from, until],
      );
      yield* rows;
    }
  }

  /** Which of these lots still stand on the board, with the version they have there. */
  async standing(lotIds: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await this.#pool.query<{ lot_id: string; version: number }>(
      'SELECT lot_id, version FROM lot WHERE lot_id = ANY($1)',
      [lotIds],
    );
    return new Map(rows.map(({ lot_id: lotId, version }) => [lotId, version]));
  }
}

/** First instant of a month and of the next one, epoch ms UTC. */
export function boundsOf(month: string): [number, number] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return [Date.UTC(year, number - 1), Date.UTC(year, number)];
}

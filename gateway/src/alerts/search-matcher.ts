/**
 * Saved searches on the live feed: a lot that comes into a filter, new or by a change, is a match
 * once. What matches when a search is saved is none. Many matches become one alert with a count.
 */
import { endedStatuses } from '../archive/ended-lots.ts';
import type { BoardRow } from '../board-columns.ts';
import { parseFilter } from '../board/lot-filter.ts';
import type { LotFilter } from '../board/lot-filter.ts';
import { ViewIndex } from '../board/view-index.ts';
import type { Postgres, Statements } from '../postgres.ts';

/** Single alerts of one search within a bucket; what comes beyond is counted in one digest. */
export const singleMax = 5;
export const bucketMs = 600_000;
/** Matches that wait to be written, of one search: more are only counted as so many. */
const waitingMax = 2_000;
const namedMax = 5;
/** A digest that grows is news again no more often. */
const growthMs = 60_000;
const matchKeptMs = 30 * 86_400_000;

interface Watching {
  readonly id: string;
  readonly filter: LotFilter;
}

interface SearchRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly filter: unknown;
}

interface Owner {
  readonly [column: string]: unknown;
  readonly userId: string;
  readonly organisationId: string;
  readonly name: string;
  readonly address: string;
}

const takeSearch = `
  SELECT q.user_id AS "userId", q.organisation_id AS "organisationId", q.name, q.address
  FROM saved_search q JOIN app_user u ON u.id = q.user_id AND u.disabled_at IS NULL
    LEFT JOIN alert_setting s ON s.user_id = q.user_id
  WHERE q.id = $1 AND q.alerts AND coalesce(s.search, true) FOR UPDATE OF q`;
const addMatches = `
  INSERT INTO search_match (search_id, lot_id, organisation_id, at)
  SELECT $1, unnest($2::text[]), $3, $4 ON CONFLICT DO NOTHING RETURNING lot_id AS "lotId"`;
const countSingles = `
  SELECT count(*)::int AS count FROM alert WHERE user_id = $1 AND kind = 'SEARCH'
    AND data->>'searchId' = $2 AND lot_id IS NOT NULL AND made_at > $3`;
const addSingle = `
  INSERT INTO alert (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
  SELECT 'search:' || $1 || ':' || $2, $3, $4, 'SEARCH', $2, coalesce(
    (SELECT title FROM lot WHERE lot_id = $2), $6), $5, $7 ON CONFLICT (id) DO NOTHING`;
const addDigest = `
  INSERT INTO alert AS a (id, user_id, organisation_id, kind, lot_id, title, data, made_at)
  VALUES ('digest:' || $1::text || ':' || $2::text, $3, $4, 'SEARCH', NULL, $5, $6, $7)
  ON CONFLICT (id) DO UPDATE SET
    made_at = CASE WHEN a.made_at <= $7::bigint - ${growthMs} THEN $7 ELSE a.made_at END,
    read_at = CASE WHEN a.made_at <= $7::bigint - ${growthMs} THEN NULL ELSE a.read_at END,
    data = jsonb_set(a.data, '{count}',
    to_jsonb((a.data->>'count')::int + ($6::jsonb->>'count')::int))`;

export class SearchMatcher {
  readonly #postgres: Postgres;
  readonly #now: () => number;
  #watching = new Map<string, Watching>();
  #index = new ViewIndex<Watching>();
  /** Title by lot, by search. */
  readonly #waiting = new Map<string, Map<string, string>>();

  constructor(postgres: Postgres, now: () => number) {
    this.#postgres = postgres;
    this.#now = now;
  }

  /** Takes up the searches as they are now. @throws StoreAway */
  async load(): Promise<void> {
    const rows = await this.#postgres.transaction('accounts', (tx) =>
      tx.query<SearchRow>('SELECT id, filter FROM saved_search WHERE alerts'),
    );
    const watching = new Map<string, Watching>();
    const index = new ViewIndex<Watching>();
    for (const { id, filter: given } of rows) {
      const parsed = parseFilter(given);
      if (!parsed.ok) continue; // saved by a version that took more
      const one = this.#watching.get(id) ?? { id, filter: parsed.filter };
      watching.set(id, one);
      index.add(one);
    }
    this.#watching = watching;
    this.#index = index;
  }

  /** A row of the board has changed. */
  see(row: BoardRow, was: BoardRow | undefined): void {
    // An ended lot that was not here before is back from the archive.
    if (was === undefined && endedStatuses.has(row.status)) return;
    const nowMs = this.#now();
    for (const { id, filter } of this.#index.candidates(row)) {
      if (!isIn(filter, row, nowMs) || (was && isIn(filter, was, nowMs))) continue;
      const lots = this.#waiting.get(id) ?? new Map<string, string>();
      this.#waiting.set(id, lots);
      if (lots.size < waitingMax) lots.set(row.id, row.name);
    }
  }

  /** Writes the matches that wait. @throws StoreAway: those not written stay */
  async make(): Promise<void> {
    for (const [id, waiting] of [...this.#waiting]) {
      // Others may come while these are written.
      const lots = new Map(waiting);
      await this.#postgres.transaction('accounts', (tx) => this.#tell(tx, id, lots));
      for (const lotId of lots.keys()) waiting.delete(lotId);
      if (waiting.size === 0) this.#waiting.delete(id);
    }
  }

  /** Forgets matches nobody asks about any more. @throws StoreAway */
  async tidy(): Promise<void> {
    await this.#postgres.transaction('accounts', (tx) =>
      tx.query('DELETE FROM search_match WHERE at < $1', [this.#now() - matchKeptMs]),
    );
  }

  async #tell(tx: Statements, id: string, lots: ReadonlyMap<string, string>): Promise<void> {
    const nowMs = this.#now();
    const [search] = await tx.query<Owner>(takeSearch, [id]);
    if (!search) return;
    const { userId, organisationId, name, address } = search;
    const fresh = await tx.query<{ lotId: string }>(addMatches, [
      id,
      [...lots.keys()],
      organisationId,
      nowMs,
    ]);
    if (fresh.length === 0) return;
    const [had] = await tx.query<{ count: number }>(countSingles, [userId, id, nowMs - bucketMs]);
    const data = { searchId: id, search: name, address };
    if ((had?.count ?? 0) + fresh.length <= singleMax) {
      for (const { lotId } of fresh) {
        const title = lots.get(lotId) ?? lotId;
        const values = [id, lotId, userId, organisationId, JSON.stringify(data), title, nowMs];
        await tx.query(addSingle, values);
      }
      return;
    }
    const named = fresh.slice(0, namedMax).map(({ lotId }) => lotId);
    const digest = JSON.stringify({ ...data, count: fresh.length, lots: named });
    const bucket = Math.floor(nowMs / bucketMs);
    await tx.query(addDigest, [id, bucket, userId, organisationId, name, digest, nowMs]);
  }
}

function isIn(filter: LotFilter, row: BoardRow, nowMs: number): boolean {
  if (!filter.matchesCold(row) || !filter.matchesHot(row)) return false;
  const { withinMs } = filter;
  if (withinMs === undefined) return true;
  return row.end !== null && row.end > nowMs && row.end - nowMs <= withinMs;
}

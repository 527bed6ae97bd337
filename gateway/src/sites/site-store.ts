/** Reads how the feeds are doing from the sinks' tables. Throws StoreAway during an outage. */
import { PARTITION_COUNT } from '@auction/avro/topics';
import type { SiteStatus } from '@auction/avro/records';
import type { SiteReport, SitesAnswer } from '../contract.ts';
import type { Postgres } from '../postgres.ts';
import { Rationed } from './rationed.ts';
import { stateAt } from './site-state.ts';

interface CountRow {
  readonly site: string;
  readonly lots: number;
  readonly live: number;
}

interface AppliedRow {
  readonly site: string;
  readonly parts: number;
  readonly changed: number;
  readonly appeared: number;
  readonly unchanged: number;
  readonly late: number;
  readonly dead: number;
  readonly gone: number;
  readonly complete: boolean;
  /** Why a part does not believe absence. */
  readonly reason: string | null;
}

interface RejectRow {
  readonly site: string;
  readonly code: string;
  readonly count: number;
  readonly example: string;
  readonly row: number | null;
}

const statuses = `SELECT doc FROM site ORDER BY site`;

/** Reads every lot: a second of both cores with a million of them. */
const counts = `SELECT site, count(*)::int AS lots,
  count(*) FILTER (WHERE status IN ('SCHEDULED', 'OPEN', 'ENDING_UNCONFIRMED'))::int AS live
  FROM lot GROUP BY site`;

/** The newest snapshot of each site, as its connector names it. */
const newest = `(site, snapshot_id) IN (SELECT site, doc->'lastSnapshot'->>'snapshotId' FROM site)`;

const summed = ['changed', 'appeared', 'unchanged', 'late', 'dead', 'gone']
  .map((name) => `sum((doc->>'${name}')::int)::int AS ${name}`)
  .join(', ');
const verdict = `bool_and((doc->>'complete')::bool) AS complete,
  (array_agg(doc->>'reason' ORDER BY part) FILTER (WHERE doc->>'reason' IS NOT NULL))[1] AS reason`;
const applied = `SELECT site, count(*)::int AS parts, ${summed}, ${verdict}
  FROM site_snapshot WHERE ${newest} GROUP BY site`;

/** A polled file every few seconds must not hide what was wrong with an import. */
const newestOfEach = `(site, snapshot_id) IN (
  SELECT DISTINCT ON (site, delivery) site, snapshot_id FROM site_snapshot
  ORDER BY site, delivery, sequence DESC)`;

const rejects = `SELECT site, code, count(*)::int AS count,
  (array_agg(reason ORDER BY at DESC, part, log_offset DESC))[1] AS example,
  (array_agg(row_number ORDER BY at DESC, part, log_offset DESC))[1] AS row
  FROM reject WHERE ${newest} OR ${newestOfEach} GROUP BY site, code ORDER BY site, count DESC, code`;

/** Part of the time in which the lots of all sites may be counted: anybody may ask, and the database is everybody's. */
const countingShare = 0.03;

export class SiteStore {
  readonly #postgres: Postgres;
  readonly #counts: Rationed<readonly CountRow[]>;

  constructor(postgres: Postgres) {
    this.#postgres = postgres;
    const count = () => postgres.query<CountRow & Record<string, unknown>>(counts);
    this.#counts = new Rationed(count, () => performance.now(), countingShare);
  }

  /** @param now epoch ms */
  async report(now: number): Promise<SitesAnswer> {
    const [docs, lots, snapshots, refused] = await Promise.all([
      this.#postgres.query<{ doc: SiteStatus }>(statuses),
      this.#counts.get(),
      this.#postgres.query<AppliedRow & Record<string, unknown>>(applied),
      this.#postgres.query<RejectRow & Record<string, unknown>>(rejects),
    ]);
    const sites = docs.map(({ doc }) =>
      toSiteReport(doc, now, {
        count: lots.find(({ site }) => site === doc.site),
        applied: snapshots.find(({ site }) => site === doc.site),
        rejects: refused.filter(({ site }) => site === doc.site),
      }),
    );
    return { now, sites };
  }
}

interface Found {
  readonly count: CountRow | undefined;
  readonly applied: AppliedRow | undefined;
  readonly rejects: readonly RejectRow[];
}

function toSiteReport(doc: SiteStatus, now: number, found: Found): SiteReport {
  return {
    site: doc.site,
    name: doc.name,
    state: stateAt(doc, now),
    reason: doc.reason,
    at: doc.at,
    pollIntervalMs: doc.pollIntervalMs,
    lastAttemptAt: doc.lastAttemptAt,
    lastSuccessAt: doc.lastSuccessAt,
    nextRunAt: doc.nextRunAt,
    // Absent from what an older connector has said.
    pausedAt: doc.pausedAt ?? null,
    consecutiveFailureCount: doc.consecutiveFailureCount,
    freshnessMs: doc.lastSuccessAt === null ? null : Math.max(0, now - doc.lastSuccessAt),
    lotCount: found.count?.lots ?? 0,
    liveLotCount: found.count?.live ?? 0,
    lastSnapshot: toSnapshot(doc, found.applied),
    rejects: found.rejects.map(({ code, count, example, row }) => ({ code, count, example, row })),
  };
}

function toSnapshot(doc: SiteStatus, row: AppliedRow | undefined): SiteReport['lastSnapshot'] {
  if (doc.lastSnapshot === null) return null;
  if (!row) return { ...doc.lastSnapshot, applied: null };
  const { changed, appeared, unchanged, late, dead, gone, parts } = row;
  const done = parts === PARTITION_COUNT;
  return {
    ...doc.lastSnapshot,
    // The connector judges the file alone, the normaliser beside what is known: both must believe it.
    complete: doc.lastSnapshot.complete && row.complete,
    reason: doc.lastSnapshot.reason ?? row.reason,
    applied: { changed, appeared, unchanged, late, dead, gone, done },
  };
}

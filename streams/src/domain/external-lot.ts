/**
 * What happens to a lot that its site resolves: price, end and status from observations and timers
 * (bidding.md section 12). Time enters only by records: `observedAt` and the instant of a timer.
 */
import { runsBehind } from './earlier-run.ts';
import type { EarlierRun } from './earlier-run.ts';
import type { Outcome } from './listing.ts';
import { priceAfter } from './observed-price.ts';
import type { Reserve } from './reserve.ts';
import type { TimePrecision } from './sale-time.ts';

export type LotStatus =
  | 'UNKNOWN'
  | 'SCHEDULED'
  | 'OPEN'
  | 'ENDING_UNCONFIRMED'
  | 'ENDED'
  | 'SOLD'
  | 'NOT_SOLD'
  | 'PENDING_APPROVAL'
  | 'COUNTERED'
  | 'WITHDRAWN';

export type EndReason = 'GONE_AFTER_END' | 'GONE_BEFORE_END' | 'NO_NEWS_24H';

/** Public state of a lot; `S` is the summary shown of the vehicle. As the Avro record `Lot`. */
export interface LotRow<S> {
  readonly lotId: string;
  readonly version: number;
  readonly kind: 'UNKNOWN' | 'OWN' | 'EXTERNAL';
  readonly site: string;
  readonly siteListingId: string;
  readonly status: LotStatus;
  readonly statusReason: string | null;
  readonly currency: string;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  readonly bidCount: number | null;
  readonly buyNowMinor: number | null;
  readonly reserve: Reserve;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly endsAtPrecision: TimePrecision;
  readonly correctionCount: number;
  readonly leaderAlias: number | null;
  /** Of an own lot. */
  readonly incTable: string | null;
  /** Of an own lot, minor units. */
  readonly granularityMinor: number | null;
  readonly reserveMinor: number | null;
  readonly extensionCount: number;
  readonly decisionUntil: number | null;
  readonly graceMs: number;
  readonly firstSeenAt: number;
  readonly observedAt: number;
  readonly publishedAt: number;
  readonly summary: S;
  /** Of an external lot that was run again, oldest first. */
  readonly earlierRuns: readonly EarlierRun[];
}

/** Private state of a lot. As the Avro record `LotBookEntry`. */
export interface LotBook<S> {
  /** Number of the newest observation applied. */
  readonly fetchSeq: number;
  /** A lower price seen once and not yet believed, minor units. */
  readonly heldMinor: number | null;
  readonly row: LotRow<S>;
}

/** What a site shows of a lot. As the Avro record `ObserveExternal`. */
export interface Observation<S> {
  readonly site: string;
  readonly siteListingId: string;
  readonly fetchSeq: number;
  readonly observedAt: number;
  readonly publishedAt: number;
  readonly presence: 'UNKNOWN' | 'LISTED' | 'GONE';
  readonly currency: string;
  readonly priceMinor: number | null;
  readonly bidCount: number | null;
  readonly buyNowMinor: number | null;
  readonly askMinor: number | null;
  /** The site's own word on how the sale ended. */
  readonly outcome: Outcome;
  readonly reserve: Reserve;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  readonly endsAtPrecision: TimePrecision;
  readonly summary: S;
}

/** After this time without a result nobody expects one from the feed. */
export const noNewsMs = 24 * 3_600_000;

/** Fields that only lots of our own have. */
const neverOfExternal = {
  leaderAlias: null,
  incTable: null,
  granularityMinor: null,
  reserveMinor: null,
  extensionCount: 0,
  decisionUntil: null,
  graceMs: 0,
} as const;

interface Standing {
  readonly status: LotStatus;
  readonly statusReason: EndReason | null;
}

/** Status of a lot that the site still lists, when time has come to `at`. */
function listedStanding(endsAt: number | null, at: number): Standing {
  if (endsAt === null) return { status: 'SCHEDULED', statusReason: null };
  if (at < endsAt) return { status: 'OPEN', statusReason: null };
  if (at < endsAt + noNewsMs) return { status: 'ENDING_UNCONFIRMED', statusReason: null };
  return { status: 'ENDED', statusReason: 'NO_NEWS_24H' };
}

/** Status of a lot that a complete snapshot lacked. */
function goneStanding<S>(row: LotRow<S> | undefined, endsAt: number | null, at: number): Standing {
  if (row?.statusReason === 'NO_NEWS_24H') return { status: 'ENDED', statusReason: 'NO_NEWS_24H' };
  return endsAt !== null && at >= endsAt
    ? { status: 'ENDED', statusReason: 'GONE_AFTER_END' }
    : { status: 'WITHDRAWN', statusReason: 'GONE_BEFORE_END' };
}

/** Latest instant known to have come for this end: a timer may be ahead of the age of a file. */
function reachedAt<S>(row: LotRow<S> | undefined, observation: Observation<S>): number {
  const { endsAt, observedAt } = observation;
  if (endsAt === null || row?.endsAt !== endsAt) return observedAt;
  if (row.status === 'ENDING_UNCONFIRMED') return Math.max(observedAt, endsAt);
  if (row.statusReason === 'NO_NEWS_24H') return Math.max(observedAt, endsAt + noNewsMs);
  return observedAt;
}

function standingOf<S>(row: LotRow<S> | undefined, observation: Observation<S>): Standing {
  const { outcome } = observation;
  // The site's own word beats what absence or time would say.
  if (outcome !== 'UNKNOWN') return { status: outcome, statusReason: null };
  const at = reachedAt(row, observation);
  // The feed's last word on the end is kept when it says no more: gone rows repeat it.
  if (observation.presence === 'GONE') return goneStanding(row, observation.endsAt, at);
  return listedStanding(observation.endsAt, at);
}

/** Statuses of a lot whose end had come. */
const overStatuses: ReadonlySet<LotStatus> = new Set([
  'ENDING_UNCONFIRMED',
  'ENDED',
  'SOLD',
  'NOT_SOLD',
  'PENDING_APPROVAL',
]);

/** Whether the lot is run again: its end had come, and now there is a later one, or none yet. */
function isRunAgain<S>(row: LotRow<S>, observation: Observation<S>): boolean {
  if (row.endsAt === null || observation.presence === 'GONE') return false;
  const endHadCome = overStatuses.has(row.status);
  if (!endHadCome && observation.observedAt < row.endsAt) return false;
  return observation.endsAt === null || observation.endsAt > row.endsAt;
}

const noPrice = { priceMinor: null, bidCount: null };

/**
 * Takes an observation.
 * @param book undefined: the lot's first observation
 * @returns the next book, its row with the next version when anything public changed; undefined when
 * the observation is not newer than what is known
 */
export function observed<S extends object>(
  lotId: string,
  book: LotBook<S> | undefined,
  observation: Observation<S>,
): LotBook<S> | undefined {
  if (book !== undefined && observation.fetchSeq <= book.fetchSeq) return undefined;
  const before = book?.row;
  const runsAgain = before !== undefined && isRunAgain(before, observation);
  const restarts = runsAgain || (before !== undefined && before.currency !== observation.currency);
  // Absence repeats what was said last: it confirms no fall.
  const said = observation.presence === 'GONE' ? noPrice : observation;
  const price = priceAfter(before, restarts ? 'RESTART' : (book?.heldMinor ?? null), said);
  const row: LotRow<S> = {
    lotId,
    version: (before?.version ?? 0) + 1,
    kind: 'EXTERNAL',
    site: observation.site,
    siteListingId: observation.siteListingId,
    ...standingOf(before, observation),
    currency: observation.currency,
    priceMinor: price.priceMinor,
    askMinor: observation.askMinor,
    bidCount: price.bidCount,
    buyNowMinor: observation.buyNowMinor,
    reserve: observation.reserve,
    startsAt: observation.startsAt,
    endsAt: observation.endsAt,
    endsAtPrecision: observation.endsAtPrecision,
    correctionCount: (before?.correctionCount ?? 0) + (price.isCorrection ? 1 : 0),
    ...neverOfExternal,
    firstSeenAt: before?.firstSeenAt ?? observation.observedAt,
    observedAt: observation.observedAt,
    publishedAt: observation.publishedAt,
    summary: observation.summary,
    earlierRuns: runsAgain ? runsBehind(before) : (before?.earlierRuns ?? []),
  };
  return {
    fetchSeq: observation.fetchSeq,
    heldMinor: price.heldMinor,
    row: before !== undefined && showsTheSame(before, row) ? before : row,
  };
}

/** Fields that tell how and when a row came about, not what it says. */
const accompanying: ReadonlySet<string> = new Set([
  'version',
  'observedAt',
  'publishedAt',
  'summary',
]);

/** Own fields only: decoded records carry methods of their type. */
function sameFields<T extends object>(one: T, other: T, except: ReadonlySet<string>): boolean {
  for (const field in one) {
    if (!Object.hasOwn(one, field) || except.has(field)) continue;
    if (!isEqual(one[field], other[field])) return false;
  }
  return true;
}

function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

const nothing: ReadonlySet<string> = new Set();

function showsTheSame<S extends object>(before: LotRow<S>, after: LotRow<S>): boolean {
  return (
    sameFields(before, after, accompanying) && sameFields(before.summary, after.summary, nothing)
  );
}

export interface CloseDue {
  /** endsAt for which the timer was set, epoch ms. */
  readonly forEndsAt: number;
  /** Instant that has come: the end, or the end and `noNewsMs`. Epoch ms. */
  readonly at: number;
}

/**
 * Takes a close timer.
 * @returns the next book; undefined when the timer is stale (another end, nothing to end, or said
 * already): such timers are harmless, however many come
 */
export function closed<S>(book: LotBook<S> | undefined, timer: CloseDue): LotBook<S> | undefined {
  if (book === undefined || book.row.endsAt !== timer.forEndsAt) return undefined;
  const { row } = book;
  if (row.status !== 'OPEN' && row.status !== 'ENDING_UNCONFIRMED') return undefined;
  const standing = listedStanding(row.endsAt, timer.at);
  if (standing.status === 'OPEN' || standing.status === row.status) return undefined;
  return {
    ...book,
    row: { ...row, ...standing, version: row.version + 1, publishedAt: 0 },
  };
}

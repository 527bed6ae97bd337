/**
 * May absence be believed? The completeness gate looks at one file, the hold rule at how it differs
 * from the last complete one. Pure. Source: feeds.md section 2.
 */
import type { HeaderState } from './connector.ts';
import type { IdSet } from './id-set.ts';

/** What was found out about a file by reading it. */
export interface FileFacts {
  /** Why the answer is no feed, or where the transfer broke off, as `CODE: text`. */
  readonly fault: string | null;
  readonly header: HeaderState;
  readonly bytes: number;
  readonly lastLineEnded: boolean;
  readonly rows: number;
  readonly rejected: number;
  /** Of the rejected ones: rows whose id an earlier row had stated, which says nothing of the transfer. */
  readonly doubled: number;
  /** Age of the file, epoch ms. */
  readonly observedAt: number;
  /** Newest update stamp among its records, as epoch ms; null where records have none. */
  readonly newestUpdateAt: number | null;
}

/** What the gate compares with: the last complete file of this delivery. */
export interface LastComplete {
  readonly observedAt: number | null;
  readonly newestUpdateAt: number | null;
}

export const rejectedShareMax = 0.005;
/** More repeated ids than this, and the column of the id is not what it should be. */
export const doubledShareMax = 0.1;
export const heldShareMin = 0.1;
export const byHandShareMin = 0.3;
/** A second file agrees when it lacks (nearly) the same listings. */
const agreementMin = 0.9;
/** A file whose newest update lies this far behind the last one's is an old file under a new name. */
const staleByMs = 3_600_000;
/** Ages of one file may differ by this much, when they are corrected for the site's clock. */
const clockToleranceMs = 5_000;

/**
 * Why there is nothing to be had from a file.
 * @returns `CODE: text`, null when it has rows
 */
export function nothingReason({ fault, header, bytes, rows }: FileFacts): string | null {
  if (fault !== null) return fault;
  if (bytes === 0) return 'EMPTY_FILE: the file has no bytes';
  if (header.kind === 'REFUSED') return header.reason;
  if (header.kind === 'PENDING') return 'EMPTY_FILE: the file has only blank lines';
  return rows === 0 ? 'HEADER_ONLY: the file has a header and no rows' : null;
}

/**
 * First reason why a file must not close anything.
 * @param rowsMin least rows of a complete file
 * @returns `CODE: text`, null when the gate is passed
 */
export function gateReason(
  facts: FileFacts,
  rowsMin: number,
  last: LastComplete | null,
): string | null {
  const { rows } = facts;
  const nothing = nothingReason(facts);
  if (nothing !== null) return nothing;
  if (!facts.lastLineEnded) return 'LAST_LINE_OPEN: the last line has no end, it may be cut';
  const spoilt = spoiltReason(facts);
  if (spoilt !== null) return spoilt;
  if (rows < rowsMin) return `TOO_FEW_ROWS: ${rows} rows, at least ${rowsMin} are expected`;
  return last === null ? null : staleReason(facts, last);
}

/**
 * Whether too many rows of a file are of no use to believe what it lacks.
 * @returns `CODE: text`, null when they are few
 */
export function spoiltReason({
  rows,
  rejected,
  doubled,
}: Pick<FileFacts, 'rows' | 'rejected' | 'doubled'>): string | null {
  const unreadable = rejected - doubled;
  if (unreadable > rows * rejectedShareMax) {
    return `TOO_MANY_REJECTED: ${unreadable} of ${rows} rows could not be read`;
  }
  // One of a short file is no more than that.
  if (doubled > Math.max(1, rows * doubledShareMax)) {
    return `TOO_MANY_DOUBLED: ${doubled} of ${rows} rows repeat the id of an earlier row`;
  }
  return null;
}

function staleReason(facts: FileFacts, last: LastComplete): string | null {
  const behind =
    last.newestUpdateAt !== null &&
    facts.newestUpdateAt !== null &&
    facts.newestUpdateAt < last.newestUpdateAt - staleByMs;
  if (behind) return 'OLDER_FILE: its newest update is older than that of the last complete file';
  return olderFileReason(facts.observedAt, last.observedAt);
}

/** A file the site itself dates before the last complete one; can be told before it is read. */
export function olderFileReason(observedAt: number, lastObservedAt: number | null): string | null {
  if (lastObservedAt === null || observedAt >= lastObservedAt - clockToleranceMs) return null;
  const dates = [observedAt, lastObservedAt].map((at) => new Date(at).toISOString());
  return `OLDER_FILE: dated ${dates.join(', the last complete one ')}`;
}

/** The listings of a file: their ids, or only their number where the ids were lost. */
export interface Census {
  readonly ids: IdSet | null;
  readonly count: number;
}

export interface HeldFile extends Census {
  readonly sha256: string;
}

/**
 * Hold rule: 10 % or more of the last complete file's listings gone at once is a feed fault until
 * a second, different file lacks the same ones; more than 30 % is believed by hand only.
 * @param isApproved a person has said that the held file is right
 * @returns `MASS_VANISH: text` to hold the file, null to believe it
 */
export function holdReason(
  file: HeldFile,
  last: Census | null,
  held: HeldFile | null,
  isApproved: boolean,
): string | null {
  if (last === null || last.count === 0) return null;
  const gone = goneCount(last, file);
  const share = gone / last.count;
  if (share < heldShareMin) return null;
  const isSecond = held !== null && held.sha256 !== file.sha256 && agrees(file, last, held);
  const isBelieved = share <= byHandShareMin ? isSecond : false;
  if (isBelieved || (isApproved && held !== null && agrees(file, last, held))) return null;
  const rule =
    share <= byHandShareMin
      ? 'waiting for a second, different file that agrees'
      : 'this much is believed by hand only (npm run approve -- SITE)';
  return `MASS_VANISH: ${gone} of ${last.count} listings gone at once, ${rule}`;
}

function goneCount(last: Census, file: Census): number {
  if (last.ids && file.ids) return last.ids.without(file.ids).size;
  return Math.max(0, last.count - file.count);
}

function agrees(file: Census, last: Census, held: Census): boolean {
  if (!last.ids || !file.ids || !held.ids) return true;
  const gone = last.ids.without(file.ids);
  const goneInBoth = gone.size - gone.without(last.ids.without(held.ids)).size;
  return goneInBoth >= gone.size * agreementMin;
}

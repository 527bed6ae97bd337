/** What a feed's statement means for a listing that may be known already. */
import { compareStamps } from './listing-order.ts';
import type { OrderStamp } from './listing-order.ts';

/** What is remembered of a listing. */
export interface ListingEntry extends OrderStamp {
  /** Version of the last Listing written. */
  readonly version: number;
  /** Delivery that saw it last. */
  readonly delivery: string;
  /** Whether it is closed by absence. */
  readonly gone: boolean;
  /** Complete snapshots in a row that lacked it. */
  readonly absenceCount: number;
  /** Its last version was a fall that counts only when it is seen again, see `mayBeUnconfirmedFall`. */
  readonly unconfirmed: boolean;
}

export interface Sighting {
  readonly delivery: string;
  readonly sequence: number;
}

/**
 * What the same content means again.
 * LATE: a younger snapshot has spoken already. UNCHANGED: nothing to remember, the common case, and
 * the reason why it costs nothing. MOVED: delivery, sequence and absence count of the entry move, and
 * nothing is published.
 */
export type SameAgain = 'LATE' | 'UNCHANGED' | 'MOVED';

/**
 * A sighting with the hash of the entry, which is not gone.
 * @param contested whether an older snapshot of the site is still open: it may yet bring an older
 * statement, against which this sighting must be remembered
 */
export function sameAgain(entry: ListingEntry, sighting: Sighting, contested: boolean): SameAgain {
  if (sighting.sequence < entry.sequence) return 'LATE';
  const moves =
    entry.delivery !== sighting.delivery ||
    entry.absenceCount > 0 ||
    (contested && sighting.sequence > entry.sequence);
  return moves ? 'MOVED' : 'UNCHANGED';
}

/** Whether a sighting that changes nothing confirms the last version. One of the same snapshot does not. */
export const confirms = (entry: ListingEntry, sighting: Sighting): boolean =>
  entry.unconfirmed && sighting.sequence > entry.sequence;

export interface Statement extends OrderStamp {
  /** Age of the file, epoch ms. */
  readonly observedAt: number;
}

/**
 * Whether a statement is older than what is known and must change nothing.
 * A listing that is gone comes back only by a file that is not older than the one that lacked it.
 * @param goneAt age of the file that lacked it, epoch ms; null: it is not gone
 */
export function isLate(
  entry: ListingEntry | undefined,
  goneAt: number | null,
  statement: Statement,
): boolean {
  if (entry === undefined) return false;
  if (goneAt !== null && statement.observedAt < goneAt) return true;
  return compareStamps(statement, entry) < 0;
}

/**
 * Whether a late statement shows that its whole file is an old one: a later snapshot of the same
 * delivery whose row carries an older stamp of the site than the row known from before.
 */
export function betraysOldFile(
  entry: ListingEntry,
  statement: OrderStamp,
  delivery: string,
): boolean {
  if (entry.delivery !== delivery || statement.sequence <= entry.sequence) return false;
  if (entry.sourceUpdatedAt === null || statement.sourceUpdatedAt === null) return false;
  return statement.sourceUpdatedAt < entry.sourceUpdatedAt;
}

/**
 * Ended lots leave the compacted topics once the archive has them. Only the owner of a topic writes
 * its tombstones, so the archiver asks for it by a command, and what is kept is a stub: enough for a
 * lot that comes back to go on where it stopped.
 */
import type { LotBook, LotRow, LotStatus } from './external-lot.ts';

/** Nothing is expected of a lot in one of these. */
export const endedStatuses: ReadonlySet<LotStatus> = new Set<LotStatus>([
  'ENDED',
  'SOLD',
  'NOT_SOLD',
  'WITHDRAWN',
]);

/** What the archiver asks. As the Avro record `PurgeLot`. */
export interface PurgeLot {
  /** Month the lot stands in, `2026-08`. */
  readonly month: string;
  /** Version of the row that was archived. */
  readonly version: number;
  /** SHA-256 of the month file that has it, hex. */
  readonly checksum: string;
}

/** What is left of a purged lot. As the Avro record `LotStub`. */
export interface LotStub extends PurgeLot {
  /** Number of the newest observation applied; 0 for a lot of our own. */
  readonly fetchSeq: number;
  /** Epoch ms UTC. */
  readonly firstSeenAt: number;
  /** Whether the archived row stands again, to be looked at until it is purged once more. */
  readonly restored: boolean;
}

/**
 * The stub a purge leaves, or undefined when the lot has to stay: it runs, or something happened to it
 * since it was archived.
 */
export function purged<S>(
  row: Pick<LotRow<S>, 'status' | 'version' | 'firstSeenAt'>,
  fetchSeq: number,
  purge: PurgeLot,
): LotStub | undefined {
  if (!endedStatuses.has(row.status) || row.version !== purge.version) return undefined;
  const { month, version, checksum } = purge;
  return { month, version, checksum, fetchSeq, firstSeenAt: row.firstSeenAt, restored: false };
}

/**
 * The stub of a lot whose archived row stands again, as it ended: nothing else of it comes back, so it
 * takes no bid. undefined when it has to stay away: it stands already, or has ended again since.
 */
export function restored<S>(
  stub: LotStub,
  row: Pick<LotRow<S>, 'status' | 'version'>,
): LotStub | undefined {
  if (stub.restored || row.version !== stub.version) return undefined;
  return endedStatuses.has(row.status) ? { ...stub, restored: true } : undefined;
}

/** The stub a restored lot leaves behind when it goes once more; undefined when it does not stand. */
export function purgedAgain(stub: LotStub, purge: PurgeLot): LotStub | undefined {
  if (!stub.restored || stub.version !== purge.version) return undefined;
  return { ...stub, ...purge, restored: false };
}

/** The book of a lot that came back: versions go on rising, and it was first seen when it was. */
export function returned<S>(stub: LotStub, book: LotBook<S>): LotBook<S> {
  const { version, firstSeenAt } = stub;
  return { ...book, row: { ...book.row, version: version + 1, firstSeenAt } };
}

/**
 * Month an ended lot is archived under: that of its end in UTC, of its last observation where no end
 * is known.
 * @returns `YYYY-MM`
 */
export function archiveMonth(lot: {
  readonly endsAt: number | null;
  readonly observedAt: number;
}): string {
  return new Date(lot.endsAt ?? lot.observedAt).toISOString().slice(0, 7);
}

/** Whether a listing leaves with its lot: not when it said something since, which its lot will hear. */
export function listingLeaves(
  listing: { readonly version: number; readonly isAway: boolean },
  purge: { readonly version: number },
): boolean {
  return !listing.isAway && listing.version === purge.version;
}

/**
 * Bookkeeping of snapshots in one partition: which are open, what each has shown, and whether an end
 * may say that something is gone. Absence is judged only after a complete snapshot and only within
 * one delivery (feeds.md section 2).
 */
import type { ListingEntry } from './listing-sighting.ts';

export interface SnapshotStart {
  readonly site: string;
  readonly delivery: string;
  readonly snapshotId: string;
  readonly sequence: number;
  /** Age of the file, epoch ms. */
  readonly observedAt: number;
  /** When the start marker was published, epoch ms. */
  readonly startedAt: number;
  /** Topic and offset of the start marker, from which `seen` can be rebuilt. */
  readonly topic: string;
  readonly startOffset: number;
}

/** What a snapshot did so far; the names are those of the Avro record `ListingSnapshot`. */
export interface SnapshotCounts {
  listings: number;
  changed: number;
  appeared: number;
  unchanged: number;
  late: number;
  notVehicles: number;
  dead: number;
  gone: number;
}

export const noCounts = (): SnapshotCounts => ({
  listings: 0,
  changed: 0,
  appeared: 0,
  unchanged: 0,
  late: 0,
  notVehicles: 0,
  dead: 0,
  gone: 0,
});

export interface OpenSnapshot extends SnapshotStart {
  /** Keys of listings it contains, those included that could not be understood. */
  readonly seen: Set<string>;
  readonly counts: SnapshotCounts;
  /** When its newest record was published, epoch ms. */
  touchedAt: number;
  /** Rows that betray an old file, see `betraysOldFile`. */
  oldRowCount: number;
  /** False while `seen` is not known to begin at the start marker. */
  whole: boolean;
}

export function openSnapshot(start: SnapshotStart): OpenSnapshot {
  return {
    ...start,
    seen: new Set(),
    counts: noCounts(),
    touchedAt: start.startedAt,
    oldRowCount: 0,
    whole: true,
  };
}

/** The connector's word on a snapshot that has ended. */
export interface SnapshotEnd {
  readonly complete: boolean;
  /** `CODE: text`; null when complete. */
  readonly reason: string | null;
}

/** Names a delivery of a site: absence is judged within it. */
export const deliveryKey = (site: string, delivery: string): string => `${site}/${delivery}`;

/**
 * Whether this snapshot may say that something is gone, with the reason why not.
 * @param snapshot undefined when its start was never seen, or another one of its delivery has begun
 * @param lastObservedAt age of the last complete file of this delivery, epoch ms
 */
export function judged(
  snapshot: OpenSnapshot | undefined,
  end: SnapshotEnd,
  lastObservedAt: number | undefined,
): SnapshotEnd {
  const refused = (reason: string): SnapshotEnd => ({ complete: false, reason });
  if (!end.complete) return end;
  if (snapshot === undefined) return refused('ABANDONED: its start marker is not known any more');
  if (!snapshot.whole) return refused('CUT: its start is no longer in the log');
  if (snapshot.oldRowCount > 0) {
    return refused(`OLD_FILE: ${snapshot.oldRowCount} rows are older than in the file before`);
  }
  if (lastObservedAt !== undefined && snapshot.observedAt < lastObservedAt) {
    return refused('BACKWARDS: the file is older than the one before');
  }
  return end;
}

/**
 * Complete snapshots in a row that must lack a listing before it is gone: a feed may drop a row for
 * one file and bring it back in the next; who declares a file complete by hand means it
 * (docs/decisions/0021-gone-after-two-files.md).
 */
export function absencesToClose(delivery: string): number {
  return delivery === 'import' ? 1 : 2;
}

export interface Absence {
  readonly key: string;
  /** Absences in a row, this one included. */
  readonly absenceCount: number;
  readonly gone: boolean;
}

/**
 * Listings that a complete snapshot lacks: those its delivery saw last, not gone already, not moved
 * by a later snapshot. Ordered by key, so that a replay gives them in the same order.
 * @param entries all listings of the partition by key `<site>/<id>`
 */
export function absences(
  entries: Iterable<readonly [string, ListingEntry]>,
  snapshot: OpenSnapshot,
): Absence[] {
  const needed = absencesToClose(snapshot.delivery);
  const prefix = `${snapshot.site}/`;
  const absent: Absence[] = [];
  for (const [key, entry] of entries) {
    if (entry.gone || entry.delivery !== snapshot.delivery || snapshot.seen.has(key)) continue;
    if (entry.sequence >= snapshot.sequence || !key.startsWith(prefix)) continue;
    const absenceCount = entry.absenceCount + 1;
    absent.push({ key, absenceCount, gone: absenceCount >= needed });
  }
  return absent.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** A snapshot whose writer has published nothing for so long has died with it. */
const silenceMaxMs = 10 * 60_000;

/** The open snapshots of a partition: at most one per site and delivery. */
export class OpenSnapshots {
  readonly #byDelivery = new Map<string, OpenSnapshot>();
  /** Age of the last complete file per delivery, epoch ms. */
  readonly #lastObservedAt = new Map<string, number>();

  /**
   * A delivery has one download in flight, so a new start ends an older one that never finished; a
   * start of any delivery of the site ends those that have been silent for too long.
   */
  begin(snapshot: OpenSnapshot): void {
    for (const [key, open] of this.#byDelivery) {
      const silentMs = snapshot.startedAt - open.touchedAt;
      if (open.site === snapshot.site && silentMs > silenceMaxMs) this.#byDelivery.delete(key);
    }
    this.#byDelivery.set(deliveryKey(snapshot.site, snapshot.delivery), snapshot);
  }

  find(site: string, delivery: string, snapshotId: string): OpenSnapshot | undefined {
    const open = this.#byDelivery.get(deliveryKey(site, delivery));
    return open?.snapshotId === snapshotId ? open : undefined;
  }

  /** Whether a snapshot of the site older than `sequence` is still open. */
  isContested(site: string, sequence: number): boolean {
    for (const open of this.#byDelivery.values()) {
      if (open.site === site && open.sequence < sequence) return true;
    }
    return false;
  }

  /** Closes the snapshot and says whether it may judge absence. */
  end(site: string, delivery: string, snapshotId: string, end: SnapshotEnd): SnapshotEnd {
    const key = deliveryKey(site, delivery);
    const snapshot = this.find(site, delivery, snapshotId);
    const verdict = judged(snapshot, end, this.#lastObservedAt.get(key));
    if (snapshot === undefined) return verdict;
    this.#byDelivery.delete(key);
    if (verdict.complete) this.#lastObservedAt.set(key, snapshot.observedAt);
    return verdict;
  }

  open(): readonly OpenSnapshot[] {
    return [...this.#byDelivery.values()];
  }

  lastObservedAt(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#lastObservedAt);
  }

  restoreLastObservedAt(known: Readonly<Record<string, number>>): void {
    for (const [key, at] of Object.entries(known)) this.#lastObservedAt.set(key, at);
  }
}

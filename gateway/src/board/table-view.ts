/** What delivery may ask of a view, whichever table is behind it. */
import type { Since } from './board-position.ts';
import type { Entry } from './entry.ts';
import type { View } from './view.ts';

/** All that changed since a point, in one step. */
export interface Collapsed {
  /** Rows to send whole, whether the client has them or not. */
  readonly add: readonly Entry[];
  /** Rows it may still have and must not. */
  readonly rm: readonly string[];
}

export interface TableView {
  readonly view: View;
  /** False while the table has not been looked through; changes are taken in all the same. */
  readonly isBuilt: boolean;
  /** Goes on looking through the table until it is done or late. */
  build(isLate: () => boolean): void;
  /** @returns undefined when a snapshot costs less */
  collapse(since: Since, nowMs: number): Collapsed | undefined;
  close(): void;
}

/** More removals than this, or than half the view: a snapshot instead. */
export const collapseRemovalMax = 5_000;

/** A row that is gone for good, kept a while for clients that still have it. */
export interface Grave {
  readonly id: string;
  readonly source: number;
  readonly offset: number;
  readonly change: number;
  /** Commit time of its tombstone, epoch ms. */
  readonly atMs: number;
}

export const graveKeptMs = 24 * 3_600_000;
/**
 * A cursor that is older is answered by a snapshot: what has left the board since is not known any more, here or
 * on the compacted topic (`delete.retention.ms`). An hour less, because clocks differ.
 */
export const resumeMaxMs = graveKeptMs - 3_600_000;

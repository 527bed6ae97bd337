/**
 * Where a board stands: how many changes it has made (its own numbers, for gaps on a channel) and
 * how far it has read each source (everybody's numbers, for resuming at any gateway).
 */
import { encodeCursor } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import type { Arrival, Place } from './entry.ts';

export class BoardPosition {
  readonly offsets: number[];
  #change = 0;

  /** @param sourceCount partitions of all topics the board folds, in one fixed order */
  constructor(sourceCount: number) {
    this.offsets = Array.from({ length: sourceCount }, () => 0);
  }

  /** Number of the last change. */
  get change(): number {
    return this.#change;
  }

  nextChange(): number {
    return ++this.#change;
  }

  /** Everything of the source before `next` is in the board. */
  advance(source: number, next: number): void {
    this.offsets[source] = next;
  }

  hasReached({ positions }: Cursor): boolean {
    return positions.every((next, source) => (this.offsets[source] ?? 0) >= next);
  }

  cursor(nowMs: number): string {
    return encodeCursor({ atMs: nowMs, positions: this.offsets });
  }
}

/** A point in the past of a board, from which a client asks for what changed. */
export interface Since {
  /** Whether anything of the entry changed after it. */
  changed(entry: Changed): boolean;
  /** Whether more than hot columns changed after it. */
  coldChanged(entry: Changed): boolean;
  /** Its time, epoch ms. */
  readonly atMs: number;
}

interface Changed {
  readonly change: number;
  readonly coldChange: number;
  readonly arrival: Arrival;
  readonly coldOffset: number;
  readonly derivedBy: Place | undefined;
}

/** Since a change number of this very board. */
export function sinceChange(change: number, atMs: number): Since {
  return {
    changed: (entry) => entry.change > change,
    coldChanged: (entry) => entry.coldChange > change,
    atMs,
  };
}

/** Since a cursor, which may come from another gateway. */
export function sinceCursor({ positions, atMs }: Cursor): Since {
  const isBehind = (place: Place | undefined) =>
    place !== undefined && place.offset >= (positions[place.source] ?? 0);
  return {
    changed: (entry) => isBehind(entry.arrival) || isBehind(entry.derivedBy),
    coldChanged: ({ arrival: { source }, coldOffset, derivedBy }) =>
      isBehind({ source, offset: coldOffset }) || isBehind(derivedBy),
    atMs,
  };
}

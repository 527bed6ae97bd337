/** One row of a board table with what delivery needs to know about it. */
import type { Cell } from '../board-columns.ts';
import { fnv1a32 } from './checksum.ts';
import type { View } from './view.ts';

export type WireRecord = Readonly<Record<string, Cell>>;

/** A record's place in the log: source partition (see board-position.ts) and offset. */
export interface Place {
  readonly source: number;
  readonly offset: number;
}

/** What came with a record. */
export interface Arrival extends Place {
  /** Time of the record in the log, epoch ms. */
  readonly committedAt: number;
  /** When the connector published what caused it, epoch ms; 0: a timer caused it. */
  readonly publishedAt: number;
}

/** How much of a row a change touched: `hot`, a delta row is enough; `full`: the whole row goes out. */
export type Extent = 'hot' | 'full';

export interface Entry {
  readonly id: string;
  /** fnv1a32 of the id. */
  readonly hash: number;
  v: number;
  row: WireRecord;
  /** Record the row comes from. */
  arrival: Arrival;
  /** Offset of the last record, of the same source, that changed more than hot columns. */
  coldOffset: number;
  /** Record of another row that last changed a derived column of this one. */
  derivedBy: Place | undefined;
  /** Change number of the last change, and of the last one of more than hot columns. */
  change: number;
  coldChange: number;
  /** Views that hold it. */
  views: readonly View[];
  /** The last record came while the board was live, and no frame has carried it yet. */
  fresh: boolean;
  /** JSON of the row by column set, made on first use after a change and shared by every frame. */
  fragments: Map<string, string>;
}

export const noViews: readonly View[] = [];

export function newEntry(id: string, v: number, row: WireRecord, arrival: Arrival): Entry {
  return {
    id,
    hash: fnv1a32(id),
    v,
    row,
    arrival,
    coldOffset: arrival.offset,
    derivedBy: undefined,
    change: 0,
    coldChange: 0,
    views: noViews,
    fresh: false,
    fragments: new Map(),
  };
}

/** Columns of one kind of view. */
export interface ColumnSet {
  /** Names a fragment in the cache: different sets have different names. */
  readonly name: string;
  readonly full: readonly string[];
  readonly hot: readonly string[];
}

/** @returns the row as a JSON array of the set's full or hot columns */
export function fragmentOf(entry: Entry, columns: ColumnSet, extent: Extent): string {
  const key = extent === 'hot' ? 'hot' : columns.name;
  const made = entry.fragments.get(key);
  if (made !== undefined) return made;
  const { row } = entry;
  const fragment = JSON.stringify(columns[extent].map((name) => row[name] ?? null));
  entry.fragments.set(key, fragment);
  return fragment;
}

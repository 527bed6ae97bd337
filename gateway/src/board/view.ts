/**
 * One way to look at a table: a filter and its columns, the rows inside, their checksum, and the
 * lanes that carry its changes. Which rows are inside is the table's business.
 */
import { rowSum } from './checksum.ts';
import { noViews } from './entry.ts';
import type { ColumnSet, Entry, Extent } from './entry.ts';
import type { Pending } from './pending.ts';

export class View {
  /** Channel number at this gateway, the same for everybody on it. */
  readonly channel: number;
  readonly key: string;
  readonly columns: ColumnSet;
  readonly members = new Set<Entry>();
  /** Everyone who must hear of changes: lanes, and snapshots under way. */
  readonly listeners = new Set<Pending>();
  /** Shared by all rows that are in this view only. */
  readonly #alone: readonly View[] = [this];
  #checksum = 0;

  constructor(channel: number, key: string, columns: ColumnSet) {
    this.channel = channel;
    this.key = key;
    this.columns = columns;
  }

  get checksum(): number {
    return this.#checksum >>> 0;
  }

  enter(entry: Entry, atMs: number): void {
    this.members.add(entry);
    entry.views = entry.views.length === 0 ? this.#alone : [...entry.views, this];
    this.#checksum ^= rowSum(entry.hash, entry.v);
    for (const pending of this.listeners) pending.mark(entry, 'full', atMs);
  }

  /** @param v version the entry had when it was inside */
  leave(entry: Entry, v: number, atMs: number): void {
    this.members.delete(entry);
    const others = entry.views.filter((view) => view !== this);
    entry.views = others.length === 0 ? noViews : others;
    this.#checksum ^= rowSum(entry.hash, v);
    for (const pending of this.listeners) pending.drop(entry, atMs);
  }

  /** A row inside changed. @param oldV version it had before */
  touch(entry: Entry, oldV: number, extent: Extent, atMs: number): void {
    this.#checksum ^= rowSum(entry.hash, oldV) ^ rowSum(entry.hash, entry.v);
    for (const pending of this.listeners) pending.mark(entry, extent, atMs);
  }

  /** Rows forget the view. Nobody listens any more. */
  dissolve(): void {
    for (const entry of this.members) {
      const others = entry.views.filter((view) => view !== this);
      entry.views = others.length === 0 ? noViews : others;
    }
    this.members.clear();
    this.listeners.clear();
    this.#checksum = 0;
  }
}

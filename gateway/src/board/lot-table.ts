/**
 * The lots of the board: folds the topic `lots` into rows, newest version per lot, and tells the
 * views that hold or should hold a row what changed. Time is an argument or comes from `now`.
 */
import type { Lot } from '@auction/avro/records';
import { compactColumns, fullColumns, hotColumns } from '../board-columns.ts';
import type { BoardRow, HotRow } from '../board-columns.ts';
import type { BoardPosition } from './board-position.ts';
import { isLive, toBoardRow } from './board-row.ts';
import { newEntry } from './entry.ts';
import type { Arrival, ColumnSet, Entry, Extent } from './entry.ts';
import type { LotFilter } from './lot-filter.ts';
import { LotView } from './lot-view.ts';
import type { LotEntry } from './lot-view.ts';
import { SisterIndex } from './sister-index.ts';
import { graveKeptMs } from './table-view.ts';
import type { Grave } from './table-view.ts';
import type { View } from './view.ts';
import { ViewIndex } from './view-index.ts';

export const lotColumns: Readonly<Record<'full' | 'compact', ColumnSet>> = {
  full: { name: 'full', full: fullColumns, hot: hotColumns },
  compact: { name: 'compact', full: compactColumns, hot: hotColumns },
};

const hot: readonly string[] = hotColumns;
const coldColumns = fullColumns.filter((name) => !hot.includes(name));

/** A record of the topic as it comes; `fresh` when the board was live, so its age is worth measuring. */
export interface LotArrival extends Arrival {
  readonly fresh: boolean;
}

/** Wants every change of single lots, whatever views say. */
export interface LotWatcher {
  changed(entry: Entry, extent: Extent): void;
  gone(entry: Entry): void;
}

/** Sees every change of every lot while the board is live. `was`: undefined for a new lot. */
export type RowListener = (row: BoardRow, was: BoardRow | undefined) => void;

export class LotTable {
  readonly entries = new Map<string, LotEntry>();
  readonly rowListeners = new Set<RowListener>();
  readonly #graves = new Map<string, Grave>();
  readonly #views = new Map<View, LotView>();
  readonly #index = new ViewIndex<LotView>();
  readonly #watchers = new Map<string, Set<LotWatcher>>();
  readonly #sisters = new SisterIndex<LotEntry>();
  readonly #position: BoardPosition;
  readonly #now: () => number;

  constructor(position: BoardPosition, now: () => number) {
    this.#position = position;
    this.#now = now;
  }

  get graves(): Iterable<Grave> {
    return this.#graves.values();
  }

  /** The lot's changing columns as they are now, in the order of `hotColumns`. */
  hotRow(lotId: string): HotRow | undefined {
    const row = this.entries.get(lotId)?.lot;
    if (!row) return undefined;
    const { id, v, price, ask, bids, leader, reserve, end, ext, status } = row;
    return [id, v, price, ask, bids, leader, reserve, end, ext, status];
  }

  /** @returns a view that looks through the table bit by bit, see `build` */
  open(view: View, filter: LotFilter): LotView {
    const opened = new LotView(view, filter, this, this.#now);
    this.#views.set(view, opened);
    this.#index.add(opened);
    return opened;
  }

  forget(view: LotView): void {
    this.#views.delete(view.view);
    this.#index.remove(view);
  }

  /** Takes a record in. @returns false when it is not newer than what is known */
  put(lot: Lot, arrival: LotArrival): boolean {
    const known = this.entries.get(lot.lotId);
    if (known && lot.version <= known.v) return false;
    const { vehicleId } = lot.summary;
    const was = known && { vehicleId: known.vehicleId, isLive: isLive(known.lot) };
    const before = known?.lot;
    const row = toBoardRow(lot, this.#liveOthers(vehicleId, lot.lotId));
    const entry = known
      ? this.#replace(known, row, vehicleId, arrival)
      : this.#insert(row, vehicleId, arrival);
    const hasMoved = was?.vehicleId !== vehicleId;
    if (hasMoved) {
      if (was) this.#sisters.remove(was.vehicleId, entry);
      this.#sisters.add(vehicleId, entry);
      if (was) this.#countAgain(was.vehicleId, arrival, entry.id);
    }
    if (hasMoved || was.isLive !== isLive(row)) this.#countAgain(vehicleId, arrival, entry.id);
    if (arrival.fresh) for (const listener of this.rowListeners) listener(row, before);
    return true;
  }

  #liveOthers(vehicleId: string, lotId: string): number {
    let live = 0;
    for (const { id, lot } of this.#sisters.of(vehicleId))
      if (id !== lotId && isLive(lot)) live += 1;
    return live;
  }

  #insert(row: BoardRow, vehicleId: string, arrival: LotArrival): LotEntry {
    const entry: LotEntry = { ...newEntry(row.id, row.v, row, arrival), lot: row, vehicleId };
    entry.change = this.#position.nextChange();
    entry.coldChange = entry.change;
    entry.fresh = arrival.fresh;
    this.#graves.delete(row.id);
    this.entries.set(row.id, entry);
    const nowMs = this.#now();
    for (const view of this.#index.candidates(row)) view.consider(entry, nowMs);
    for (const watcher of this.#watchers.get(row.id) ?? []) watcher.changed(entry, 'full');
    return entry;
  }

  #replace(entry: LotEntry, row: BoardRow, vehicleId: string, arrival: LotArrival): LotEntry {
    const extent = coldColumns.some((name) => row[name] !== entry.lot[name]) ? 'full' : 'hot';
    const oldV = entry.v;
    entry.vehicleId = vehicleId;
    entry.arrival = arrival;
    entry.fresh = arrival.fresh;
    if (extent === 'full') entry.coldOffset = arrival.offset;
    this.#change(entry, row, oldV, extent);
    return entry;
  }

  #change(entry: LotEntry, row: BoardRow, oldV: number, extent: Extent): void {
    entry.lot = row;
    entry.row = row;
    entry.v = row.v;
    entry.fragments.clear();
    entry.change = this.#position.nextChange();
    if (extent === 'full') entry.coldChange = entry.change;
    this.#tellViews(entry, oldV, extent);
    for (const watcher of this.#watchers.get(entry.id) ?? []) watcher.changed(entry, extent);
  }

  #tellViews(entry: LotEntry, oldV: number, extent: Extent): void {
    const nowMs = this.#now();
    for (const view of entry.views) this.#views.get(view)?.update(entry, oldV, extent, nowMs);
    for (const lots of this.#index.candidates(entry.lot)) {
      if (lots.canMove(extent) && !lots.view.members.has(entry)) lots.consider(entry, nowMs);
    }
  }

  /** The column `dup` of a lot's sisters follows from the lot; their versions stay. */
  #countAgain(vehicleId: string, cause: Arrival, except: string): void {
    const sisters = this.#sisters.of(vehicleId);
    // Once for all of them: a seller may have hundreds of lots without a number under one.
    const live = sisters.filter(({ lot }) => isLive(lot)).length;
    for (const sister of sisters) {
      const dup = live - (isLive(sister.lot) ? 1 : 0);
      if (sister.id === except || dup === sister.lot.dup) continue;
      sister.derivedBy = { source: cause.source, offset: cause.offset };
      sister.fresh = false;
      this.#change(sister, { ...sister.lot, dup }, sister.v, 'full');
    }
  }

  /** Takes a tombstone in. */
  remove(lotId: string, arrival: Arrival): void {
    const entry = this.entries.get(lotId);
    if (!entry) return;
    this.entries.delete(lotId);
    const change = this.#position.nextChange();
    const { source, offset, committedAt } = arrival;
    this.#graves.set(lotId, { id: lotId, source, offset, change, atMs: committedAt });
    for (const view of entry.views) view.leave(entry, entry.v, committedAt);
    for (const watcher of this.#watchers.get(lotId) ?? []) watcher.gone(entry);
    this.#sisters.remove(entry.vehicleId, entry);
    this.#countAgain(entry.vehicleId, arrival, lotId);
  }

  /** The lot need not be known yet. */
  watch(lotId: string, watcher: LotWatcher): void {
    const watchers = this.#watchers.get(lotId) ?? new Set<LotWatcher>();
    watchers.add(watcher);
    this.#watchers.set(lotId, watchers);
  }

  unwatch(lotId: string, watcher: LotWatcher): void {
    const watchers = this.#watchers.get(lotId);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(lotId);
  }

  /** Moves rows over the edges of time-relative views. */
  cross(nowMs: number): void {
    for (const view of this.#views.values()) {
      for (let moved = view.cross(nowMs); moved > 0; moved--) this.#position.nextChange();
    }
  }

  /** Forgets graves nobody can ask about any more. */
  clearGraves(nowMs: number): void {
    for (const { id, atMs } of this.#graves.values()) {
      // They stand in the order in which they were dug, but for a little between partitions.
      if (atMs >= nowMs - graveKeptMs) return;
      this.#graves.delete(id);
    }
  }
}

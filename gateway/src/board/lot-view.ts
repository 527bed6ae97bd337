/** A filtered view of the lots: who is in, who may have been in, and when time moves a row. */
import type { BoardRow } from '../board-columns.ts';
import type { Since } from './board-position.ts';
import type { Entry, Extent } from './entry.ts';
import type { LotFilter } from './lot-filter.ts';
import { collapseRemovalMax } from './table-view.ts';
import type { Collapsed, Grave, TableView } from './table-view.ts';
import { TimeEdges } from './time-edges.ts';
import type { View } from './view.ts';

export interface LotEntry extends Entry {
  /** The row, typed; the same object as `row`. */
  lot: BoardRow;
  vehicleId: string;
}

/** What a view needs of its table. */
export interface LotSource {
  readonly entries: ReadonlyMap<string, LotEntry>;
  readonly graves: Iterable<Grave>;
  forget(view: LotView): void;
}

/** Clocks of two gateways may differ by so much. */
const clockMarginMs = 5_000;
const entriesPerLook = 256;

export class LotView implements TableView {
  readonly view: View;
  readonly filter: LotFilter;
  readonly #source: LotSource;
  readonly #edges: TimeEdges | undefined;
  readonly #now: () => number;
  #unseen: Iterator<LotEntry, undefined> | undefined;

  /** @param now epoch ms, for filters relative to it */
  constructor(view: View, filter: LotFilter, source: LotSource, now: () => number) {
    this.view = view;
    this.filter = filter;
    this.#source = source;
    this.#now = now;
    this.#edges = filter.withinMs === undefined ? undefined : new TimeEdges();
    this.#unseen = source.entries.values();
  }

  get isBuilt(): boolean {
    return this.#unseen === undefined;
  }

  build(isLate: () => boolean): void {
    while (this.#unseen !== undefined && !isLate()) this.#look(this.#unseen);
  }

  #look(unseen: Iterator<LotEntry, undefined>): void {
    for (let count = 0; count < entriesPerLook; count++) {
      const step = unseen.next();
      if (step.done === true) {
        this.#unseen = undefined;
        return;
      }
      if (!this.view.members.has(step.value)) this.consider(step.value, this.#now());
    }
  }

  matches({ lot }: LotEntry, nowMs: number): boolean {
    const { filter } = this;
    return filter.matchesCold(lot) && filter.matchesHot(lot) && this.#isWithin(lot, nowMs);
  }

  #isWithin({ end }: BoardRow, nowMs: number): boolean {
    const { withinMs } = this.filter;
    if (withinMs === undefined) return true;
    return end !== null && end > nowMs && end - withinMs <= nowMs;
  }

  /** Whether a change of that extent can bring a row in or out. */
  canMove(extent: Extent): boolean {
    return extent === 'full' || this.filter.isHot;
  }

  /** A row inside changed. @param oldV version it had */
  update(entry: LotEntry, oldV: number, extent: Extent, nowMs: number): void {
    const { committedAt } = entry.arrival;
    if (!this.canMove(extent) || this.matches(entry, nowMs)) {
      this.view.touch(entry, oldV, extent, committedAt);
    } else {
      this.view.leave(entry, oldV, committedAt);
    }
    this.#edges?.set(entry.id, this.#nextEdge(entry.lot, nowMs));
  }

  /**
   * Takes the row in or lets it go, and notes its next edge in time.
   * @returns whether it moved
   */
  consider(entry: LotEntry, nowMs: number): boolean {
    const isIn = this.matches(entry, nowMs);
    const wasIn = this.view.members.has(entry);
    if (isIn && !wasIn) this.view.enter(entry, entry.arrival.committedAt);
    if (!isIn && wasIn) this.view.leave(entry, entry.v, entry.arrival.committedAt);
    this.#edges?.set(entry.id, this.#nextEdge(entry.lot, nowMs));
    return isIn !== wasIn;
  }

  #nextEdge({ end }: BoardRow, nowMs: number): number | undefined {
    const { withinMs } = this.filter;
    if (withinMs === undefined || end === null || end <= nowMs) return undefined;
    return end - withinMs > nowMs ? end - withinMs : end;
  }

  /** @returns how many rows came or went */
  cross(nowMs: number): number {
    let moved = 0;
    for (const id of this.#edges?.due(nowMs) ?? []) {
      const entry = this.#source.entries.get(id);
      if (entry && this.consider(entry, nowMs)) moved++;
    }
    return moved;
  }

  collapse(since: Since, nowMs: number): Collapsed | undefined {
    const add: Entry[] = [];
    const rm: string[] = [];
    for (const entry of this.#source.entries.values()) {
      if (!since.changed(entry) && !this.#crossed(entry.lot, since.atMs, nowMs)) continue;
      if (this.view.members.has(entry)) add.push(entry);
      else if (this.#mayHaveBeenIn(entry, since)) rm.push(entry.id);
    }
    for (const grave of this.#source.graves) {
      if (since.changed(asGone(grave))) rm.push(grave.id);
    }
    const tooMuch = rm.length > collapseRemovalMax || rm.length > this.view.members.size / 2 + 50;
    return tooMuch ? undefined : { add, rm };
  }

  /** Cold columns that did not change still tell whether the row can ever have been in. */
  #mayHaveBeenIn(entry: LotEntry, since: Since): boolean {
    return since.coldChanged(entry) || this.filter.matchesCold(entry.lot);
  }

  /** Whether time alone may have moved the row in or out. */
  #crossed({ end }: BoardRow, fromMs: number, toMs: number): boolean {
    const { withinMs } = this.filter;
    if (withinMs === undefined || end === null) return false;
    const isPast = (atMs: number) => atMs > fromMs - clockMarginMs && atMs <= toMs;
    return isPast(end) || isPast(end - withinMs);
  }

  close(): void {
    this.#source.forget(this);
    this.view.dissolve();
  }
}

/** A grave as a changed row: whatever it was, all of it changed when it was dug. */
const asGone = ({ source, offset, change, atMs }: Grave) => ({
  change,
  coldChange: change,
  arrival: { source, offset, committedAt: atMs, publishedAt: 0 },
  coldOffset: offset,
  derivedBy: undefined,
});

/**
 * Channel 0 of one client: lots it follows closely. Each change goes out at the next tick, at most
 * one per lot and 100 ms. Its change numbers are its own.
 */
import type { Err, TrackMessage } from '../board-protocol.ts';
import type { Entry, Extent } from './entry.ts';
import { deltaTexts } from './frames.ts';
import type { FrameText } from './frames.ts';
import { lotColumns } from './lot-table.ts';
import type { LotTable, LotWatcher } from './lot-table.ts';

const perLotMs = 100;

export type TrackFault = Pick<Err, 'code' | 'detail'>;

export interface TrackedFlush {
  readonly rows: readonly Entry[];
  readonly texts: readonly FrameText[];
}

export class TrackedLane implements LotWatcher {
  readonly #lots: LotTable;
  readonly #onDirty: (lane: TrackedLane) => void;
  /** When the next row of a lot may go, by id. */
  readonly #nextAt = new Map<string, number>();
  readonly #dirty = new Map<Entry, Extent>();
  readonly #removed = new Map<string, number>();
  #last = 0;

  constructor(lots: LotTable, onDirty: (lane: TrackedLane) => void) {
    this.#lots = lots;
    this.#onDirty = onDirty;
  }

  get last(): number {
    return this.#last;
  }

  /** @param most lots at most @returns what could not be done */
  follow({ set, add = [], del = [] }: TrackMessage, most: number): TrackFault | undefined {
    const known = [...this.#nextAt.keys()];
    const gone = set ? known.filter((id) => !set.includes(id)) : del;
    const wanted = (set ?? add).filter((id) => !this.#nextAt.has(id));
    for (const id of gone) this.delete(id);
    if (this.#nextAt.size + wanted.length > most) {
      return { code: 'too_many', detail: `at most ${most} lots` };
    }
    const unknown = wanted.filter((id) => !this.#add(id));
    return unknown.length > 0 ? { code: 'unknown_lot', detail: unknown.join(' ') } : undefined;
  }

  /** @returns false when the lot is not known (yet); it is followed all the same */
  #add(lotId: string): boolean {
    this.#nextAt.set(lotId, 0);
    this.#lots.watch(lotId, this);
    const entry = this.#lots.entries.get(lotId);
    if (entry) this.changed(entry, 'full');
    return entry !== undefined;
  }

  delete(lotId: string): void {
    this.#nextAt.delete(lotId);
    this.#removed.delete(lotId);
    this.#lots.unwatch(lotId, this);
    for (const entry of this.#dirty.keys()) if (entry.id === lotId) this.#dirty.delete(entry);
  }

  clear(): void {
    for (const id of [...this.#nextAt.keys()]) this.delete(id);
  }

  changed(entry: Entry, extent: Extent): void {
    const known = this.#dirty.get(entry);
    if (known === undefined || extent === 'full') this.#dirty.set(entry, extent);
    this.#removed.delete(entry.id);
    this.#onDirty(this);
  }

  gone(entry: Entry): void {
    this.#dirty.delete(entry);
    this.#removed.set(entry.id, entry.arrival.committedAt);
    this.#onDirty(this);
  }

  get isEmpty(): boolean {
    return this.#dirty.size === 0 && this.#removed.size === 0;
  }

  /** Takes out what may go now. @returns the rows, and the texts of their frames */
  flush(nowMs: number, frameBytes: number): TrackedFlush {
    const due = [...this.#dirty].filter(([{ id }]) => (this.#nextAt.get(id) ?? 0) <= nowMs);
    const removed = [...this.#removed.keys()];
    if (due.length === 0 && removed.length === 0) return { rows: [], texts: [] };
    const atMs = Math.min(
      ...due.map(([{ arrival }]) => arrival.committedAt),
      ...this.#removed.values(),
    );
    for (const [entry] of due) {
      this.#dirty.delete(entry);
      this.#nextAt.set(entry.id, nowMs + perLotMs);
    }
    this.#removed.clear();
    const from = this.#last;
    this.#last += due.length + removed.length;
    const columns = lotColumns.full;
    const texts = deltaTexts(
      { channel: 0, columns, rows: due, removed, from, to: this.#last, atMs, cursor: undefined },
      frameBytes,
    );
    return { rows: due.map(([entry]) => entry), texts };
  }
}

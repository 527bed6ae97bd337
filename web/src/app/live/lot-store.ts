/**
 * The board on the page: values, live order and the order on the screen, which may be held still
 * while somebody points at it. Outside Angular. Source: live-board.md sections 4.3 and 4.4.
 */
import type { BoardPatch } from './board-patch.ts';
import { LotColumns, type LotRow } from './lot-columns.ts';
import { SortedIndex } from './sorted-index.ts';

export type SortColumn = 'ending' | 'price' | 'newest';
export interface Sort {
  readonly by: SortColumn;
  readonly direction: 'asc' | 'desc';
}

export class LotStore {
  readonly #columns = new LotColumns();
  readonly #index = new SortedIndex();
  #sort: Sort = { by: 'ending', direction: 'asc' };
  /** The order on the screen while it is held. */
  #held: Uint32Array | null = null;
  /** Rows that entered, left or moved since the order is held. */
  readonly #moved = new Set<number>();
  /** Rows that left the view and stand in the held order. */
  readonly #gone = new Set<number>();
  #released: number[] = [];

  /** Lots in the view. */
  get count(): number {
    return this.#index.count;
  }

  get isHeld(): boolean {
    return this.#held !== null;
  }

  /** Rows that would stand elsewhere if the order were let go. */
  get movedCount(): number {
    return this.#moved.size;
  }

  /** Row numbers as they stand on the screen, valid until the next change. */
  get order(): Uint32Array {
    return this.#held ?? this.#index.rows;
  }

  lot(row: number): LotRow {
    return this.#columns.lot(row);
  }

  id(row: number): string {
    return this.#columns.id(row);
  }

  /** Changes whenever something of the row does. */
  version(row: number): number {
    return this.#columns.version(row);
  }

  /**
   * Takes a patch over.
   * @param now epoch ms, kept as the time of price steps
   */
  apply(patch: BoardPatch, now: number): void {
    if (patch.cleared) this.#clear();
    this.#columns.apply(patch, now);
    const gone = [...patch.gone];
    this.#index.remove(gone);
    const changed = this.#index.put([...patch.full.rows, ...patch.hot.rows], this.#key);
    this.#note(gone, changed);
  }

  sortBy(sort: Sort): void {
    this.letGo();
    this.#sort = sort;
    this.#index.sort([...this.#index.rows], this.#key);
  }

  /** Keeps the order on the screen as it is, whatever changes. */
  hold(): void {
    this.#held ??= this.#index.rows.slice();
  }

  /** Shows the live order again. */
  letGo(): void {
    this.#held = null;
    this.#moved.clear();
    for (const row of this.#gone) this.#release(row);
    this.#gone.clear();
  }

  /** Row numbers that may be given to other lots, once. */
  takeReleased(): readonly number[] {
    const released = this.#released;
    this.#released = [];
    return released;
  }

  readonly #key = (row: number): number => {
    const { by, direction } = this.#sort;
    const value =
      by === 'ending'
        ? this.#columns.endsAt(row)
        : by === 'price'
          ? this.#columns.price(row)
          : this.#columns.firstSeenAt(row);
    // Unknown stands last in both directions.
    if (Number.isNaN(value)) return Infinity;
    return direction === 'asc' ? value : -value;
  };

  #note(gone: readonly number[], changed: readonly number[]): void {
    if (this.#held === null) {
      for (const row of gone) this.#release(row);
      return;
    }
    for (const row of changed) this.#moved.add(row);
    for (const row of gone) {
      this.#moved.add(row);
      if (this.#held.includes(row)) this.#gone.add(row);
      else this.#release(row);
    }
  }

  #release(row: number): void {
    this.#columns.forget(row);
    this.#moved.delete(row);
    this.#released.push(row);
  }

  #clear(): void {
    this.#held = null;
    this.#moved.clear();
    this.#gone.clear();
    this.#released = [];
    this.#index.sort([], this.#key);
  }
}

/**
 * Rows in the order of a key that keeps changing. A changed row is moved inside the order instead of
 * sorting again: 0.05 ms for 100 of 100,000 rows where a sort costs 12 (live-board.md section 4.3).
 */

/** Up to so many changed rows are moved one by one, more are merged in one pass. */
export const MOVES_MAX = 200;

const FIRST_CAPACITY = 1024;
const ABSENT = -1;

export class SortedIndex {
  /** Row numbers in order; only the first `count` are meant. */
  #order = new Uint32Array(FIRST_CAPACITY);
  /** Key by row number; NaN: the row is not in the index. */
  #key = new Float64Array(FIRST_CAPACITY).fill(Number.NaN);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** A view on the order, valid until the next change. */
  get rows(): Uint32Array {
    return this.#order.subarray(0, this.#count);
  }

  has(row: number): boolean {
    return !Number.isNaN(this.#key[row] ?? Number.NaN);
  }

  /** Place of a row in the order; -1 when it is not in the index. */
  positionOf(row: number): number {
    const key = this.#key[row] ?? Number.NaN;
    return Number.isNaN(key) ? ABSENT : this.#find(key, row);
  }

  /**
   * Sorts from scratch.
   * @param rows row numbers, each once
   * @param keyOf key of a row, never NaN; Infinity sorts last
   */
  sort(rows: Iterable<number>, keyOf: (row: number) => number): void {
    this.#key.fill(Number.NaN);
    this.#count = 0;
    for (const row of rows) {
      this.#reserve(row);
      this.#key[row] = keyOf(row);
      this.#order[this.#count++] = row;
    }
    this.#order.subarray(0, this.#count).sort((a, b) => this.#compare(a, b));
  }

  /**
   * Brings rows to their place after their keys changed; unknown rows enter.
   * @returns the rows that entered or have another key than before
   */
  put(rows: readonly number[], keyOf: (row: number) => number): readonly number[] {
    const changed = rows.filter((row) => !Object.is(this.#key[row] ?? Number.NaN, keyOf(row)));
    if (changed.length > MOVES_MAX) this.#merge(new Set(changed), keyOf);
    else for (const row of changed) this.#move(row, keyOf(row));
    return changed;
  }

  /** Takes rows out; unknown ones are ignored. */
  remove(rows: readonly number[]): void {
    const known = rows.filter((row) => this.has(row));
    if (known.length > MOVES_MAX) {
      this.#merge(new Set(known), () => Number.NaN);
      return;
    }
    for (const row of known) {
      const at = this.positionOf(row);
      this.#order.copyWithin(at, at + 1, this.#count);
      this.#count--;
      this.#key[row] = Number.NaN;
    }
  }

  #move(row: number, key: number): void {
    this.#reserve(row);
    const from = this.positionOf(row);
    let to = this.#find(key, row);
    if (from === ABSENT) {
      this.#order.copyWithin(to + 1, to, this.#count);
      this.#count++;
    } else if (to > from) {
      to--;
      this.#order.copyWithin(from, from + 1, to + 1);
    } else {
      this.#order.copyWithin(to + 1, to, from);
    }
    this.#order[to] = row;
    this.#key[row] = key;
  }

  /** One pass over the whole order: cheaper than moves when many rows changed. NaN takes a row out. */
  #merge(changed: ReadonlySet<number>, keyOf: (row: number) => number): void {
    const rest = this.rows.filter((row) => !changed.has(row));
    const moved: number[] = [];
    for (const row of changed) {
      this.#reserve(row);
      this.#key[row] = keyOf(row);
      if (this.has(row)) moved.push(row);
    }
    moved.sort((a, b) => this.#compare(a, b));
    const order = this.#order;
    let next = 0;
    let at = 0;
    for (const row of rest) {
      for (let mover = moved[next]; mover !== undefined; mover = moved[next]) {
        if (this.#compare(mover, row) > 0) break;
        order[at++] = mover;
        next++;
      }
      order[at++] = row;
    }
    for (const mover of moved.slice(next)) order[at++] = mover;
    this.#count = at;
  }

  /** First place whose row is not before (key, row): where the row stands or would be put. */
  #find(key: number, row: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#order[middle] ?? 0;
      const otherKey = this.#key[other] ?? 0;
      if (otherKey < key || (otherKey === key && other < row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: number, b: number): number {
    const keyA = this.#key[a] ?? 0;
    const keyB = this.#key[b] ?? 0;
    if (keyA !== keyB) return keyA < keyB ? -1 : 1;
    return a - b;
  }

  #reserve(row: number): void {
    const needed = Math.max(row, this.#count) + 1;
    if (needed <= this.#key.length) return;
    const capacity = Math.max(needed, this.#key.length * 2);
    const order = new Uint32Array(capacity);
    order.set(this.#order);
    const key = new Float64Array(capacity).fill(Number.NaN);
    key.set(this.#key);
    this.#order = order;
    this.#key = key;
  }
}

/**
 * The worker's copy of one board view: rows by number, versions, checksum, and what changed since the
 * page took the last patch. Bounded by the view: a busy page conflates here, it does not queue.
 */
import type { WireRow } from '@auction/gateway/contract';
import {
  HOT_NUMBERS,
  HOT_WORDS,
  numberColumns,
  textColumns,
  wordColumns,
  type Block,
  type BoardPatch,
} from './board-patch.ts';
import { lotChecksum } from './checksum.ts';

type Cell = string | number | null;

/** Where the columns we need stand in the rows of this connection. */
interface Layout {
  readonly id: number;
  readonly version: number;
  readonly numbers: readonly number[];
  readonly words: readonly number[];
  readonly texts: readonly number[];
  /** For each cell of a hot row: its place in a full row. */
  readonly hotToFull: readonly number[];
}

const NO_WORD = 0;

export class LotTable {
  #layout: Layout | null = null;
  readonly #rowOf = new Map<string, number>();
  readonly #cells: (Cell[] | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #wordNumbers = new Map<string, number>();
  #newWords: string[] = [''];
  #checksum = 0;
  #cleared = true;
  #full = new Set<number>();
  #hot = new Set<number>();
  #gone: number[] = [];
  /** Rows a running snapshot has not brought yet; null: no snapshot is running. */
  #unseen: Set<number> | null = null;
  #arrivedAt: number | null = null;

  get count(): number {
    return this.#rowOf.size;
  }

  get checksum(): number {
    return this.#checksum;
  }

  get isDirty(): boolean {
    return this.#arrivedAt !== null || this.#cleared;
  }

  /**
   * Learns the columns of the rows to come.
   * @returns false when a column we cannot do without is missing
   */
  learn(columns: readonly string[], hotColumns: readonly string[]): boolean {
    const find = (name: string) => columns.indexOf(name);
    const layout: Layout = {
      id: find('id'),
      version: find('v'),
      numbers: numberColumns.map(find),
      words: wordColumns.map(find),
      texts: textColumns.map(find),
      hotToFull: hotColumns.map(find),
    };
    this.#layout = layout;
    return layout.id >= 0 && layout.version >= 0;
  }

  /** Forgets everything: the rows to come are of another view. */
  clear(): void {
    this.#rowOf.clear();
    this.#cells.length = 0;
    this.#free.length = 0;
    this.#wordNumbers.clear();
    this.#newWords = [''];
    this.#checksum = 0;
    this.#full.clear();
    this.#hot.clear();
    this.#gone = [];
    this.#unseen = null;
    this.#arrivedAt = null;
    this.#cleared = true;
  }

  beginSnapshot(): void {
    this.#unseen = new Set(this.#rowOf.values());
  }

  /** Ends a snapshot: what it did not bring has left the view. */
  endSnapshot(now: number): void {
    for (const row of this.#unseen ?? []) this.#drop(row, now);
    this.#unseen = null;
  }

  /** Takes whole rows over; a row that is not newer than ours changes nothing. */
  put(rows: readonly WireRow[], now: number): void {
    const layout = this.#layout;
    if (layout === null) return;
    for (const wire of rows) {
      const id = String(wire[layout.id]);
      const row = this.#rowOf.get(id) ?? this.#enter(id);
      this.#unseen?.delete(row);
      if (this.#accept(row, id, wire[layout.version])) {
        this.#cells[row] = [...wire];
        this.#full.add(row);
        this.#touch(now);
      }
    }
  }

  /** Takes changed values over; rows we do not hold and older versions are ignored. */
  patch(rows: readonly WireRow[], now: number): void {
    const layout = this.#layout;
    if (layout === null) return;
    const idAt = layout.hotToFull.indexOf(layout.id);
    const versionAt = layout.hotToFull.indexOf(layout.version);
    for (const wire of rows) {
      const id = String(wire[idAt]);
      const row = this.#rowOf.get(id);
      if (row === undefined || !this.#accept(row, id, wire[versionAt])) continue;
      const cells = this.#cells[row] ?? [];
      for (const [at, cell] of wire.entries()) cells[layout.hotToFull[at] ?? 0] = cell;
      this.#hot.add(row);
      this.#touch(now);
    }
  }

  /** Rows that left the view; unknown ids are ignored. */
  remove(ids: readonly string[], now: number): void {
    for (const id of ids) {
      const row = this.#rowOf.get(id);
      if (row !== undefined) this.#drop(row, now);
    }
  }

  /** Row numbers the page no longer shows may be given to other lots. */
  release(rows: Iterable<number>): void {
    for (const row of rows) if (this.#cells[row] === undefined) this.#free.push(row);
  }

  holds(id: string): boolean {
    return this.#rowOf.has(id);
  }

  /** Everything since the last call. */
  take(watch: number, now: number): BoardPatch {
    for (const row of this.#full) this.#hot.delete(row);
    const full = this.#block(this.#full, numberColumns.length, wordColumns.length);
    const patch: BoardPatch = {
      watch,
      cleared: this.#cleared,
      full: { ...full, texts: this.#texts(this.#full) },
      hot: this.#block(this.#hot, HOT_NUMBERS, HOT_WORDS),
      gone: Uint32Array.from(this.#gone),
      words: this.#newWords,
      arrivedAt: this.#arrivedAt ?? now,
    };
    this.#cleared = false;
    this.#full = new Set();
    this.#hot = new Set();
    this.#gone = [];
    this.#newWords = [];
    this.#arrivedAt = null;
    return patch;
  }

  #enter(id: string): number {
    const row = this.#free.pop() ?? this.#cells.length;
    this.#rowOf.set(id, row);
    this.#cells[row] = [];
    return row;
  }

  /** Whether a version is newer than ours; keeps the checksum of the view up to date. */
  #accept(row: number, id: string, version: Cell | undefined): boolean {
    const next = Number(version);
    const held = this.#versionOf(row);
    if (held !== null && next <= held) return false;
    if (held !== null) this.#checksum = (this.#checksum ^ lotChecksum(id, held)) >>> 0;
    this.#checksum = (this.#checksum ^ lotChecksum(id, next)) >>> 0;
    return true;
  }

  #versionOf(row: number): number | null {
    const version = this.#cells[row]?.[this.#layout?.version ?? 0];
    return version === undefined ? null : Number(version);
  }

  #drop(row: number, now: number): void {
    const id = String(this.#cells[row]?.[this.#layout?.id ?? 0]);
    const version = this.#versionOf(row);
    if (version !== null) this.#checksum = (this.#checksum ^ lotChecksum(id, version)) >>> 0;
    this.#rowOf.delete(id);
    this.#cells[row] = undefined;
    this.#full.delete(row);
    this.#hot.delete(row);
    this.#unseen?.delete(row);
    this.#gone.push(row);
    this.#touch(now);
  }

  #touch(now: number): void {
    this.#arrivedAt ??= now;
  }

  #block(rows: ReadonlySet<number>, numberCount: number, wordCount: number): Block {
    const layout = this.#layout;
    const numbers = new Float64Array(rows.size * numberCount);
    const words = new Uint32Array(rows.size * wordCount);
    let at = 0;
    for (const row of rows) {
      const cells = this.#cells[row] ?? [];
      for (let column = 0; column < numberCount; column++) {
        const value = cells[layout?.numbers[column] ?? -1];
        numbers[at * numberCount + column] = typeof value === 'number' ? value : Number.NaN;
      }
      for (let column = 0; column < wordCount; column++) {
        words[at * wordCount + column] = this.#word(cells[layout?.words[column] ?? -1]);
      }
      at++;
    }
    return { rows: Uint32Array.from(rows), numbers, words };
  }

  #texts(rows: ReadonlySet<number>): string[] {
    const texts: string[] = [];
    for (const row of rows) {
      for (const at of this.#layout?.texts ?? []) {
        const text = this.#cells[row]?.[at];
        texts.push(typeof text === 'string' ? text : '');
      }
    }
    return texts;
  }

  #word(cell: Cell | undefined): number {
    if (typeof cell !== 'string') return NO_WORD;
    const known = this.#wordNumbers.get(cell);
    if (known !== undefined) return known;
    // Word 0 stands for null, so the first word is number 1.
    const number = this.#wordNumbers.size + 1;
    this.#wordNumbers.set(cell, number);
    this.#newWords.push(cell);
    return number;
  }
}

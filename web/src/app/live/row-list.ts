import type { WireRow } from '@auction/gateway/contract';
import { lotChecksum } from './checksum.ts';
import type { ViewRows } from './view-rows.ts';

type Cell = string | number | null;
interface Entry {
  readonly id: string;
  readonly version: number;
  readonly cells: Readonly<Record<string, Cell>>;
}

/** A short view (sites, one lot) as plain objects `Row`, in the order of arrival. */
export class RowList<Row> implements ViewRows {
  #columns: readonly string[] = [];
  #hotColumns: readonly string[] = [];
  readonly #entries = new Map<string, Entry>();
  #unseen: Set<string> | null = null;

  get count(): number {
    return this.#entries.size;
  }

  get checksum(): number {
    let checksum = 0;
    for (const { id, version } of this.#entries.values()) checksum ^= lotChecksum(id, version);
    return checksum >>> 0;
  }

  /** The rows as objects by column name; what the columns mean is the contract's. */
  rows(): readonly Row[] {
    return [...this.#entries.values()].map(({ cells }) => cells as Row);
  }

  learn(columns: readonly string[], hotColumns: readonly string[]): boolean {
    this.#columns = columns;
    this.#hotColumns = hotColumns;
    return columns.includes('id') && columns.includes('v');
  }

  clear(): void {
    this.#entries.clear();
    this.#unseen = null;
  }

  beginSnapshot(): void {
    this.#unseen = new Set(this.#entries.keys());
  }

  endSnapshot(): void {
    for (const id of this.#unseen ?? []) this.#entries.delete(id);
    this.#unseen = null;
  }

  put(rows: readonly WireRow[]): void {
    for (const row of rows) {
      const cells = named(this.#columns, row);
      this.#unseen?.delete(String(cells['id']));
      this.#accept(cells);
    }
  }

  patch(rows: readonly WireRow[]): void {
    for (const row of rows) {
      const cells = named(this.#hotColumns, row);
      const held = this.#entries.get(String(cells['id']));
      if (held !== undefined) this.#accept({ ...held.cells, ...cells });
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#entries.delete(id);
  }

  #accept(cells: Readonly<Record<string, Cell>>): void {
    const id = String(cells['id']);
    const version = Number(cells['v']);
    const held = this.#entries.get(id);
    if (held === undefined || version > held.version) this.#entries.set(id, { id, version, cells });
  }
}

function named(columns: readonly string[], row: WireRow): Readonly<Record<string, Cell>> {
  return Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null]));
}

/** An ended lot as the archive keeps it: the columns of the board's table, as they stood at its end. */
import { createHash } from 'node:crypto';
import { lotTable } from '../sinks/lots-to-postgres.ts';

/** Type of a column in Postgres, which decides the one in a month file. */
export type ArchivedType = 'text' | 'int' | 'bigint' | 'jsonb';

export interface ArchivedColumn {
  readonly name: string;
  readonly type: ArchivedType;
}

const typeOf = (type: string): ArchivedType => {
  if (type === 'text' || type === 'int' || type === 'bigint' || type === 'jsonb') return type;
  throw new Error(`the archive has no column of type ${type}`);
};

/** In the order of the board's table. `summary` is kept as JSON text. */
export const archivedColumns: readonly ArchivedColumn[] = lotTable.columns.map(
  ({ name, type }) => ({ name, type: typeOf(type) }),
);

export type ArchivedValue = string | number | null;
/** Values by column name; instants epoch ms UTC, amounts minor units of `currency`. */
export type ArchivedLot = Readonly<Record<string, ArchivedValue>>;

export const textIn = (lot: ArchivedLot, name: string): string => String(lot[name] ?? '');
export const numberIn = (lot: ArchivedLot, name: string): number | null => {
  const value = lot[name];
  return typeof value === 'number' ? value : null;
};

/** One line per lot, the same whatever store the lot was read from. */
export const lineOf = (lot: ArchivedLot): string =>
  JSON.stringify(archivedColumns.map(({ name }) => lot[name] ?? null));

/** Checks that two stores hold the same lots: SHA-256 over their lines, in the order of `lot_id`. */
export class ContentDigest {
  readonly #hash = createHash('sha256');
  #last = '';
  rows = 0;

  /** @throws when lots do not come in the order of their ids, or one comes twice */
  add(lot: ArchivedLot): void {
    const lotId = textIn(lot, 'lot_id');
    if (lotId <= this.#last) throw new Error(`lot ${lotId} comes after ${this.#last}`);
    this.#last = lotId;
    this.rows += 1;
    this.#hash.update(lineOf(lot)).update('\n');
  }

  /** Call once, at the end. @returns hex */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

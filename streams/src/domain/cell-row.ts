/** A raw listing's cells, read by name; keeps the first refusal. Cells are text, empty for nothing. */
import { readAmount } from './money.ts';
import { refusal } from './refusal.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { tidyText } from './tidy-text.ts';

/** Model years a record may state; others mean unknown. */
const yearMin = 1886;
const yearMax = 2100;

const truths: ReadonlySet<string> = new Set(['TRUE', 'YES', 'Y', '1']);
const untruths: ReadonlySet<string> = new Set(['FALSE', 'NO', 'N', '0']);

export class CellRow<N extends string> {
  readonly #names: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];
  #refusal: Refusal | undefined;

  /** @param names where each cell stands, see `cellIndex` */
  constructor(names: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#names = names;
    this.#cells = cells;
  }

  /** The first thing that could not be read. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  refuse(code: RefusalCode, name: N): void {
    this.#refusal ??= refusal(code, name, this.raw(name));
  }

  keepRefusal(given: Refusal): void {
    this.#refusal ??= given;
  }

  raw(name: N): string {
    return this.#cells[this.#names.get(name) ?? -1] ?? '';
  }

  /** Text without padding, null for nothing. */
  text(name: N): string | null {
    return tidyText(this.raw(name));
  }

  /** Parts of a cell that holds a list, see `listCell`. */
  list(name: N): string[] {
    return this.raw(name)
      .split('\u001f')
      .flatMap((part) => tidyText(part) ?? []);
  }

  /** null where the site does not say. */
  flag(name: N): boolean | null {
    const word = this.raw(name).trim().toUpperCase();
    if (truths.has(word)) return true;
    return untruths.has(word) ? false : null;
  }

  /** A whole number from 0; null for nothing and for sentinels below 0. Refuses BAD_NUMBER. */
  whole(name: N): number | null {
    const text = this.text(name);
    if (text === null || /^-\d+$/.test(text)) return null;
    const match = /^(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.0*)?$/.exec(text)?.[1];
    if (match === undefined) this.refuse('BAD_NUMBER', name);
    return match === undefined ? null : Number(match.replaceAll(',', ''));
  }

  /** Minor units; null for none. Refuses BAD_AMOUNT. */
  amount(name: N, currency: string): number | null {
    const amount = readAmount(this.raw(name), currency);
    if (amount === 'UNREADABLE') this.refuse('BAD_AMOUNT', name);
    return typeof amount === 'number' ? amount : null;
  }

  /** Model year; null for none and for years no vehicle has. Refuses BAD_YEAR when it is other text. */
  year(name: N): number | null {
    const text = this.text(name);
    if (text === null) return null;
    if (!/^\d{1,4}$/.test(text)) this.refuse('BAD_YEAR', name);
    const year = Number(text);
    return year >= yearMin && year <= yearMax ? year : null;
  }
}

/** Where each cell of a layout stands. */
export const cellIndex = (cells: readonly string[]): ReadonlyMap<string, number> =>
  new Map(cells.map((cell, index) => [cell, index]));

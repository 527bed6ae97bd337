/** One record of a sender, by name of its columns, as cells of `dealer-vehicle@1`. Pure. */
import { dealerVehicle } from '@auction/avro/site-layouts';
import { DateTime } from 'luxon';
import { listCell } from '../json/cells.ts';
import type { Bound } from '../json/json-reader.ts';
import type { MappedField, Mapping } from './mapping.ts';

/** Column names are compared without case and punctuation: `image[0].url` is `image0url`. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Values of one column; several where the file repeats it. */
export type Columns = ReadonlyMap<string, readonly string[]>;

const jsonCell = /^([^{]+)\{([^}]+)\}$/;

/** Columns a mapping cannot do without, as plain names. */
export const requiredColumns = ({ id, fields }: Mapping): string[] => [
  ...id.map(plainName),
  ...Object.values(fields).flatMap(({ from, optional }) =>
    optional ? [] : [from].flat().map(plainName),
  ),
];

/** Every column a mapping speaks of. */
export const knownColumns = ({ id, fields, drop }: Mapping): Set<string> =>
  new Set(
    [...id, ...drop, ...Object.values(fields).flatMap(({ from }) => from)].map((name) =>
      plainName(jsonCell.exec(name)?.[1] ?? name),
    ),
  );

export class MappedRow {
  readonly #mapping: Mapping;
  readonly #columns: Columns;
  readonly #nulls: ReadonlySet<string>;
  #fault: string | undefined;

  constructor(mapping: Mapping, columns: Columns) {
    this.#mapping = mapping;
    this.#columns = columns;
    this.#nulls = new Set(mapping.nulls.map((text) => text.trim()));
  }

  bound(): Bound {
    const { id, fields, constants, sender } = this.#mapping;
    const own = id.map((name) => this.#values(name)[0] ?? '').join('@');
    const siteListingId = own.replaceAll('@', '') === '' ? null : `${sender}:${own}`;
    if (siteListingId === null) {
      return { ok: false, reason: `KEY_MISSING: no ${id.join(' and no ')}`, siteListingId };
    }
    const cells = new Map<string, string>(Object.entries(constants));
    cells.set('id', siteListingId);
    for (const [cell, field] of Object.entries(fields)) this.#set(cells, cell, field);
    if (this.#fault !== undefined) return { ok: false, reason: this.#fault, siteListingId };
    const values = dealerVehicle.cells.map((cell) => cells.get(cell) ?? '');
    return { ok: true, siteListingId, cells: values };
  }

  #values(name: string): string[] {
    const [, column = name, path] = jsonCell.exec(name) ?? [];
    const given = this.#columns.get(plainName(column)) ?? [];
    const values = path === undefined ? given : given.map((text) => insideJson(text, path));
    return values.map((text) => text.trim()).filter((text) => !this.#nulls.has(text));
  }

  #set(cells: Map<string, string>, cell: string, field: MappedField): void {
    const { from, as, separator, sentinels } = field;
    const all = [from]
      .flat()
      .flatMap((name) => this.#values(name))
      .filter((text) => !sentinels.includes(text));
    const parts = separator === undefined ? all : all.flatMap((text) => text.split(separator));
    const [first = ''] = all;
    if (first === '') return;
    if (as === 'list') cells.set(cell, listCell(parts.map((text) => text.trim())));
    else if (as === 'money') this.#setMoney(cells, cell, first);
    else if (as === 'quantity') setQuantity(cells, cell, first);
    else if (as === 'text') cells.set(cell, first);
    else this.#setInstant(cells, cell, first, field);
  }

  /** `10,499.00 USD`, `USD 10499`, `10.499,00 €`: the amount in one form, the currency beside it. */
  #setMoney(cells: Map<string, string>, cell: string, text: string): void {
    const currency = /[A-Z]{3}/.exec(text)?.[0];
    if (currency !== undefined) cells.set('currency', currency);
    cells.set(cell, pointedDecimal(text.replace(/[A-Z]{3}|[€£$\s\u00a0]/g, '')));
  }

  #setInstant(cells: Map<string, string>, cell: string, text: string, field: MappedField): void {
    const at = instantOf(text, field);
    if (at === undefined) {
      this.#fault ??= `BAD_TIME: ${[field.from].flat()[0] ?? ''} is '${text.slice(0, 40)}'`;
    } else cells.set(cell, String(at));
  }
}

/** Comma decimals become points where a comma can only be one. */
function pointedDecimal(text: string): string {
  if (/^-?\d{1,3}(\.\d{3})+(,\d{1,2})?$/.test(text))
    return text.replaceAll('.', '').replace(',', '.');
  return /^-?\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : text;
}

function setQuantity(cells: Map<string, string>, cell: string, text: string): void {
  const [, value = text, unit = ''] = /^([\d.,]+)\s*([A-Za-z]+)?\.?$/.exec(text) ?? [];
  cells.set(cell, value);
  if (unit !== '') cells.set(`${cell}Unit`, unit.toUpperCase());
}

function insideJson(text: string, path: string): string {
  try {
    let value: unknown = JSON.parse(text);
    for (const step of path.split('.')) {
      if (typeof value !== 'object' || value === null) return '';
      value = (value as Record<string, unknown>)[step];
    }
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  } catch {
    return ''; // the column holds plain text in this row
  }
}

/** As a script's Date prints itself; ECMA-262 section 21.4.3.2 has every engine read it back. */
const scriptDate = /^\w{3} \w{3} \d{1,2} \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}/;
const localForms = ['M/d/yyyy h:mm:ss a', 'M/d/yyyy h:mm a', 'M/d/yyyy'];

/** @returns epoch ms; undefined for text of another form */
function instantOf(text: string, { as, zone = 'UTC' }: MappedField): number | undefined {
  if (as === 'epochS' || as === 'epochMs') {
    const number = /^\d{1,14}$/.test(text) ? Number(text) : undefined;
    return number === undefined || as === 'epochMs' ? number : number * 1_000;
  }
  const script = scriptDate.exec(text);
  if (script) return Date.parse(script[0]);
  const iso = DateTime.fromISO(text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'), { zone });
  if (iso.isValid) return iso.toMillis();
  for (const form of localForms) {
    const date = DateTime.fromFormat(text, form, { zone, locale: 'en-US' });
    if (date.isValid) return date.toMillis();
  }
  return undefined;
}

/** One row of a file -> a lot as `POST /api/sell/lots` takes it, or what is wrong in which column. Pure. */
import { DateTime, IANAZone } from 'luxon';
import { Value } from 'typebox/value';
import { NewLotBody, photosMax } from '../sell-contract.ts';
import type { CellError, VehicleBody } from '../sell-contract.ts';
import type { Column, ImportField } from './columns.ts';

/** For what a file does not say. */
export interface ImportDefaults {
  readonly currency: string | null;
  /** Epoch ms. */
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** IANA name of the zone of times without one. */
  readonly timeZone: string;
}

export interface ReadRow {
  /** The seller's own number; null: the row has none. */
  readonly externalRef: string | null;
  /** null: the row has errors. */
  readonly body: NewLotBody | null;
  readonly errors: readonly CellError[];
}

const minorPerUnit = 100;
const refMax = 64;

export const isTimeZone = (name: string): boolean => IANAZone.isValidZone(name);

/** `12,500`, `12500.50` -> minor units. */
function amountOf(text: string): number | undefined {
  const isAmount = /^(\d{1,10}|\d{1,3}(,\d{3}){1,3})(\.\d{1,2})?$/.test(text);
  return isAmount ? Math.round(Number(text.replaceAll(',', '')) * minorPerUnit) : undefined;
}

/** ISO 8601; without an offset in `zone`. A time the clocks leave out is none. @returns epoch ms */
function instantOf(text: string, zone: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?$/.test(text)) {
    return undefined;
  }
  const time = DateTime.fromISO(text.replace(' ', 'T'), { zone });
  if (!time.isValid) return undefined;
  const isShifted =
    !/(Z|[+-]\d{2}:?\d{2})$/.test(text) &&
    !time.toISO().startsWith(text.slice(0, 10) + 'T' + text.slice(11, 16));
  return isShifted ? undefined : time.toMillis();
}

const wholeOf = (text: string): number | undefined =>
  /^\d{1,9}$/.test(text.replaceAll(',', '')) ? Number(text.replaceAll(',', '')) : undefined;

const units: Readonly<Record<string, 'MI' | 'KM'>> = {
  mi: 'MI',
  mile: 'MI',
  miles: 'MI',
  km: 'KM',
  kilometres: 'KM',
  kilometers: 'KM',
};

/** Cells of one row by field, and the faults found on the way. */
class Cells {
  readonly errors: CellError[] = [];
  readonly #texts = new Map<ImportField, string>();
  readonly #names = new Map<ImportField, string>();

  constructor(cells: readonly string[], columns: readonly Column[]) {
    for (const [at, { name, field }] of columns.entries()) {
      if (field === null) continue;
      this.#names.set(field, name);
      this.#texts.set(field, cells[at]?.trim() ?? '');
    }
  }

  text(field: ImportField): string | null {
    const text = this.#texts.get(field) ?? '';
    return text === '' ? null : text;
  }

  fault(field: ImportField, message: string): void {
    this.errors.push({ column: this.#names.get(field) ?? field, message });
  }

  /** @returns null where nothing stands, or nothing readable, which is told */
  read<T>(field: ImportField, read: (text: string) => T | undefined, what: string): T | null {
    const text = this.text(field);
    if (text === null) return null;
    const value = read(text);
    if (value === undefined) this.fault(field, `must be ${what}`);
    return value ?? null;
  }

  word(field: ImportField, lengthMax: number): string | null {
    const what = `at most ${lengthMax} characters`;
    return this.read(field, (text) => (text.length <= lengthMax ? text : undefined), what);
  }

  /** @returns the value, else the default; told when there is neither */
  needed<T>(field: ImportField, value: T | null, otherwise: T | null = null): T | null {
    const found = value ?? otherwise;
    if (found === null && this.text(field) === null) this.fault(field, 'is missing');
    return found;
  }
}

const amountWords = 'an amount like 12,500 or 12500.00';
const timeWords = 'a time like 2026-12-01 14:00';

function vehicleOf(cells: Cells): VehicleBody {
  const listed = (text: string) =>
    text
      .split(/[;|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const odometer = cells.read('odometer', wholeOf, 'a whole number');
  const unit = cells.read('odometerUnit', (text) => units[text.toLowerCase()], 'MI or KM');
  const photos = cells.read(
    'photo',
    (text) => {
      const addresses = [...new Set(listed(text))];
      const areGood = addresses.every((one) => one.length <= 500 && /^https:\/\/./.test(one));
      return areGood && addresses.length <= photosMax ? addresses : undefined;
    },
    `at most ${photosMax} https:// addresses, apart by ;`,
  );
  const damage = cells.read(
    'damage',
    (text) => {
      const words = listed(text);
      return words.length <= 8 && words.every(({ length }) => length <= 80) ? words : undefined;
    },
    'at most 8 words or phrases, apart by ;',
  );
  return {
    vin: cells.read(
      'vin',
      (text) => (/^[A-Za-z0-9]{1,17}$/.test(text) ? text : undefined),
      'up to 17 letters and digits',
    ),
    year: cells.read('year', (text) => inRange(wholeOf(text), 1886, 2100), 'a year like 2018'),
    make: cells.word('make', 80),
    model: cells.word('model', 80),
    trim: cells.word('trim', 80),
    body: cells.word('body', 80),
    color: cells.word('color', 80),
    odometer,
    odometerUnit: odometer === null ? null : (unit ?? 'MI'),
    city: cells.word('city', 80),
    state: cells.word('state', 80),
    country: cells.read(
      'country',
      (text) => (/^[A-Z]{3}$/.test(text) ? text : undefined),
      'three letters like USA',
    ),
    note: cells.word('note', 500),
    ...(damage === null ? {} : { damage }),
    ...(photos === null ? {} : { photos }),
  };
}

const inRange = (value: number | undefined, least: number, most: number): number | undefined =>
  value !== undefined && value >= least && value <= most ? value : undefined;

/** What the resolver would refuse, told before it is asked. */
function relations(cells: Cells, body: Partial<NewLotBody>, now: number): void {
  const { start = 0, reserve = null, buyNow = null, startsAt = 0, endsAt = 0 } = body;
  if (reserve !== null && reserve < start) cells.fault('reserve', 'is below the first price');
  if (buyNow !== null && (buyNow <= start || buyNow < (reserve ?? 0))) {
    cells.fault('buyNow', 'must be above the first price and not below the reserve');
  }
  if (endsAt <= startsAt) cells.fault('endsAt', 'must come after the start');
  else if (endsAt <= now) cells.fault('endsAt', 'is in the past');
}

/** @param now epoch ms */
export function readRow(
  given: readonly string[],
  columns: readonly Column[],
  defaults: ImportDefaults,
  now: number,
): ReadRow {
  const cells = new Cells(given, columns);
  const externalRef = cells.needed('externalRef', cells.word('externalRef', refMax));
  const amount = (field: ImportField) => cells.read(field, amountOf, amountWords);
  const time = (field: ImportField) =>
    cells.read(field, (text) => instantOf(text, defaults.timeZone), timeWords);
  const code = (text: string) => (/^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : undefined);
  const body = {
    title: cells.needed('title', cells.word('title', 160)) ?? '',
    start: cells.needed('start', amount('start')) ?? 0,
    currency:
      cells.needed(
        'currency',
        cells.read('currency', code, 'a code like USD'),
        defaults.currency,
      ) ?? '',
    startsAt: cells.needed('startsAt', time('startsAt'), defaults.startsAt) ?? 0,
    endsAt: cells.needed('endsAt', time('endsAt'), defaults.endsAt) ?? 0,
    reserve: amount('reserve'),
    buyNow: amount('buyNow'),
    guide: amount('guide'),
    vehicle: vehicleOf(cells),
  };
  if (cells.errors.length === 0) relations(cells, body, now);
  if (cells.errors.length === 0 && !Value.Check(NewLotBody, body)) {
    cells.fault('start', 'is not what a lot takes');
  }
  return { externalRef, body: cells.errors.length === 0 ? body : null, errors: cells.errors };
}

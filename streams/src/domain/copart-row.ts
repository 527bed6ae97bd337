/** A row of the Copart sales data, read cell by cell; keeps the first refusal. */
import { readAmount } from './money.ts';
import { readOdometer } from './odometer.ts';
import type { OdometerReading } from './odometer.ts';
import { refusal } from './refusal.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { tidyText } from './tidy-text.ts';

/** Cells that carry meaning; the row number and cells that only repeat others are left out. */
export type CopartColumn =
  | 'yardNumber'
  | 'yardName'
  | 'saleDate'
  | 'saleTime'
  | 'timeZone'
  | 'itemNumber'
  | 'lotNumber'
  | 'vehicleType'
  | 'year'
  | 'make'
  | 'modelGroup'
  | 'modelDetail'
  | 'bodyStyle'
  | 'color'
  | 'damageDescription'
  | 'secondaryDamage'
  | 'saleTitleState'
  | 'saleTitleType'
  | 'hasKeys'
  | 'lotConditionCode'
  | 'vin'
  | 'odometer'
  | 'odometerBrand'
  | 'retailValue'
  | 'repairCost'
  | 'engine'
  | 'drive'
  | 'transmission'
  | 'fuelType'
  | 'cylinders'
  | 'runsDrives'
  | 'saleStatus'
  | 'highBid'
  | 'specialNote'
  | 'locationCity'
  | 'locationState'
  | 'locationZip'
  | 'locationCountry'
  | 'currencyCode'
  | 'imageThumbnail'
  | 'gridRow'
  | 'makeAnOffer'
  | 'buyItNowPrice'
  | 'imageUrl'
  | 'trim'
  | 'lastUpdatedAt'
  | 'rentals'
  | 'copartSelect'
  | 'saleLight'
  | 'autoGrade'
  | 'announcements';

/** Index of each column in a row's cells. */
export type CopartColumns = Readonly<Record<CopartColumn, number>>;

/** Model years a row may state; others mean unknown (0) or a shifted column. */
const yearMin = 1886;
const yearMax = 2100;

export class CopartRow {
  readonly #cells: readonly string[];
  readonly #columns: CopartColumns;
  #refusal: Refusal | undefined;

  constructor(cells: readonly string[], columns: CopartColumns) {
    this.#cells = cells;
    this.#columns = columns;
  }

  /** The first thing that could not be read. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  refuse(code: RefusalCode, column: CopartColumn): void {
    this.#refusal ??= refusal(code, column, this.raw(column));
  }

  keepRefusal(given: Refusal): void {
    this.#refusal ??= given;
  }

  /** The cell untouched; empty where the file has no such column. */
  raw(column: CopartColumn): string {
    return this.#cells[this.#columns[column]] ?? '';
  }

  /** Text without padding, null for nothing. */
  text(column: CopartColumn): string | null {
    return tidyText(this.raw(column));
  }

  /** As `text`, with UNKNOWN meaning nothing. */
  known(column: CopartColumn): string | null {
    const text = this.text(column);
    return text?.toUpperCase() === 'UNKNOWN' ? null : text;
  }

  /** Text of a number that stands for "none" when it is zero. */
  numberText(column: CopartColumn): string | null {
    const text = this.text(column);
    return text === null || /^0+(\.0+)?$/.test(text) ? null : text;
  }

  /** YES, Y or TRUE, NO, N or FALSE; anything else is not known. */
  flag(column: CopartColumn): boolean | null {
    switch (this.raw(column).trim().toUpperCase()) {
      case 'YES':
      case 'Y':
      case 'TRUE':
        return true;
      case 'NO':
      case 'N':
      case 'FALSE':
        return false;
      default:
        return null;
    }
  }

  /** Minor units; null for none. Refuses BAD_AMOUNT. */
  amount(column: CopartColumn, currency: string): number | null {
    const amount = readAmount(this.raw(column), currency);
    if (amount === 'UNREADABLE') this.refuse('BAD_AMOUNT', column);
    return typeof amount === 'number' ? amount : null;
  }

  /** Model year; null for none. Refuses BAD_YEAR when the cell holds other text. */
  year(): number | null {
    const text = this.text('year');
    if (text === null) return null;
    if (!/^\d{1,4}$/.test(text)) this.refuse('BAD_YEAR', 'year');
    const year = Number(text);
    return year >= yearMin && year <= yearMax ? year : null;
  }

  /** Refuses BAD_ODOMETER when the cell holds other text. */
  odometer(): OdometerReading {
    const reading = readOdometer(this.raw('odometer'), this.raw('odometerBrand'));
    if (reading === undefined) this.refuse('BAD_ODOMETER', 'odometer');
    return reading ?? { value: null, brand: 'UNKNOWN' };
  }
}

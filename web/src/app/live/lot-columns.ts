/**
 * The page's copy of the board, column by column: typed arrays for numbers, numbers of words for text
 * that repeats. Objects are made only of the rows somebody looks at.
 */
import {
  HOT_NUMBERS,
  HOT_WORDS,
  numberColumns,
  textColumns,
  wordColumns,
  type Block,
  type BoardPatch,
  type NumberColumn,
} from './board-patch.ts';

/** A lot as a row shows it. Amounts in minor units of `currency`, instants epoch ms, distance km. */
export interface LotRow {
  readonly row: number;
  readonly id: string;
  readonly version: number;
  readonly site: string;
  readonly siteListingId: string;
  readonly title: string;
  readonly photo: string | null;
  readonly body: string | null;
  readonly place: string | null;
  readonly damage: string | null;
  readonly odometerKm: number | null;
  /** Unit the site shows: MI or KM. */
  readonly odometerUnit: string | null;
  readonly currency: string;
  readonly priceMinor: number | null;
  readonly bidCount: number | null;
  /** The site's estimate of the retail value. */
  readonly valueMinor: number | null;
  readonly status: string;
  readonly endsAt: number | null;
  /** How exact `endsAt` is: 0 none, 1 day, 2 minute, 3 ms. */
  readonly precision: number;
  readonly extensionCount: number;
  readonly duplicateCount: number;
  /** Last step of the price and when we saw it; null: none since the row entered. */
  readonly step: { readonly amountMinor: number; readonly at: number } | null;
  /** The lot left the view and only stays until the order is let go. */
  readonly isGone: boolean;
}

const FIRST_CAPACITY = 1024;
const WIDTH = numberColumns.length;
const WORDS = wordColumns.length;
const TEXTS = textColumns.length;

const place = (column: NumberColumn) => numberColumns.indexOf(column);
const PRICE = place('price');
const END = place('end');
const FIRST = place('first');

export class LotColumns {
  #numbers = new Float64Array(FIRST_CAPACITY * WIDTH);
  #wordNumbers = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** Counts the changes of a row, so that equal values of another moment are another object. */
  #versions = new Uint32Array(FIRST_CAPACITY);
  #steps = new Float64Array(FIRST_CAPACITY);
  #steppedAt = new Float64Array(FIRST_CAPACITY);
  #texts: string[] = [];
  #words: string[] = [];
  readonly #gone = new Set<number>();

  clear(): void {
    this.#texts = [];
    this.#words = [];
    this.#gone.clear();
  }

  /**
   * Takes a patch over.
   * @param now epoch ms, kept as the time of price steps
   */
  apply(patch: BoardPatch, now: number): void {
    if (patch.cleared) this.clear();
    for (const word of patch.words) this.#words.push(word);
    this.#write(patch.full, WIDTH, WORDS, now);
    for (const [at, row] of patch.full.rows.entries()) {
      for (let column = 0; column < TEXTS; column++) {
        this.#texts[row * TEXTS + column] = patch.full.texts[at * TEXTS + column] ?? '';
      }
    }
    this.#write(patch.hot, HOT_NUMBERS, HOT_WORDS, now);
    for (const row of patch.gone) this.#markGone(row);
  }

  /** The row's number may soon mean another lot. */
  forget(row: number): void {
    this.#gone.delete(row);
    this.#texts[row * TEXTS] = '';
  }

  id(row: number): string {
    return this.#text(row, 0);
  }

  version(row: number): number {
    return this.#versions[row] ?? 0;
  }

  price(row: number): number {
    return this.#number(row, PRICE);
  }

  endsAt(row: number): number {
    return this.#number(row, END);
  }

  firstSeenAt(row: number): number {
    return this.#number(row, FIRST);
  }

  lot(row: number): LotRow {
    const number = (column: NumberColumn) => {
      const value = this.#number(row, place(column));
      return Number.isNaN(value) ? null : value;
    };
    const word = (column: (typeof wordColumns)[number]) => this.#word(row, column);
    const text = (column: (typeof textColumns)[number]) =>
      this.#text(row, textColumns.indexOf(column));
    const at = this.#steppedAt[row] ?? 0;
    return {
      row,
      id: text('id'),
      version: this.#versions[row] ?? 0,
      site: word('site') ?? '',
      siteListingId: text('ref'),
      title: text('name'),
      photo: text('photo') || null,
      body: word('body'),
      place: word('place'),
      damage: word('damage'),
      odometerKm: number('km'),
      odometerUnit: word('unit'),
      currency: word('cur') ?? '',
      priceMinor: number('price'),
      bidCount: number('bids'),
      valueMinor: number('value'),
      status: word('status') ?? '',
      endsAt: number('end'),
      precision: number('prec') ?? 0,
      extensionCount: number('ext') ?? 0,
      duplicateCount: number('dup') ?? 0,
      step: at === 0 ? null : { amountMinor: this.#steps[row] ?? 0, at },
      isGone: this.#gone.has(row),
    };
  }

  #write(block: Block, numberCount: number, wordCount: number, now: number): void {
    for (const [at, row] of block.rows.entries()) {
      this.#reserve(row);
      const isNew = numberCount === WIDTH && !this.#texts[row * TEXTS];
      this.#noteStep(row, isNew, block.numbers[at * numberCount + PRICE] ?? Number.NaN, now);
      for (let column = 0; column < numberCount; column++) {
        this.#numbers[row * WIDTH + column] = block.numbers[at * numberCount + column] ?? 0;
      }
      for (let column = 0; column < wordCount; column++) {
        this.#wordNumbers[row * WORDS + column] = block.words[at * wordCount + column] ?? 0;
      }
      this.#versions[row] = (this.#versions[row] ?? 0) + 1;
    }
  }

  #noteStep(row: number, isNew: boolean, price: number, now: number): void {
    if (isNew) {
      this.#steppedAt[row] = 0;
      return;
    }
    const held = this.#number(row, PRICE);
    if (Number.isNaN(price) || Object.is(price, held)) return;
    this.#steps[row] = price - (Number.isNaN(held) ? 0 : held);
    this.#steppedAt[row] = now;
  }

  #markGone(row: number): void {
    this.#gone.add(row);
    this.#versions[row] = (this.#versions[row] ?? 0) + 1;
  }

  #number(row: number, column: number): number {
    return this.#numbers[row * WIDTH + column] ?? Number.NaN;
  }

  #text(row: number, column: number): string {
    return this.#texts[row * TEXTS + column] ?? '';
  }

  #word(row: number, column: (typeof wordColumns)[number]): string | null {
    const number = this.#wordNumbers[row * WORDS + wordColumns.indexOf(column)] ?? 0;
    return number === 0 ? null : (this.#words[number] ?? null);
  }

  #reserve(row: number): void {
    const capacity = this.#versions.length;
    if (row < capacity) return;
    const next = Math.max(row + 1, capacity * 2);
    this.#numbers = grown(this.#numbers, new Float64Array(next * WIDTH));
    this.#wordNumbers = grown(this.#wordNumbers, new Uint32Array(next * WORDS));
    this.#versions = grown(this.#versions, new Uint32Array(next));
    this.#steps = grown(this.#steps, new Float64Array(next));
    this.#steppedAt = grown(this.#steppedAt, new Float64Array(next));
  }
}

function grown<A extends Float64Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

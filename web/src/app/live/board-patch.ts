/**
 * What the feed worker hands the page: changed rows by row number, as typed arrays that are moved and
 * not copied. Text that repeats travels as numbers into one growing list of words.
 */
import type { BoardRow } from '@auction/gateway/contract';

/** Columns of numbers; null is NaN. Amounts in minor units, instants epoch ms, distance km. */
export const numberColumns = [
  'price',
  'ask',
  'bids',
  'reserve',
  'end',
  'ext',
  'prec',
  'start',
  'first',
  'value',
  'km',
  'dup',
] as const satisfies readonly (keyof BoardRow)[];
/** The first columns of `numberColumns`: those a change of price or time touches. */
export const HOT_NUMBERS = 6;

/** Columns whose text repeats from row to row; null is word 0. */
export const wordColumns = [
  'status',
  'site',
  'cur',
  'unit',
  'body',
  'place',
  'damage',
] as const satisfies readonly (keyof BoardRow)[];
/** The first columns of `wordColumns`: those of a hot row. */
export const HOT_WORDS = 1;

/** Columns whose text is the lot's own; null is empty text. */
export const textColumns = [
  'id',
  'ref',
  'name',
  'photo',
] as const satisfies readonly (keyof BoardRow)[];

export type NumberColumn = (typeof numberColumns)[number];
export type WordColumn = (typeof wordColumns)[number];
export type TextColumn = (typeof textColumns)[number];

/** Rows with their values, row after row in the order of the columns above. */
export interface Block {
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly words: Uint32Array<ArrayBuffer>;
}

export interface BoardPatch {
  /** Which `watchBoard` this answers; patches of an earlier one are void. */
  readonly watch: number;
  /** Rows held so far are void: another filter, or the board was rebuilt. */
  readonly cleared: boolean;
  /** Words added to the list since the last patch. */
  readonly words: readonly string[];
  /** Whole rows: all columns. */
  readonly full: Block & { readonly texts: readonly string[] };
  /** Rows of which only the hot columns changed. */
  readonly hot: Block;
  /** Rows that left the view; their numbers stay taken until the page releases them. */
  readonly gone: Uint32Array<ArrayBuffer>;
  /** When the oldest change in here arrived, epoch ms by our clock. */
  readonly arrivedAt: number;
}

/** Buffers of a patch, to be moved to the page. */
export function transferables(patch: BoardPatch): ArrayBuffer[] {
  const { full, hot, gone } = patch;
  return [full, hot]
    .flatMap((block) => [block.rows.buffer, block.numbers.buffer, block.words.buffer])
    .concat(gone.buffer);
}

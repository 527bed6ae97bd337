/** Filters of the board: from the wire to tests of a row. Closed: what is not known is refused. */
import { Compile } from 'typebox/compile';
import type { BoardRow } from '../board-columns.ts';
import { BoardFilter } from '../board-protocol.ts';
import { titleWords } from './title-words.ts';

const shape = Compile(BoardFilter);

export interface LotFilter {
  /** The same for filters that mean the same. */
  readonly key: string;
  /** Values of the field, when the filter has one: the index looks views up by them. */
  readonly makes: readonly string[] | undefined;
  readonly sites: readonly string[] | undefined;
  readonly lots: readonly string[] | undefined;
  /** Ends within so many ms; undefined: whenever. */
  readonly withinMs: number | undefined;
  /** Whether a change of hot columns alone can bring a row in or out. */
  readonly isHot: boolean;
  /** Tests the columns that seldom change. */
  matchesCold(row: BoardRow): boolean;
  /** Tests price, status and reserve. */
  matchesHot(row: BoardRow): boolean;
}

export type ParsedFilter =
  | { readonly ok: true; readonly filter: LotFilter }
  | { readonly ok: false; readonly detail: string };

type Test = (row: BoardRow) => boolean;
type Range = readonly [number | null, number | null];

const coldSets = ['site', 'make', 'model', 'title', 'damage', 'cur', 'seller'] as const;

/** @param given as it came from a client; undefined: everything */
export function parseFilter(given: unknown): ParsedFilter {
  const value = given ?? {};
  if (!shape.Check(value)) return { ok: false, detail: faultOf(value) };
  const fault = relationFault(value);
  if (fault !== undefined) return { ok: false, detail: fault };
  return { ok: true, filter: compiled(normalised(value)) };
}

function faultOf(value: unknown): string {
  const [error] = shape.Errors(value);
  const where = error?.instancePath.replace(/^\//, '') ?? '';
  return `filter ${where}: ${error?.message ?? 'is not valid'}`;
}

function relationFault(filter: BoardFilter): string | undefined {
  if (filter.price !== undefined && filter.cur?.length !== 1) {
    return 'filter price: needs exactly one cur, amounts differ by currency';
  }
  for (const name of ['year', 'km', 'price'] as const) {
    const [from, to] = filter[name] ?? [null, null];
    if (from !== null && to !== null && from > to)
      return `filter ${name}: first bound above the second`;
  }
  if (filter.q !== undefined && titleWords(filter.q).length === 0) {
    return 'filter q: needs a letter or a digit';
  }
  return undefined;
}

/** Sets sorted and without doubles, open ranges left out, so that equal filters share a view. */
function normalised(filter: BoardFilter): BoardFilter {
  const fields = Object.entries(filter).map(([name, value]): [string, unknown] => {
    if (name === 'q') return [name, String(value).trim().toLowerCase()];
    if (!Array.isArray(value)) return [name, value];
    if (name === 'year' || name === 'km' || name === 'price')
      return [name, isOpen(value) ? undefined : value];
    return [name, [...new Set<unknown>(value)].sort()];
  });
  const given = fields.filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const isOpen = (range: readonly unknown[]) => range.every((bound) => bound === null);

function compiled(filter: BoardFilter): LotFilter {
  const cold: Test[] = [];
  const hot: Test[] = [];
  for (const name of coldSets) {
    const values = filter[name];
    if (values) cold.push(inSet(new Set(values), (row) => row[name]));
  }
  if (filter.lots) cold.push(inSet(new Set(filter.lots), (row) => row.id));
  if (filter.year) cold.push(inRange(filter.year, (row) => row.year));
  if (filter.km) cold.push(inRange(filter.km, (row) => row.km));
  if (filter.dup !== undefined) cold.push((row) => row.dup > 0 === filter.dup);
  if (filter.q !== undefined) cold.push(saysAll(titleWords(filter.q)));
  if (filter.status) hot.push(inSet(new Set(filter.status), (row) => row.status));
  if (filter.price) hot.push(inRange(filter.price, (row) => row.price));
  if (filter.reserve) {
    const wanted = new Set(filter.reserve);
    hot.push((row) => wanted.has(row.reserve));
  }
  return {
    key: JSON.stringify(filter),
    makes: filter.make,
    sites: filter.site,
    lots: filter.lots,
    withinMs: filter.endsWithinMs,
    isHot: hot.length > 0 || filter.endsWithinMs !== undefined,
    matchesCold: (row) => cold.every((test) => test(row)),
    matchesHot: (row) => hot.every((test) => test(row)),
  };
}

const inSet =
  (values: ReadonlySet<string>, of: (row: BoardRow) => string | null): Test =>
  (row) => {
    const value = of(row);
    return value !== null && values.has(value);
  };

const inRange =
  ([from, to]: Range, of: (row: BoardRow) => number | null): Test =>
  (row) => {
    const value = of(row);
    return value !== null && (from === null || value >= from) && (to === null || value <= to);
  };

/** Every token is the beginning of a word of the title, of the VIN, its last 6, or the site's id. */
function saysAll(tokens: readonly string[]): Test {
  const wanted = tokens.map((token) => ` ${token}`);
  return (row) => {
    const line = searchLineOf(row);
    return wanted.every((token) => line.includes(token));
  };
}

/** A row object never changes, so its line is made once. */
const searchLines = new WeakMap<BoardRow, string>();

function searchLineOf(row: BoardRow): string {
  const known = searchLines.get(row);
  if (known !== undefined) return known;
  const ref = row.ref.toLowerCase();
  const words = [...titleWords(row.name), squeezed(row.name), ...titleWords(ref), ref];
  if (row.vin !== null) words.push(row.vin.toLowerCase(), row.vin.slice(-6).toLowerCase());
  const line = ` ${words.join(' ')}`;
  searchLines.set(row, line);
  return line;
}

/** Signs inside words dropped: `F-150` is found by `f150` too. */
const squeezed = (title: string) => title.toLowerCase().replace(/[^\p{L}\p{N}\s]+/gu, '');

/**
 * What the board shows, as the address says it: the one source of filters and sort. Pure: address to
 * query and back, query to the socket's filter and to REST parameters.
 */
import type { BoardFilter, LotStatus } from '@auction/gateway/contract';
import type { QueryValue } from '../../api/rest.ts';
import type { SnapshotOrder } from '../../live/feed-messages.ts';
import type { Sort, SortColumn } from '../../live/lot-store.ts';

export const tabs = ['open', 'upcoming', 'ended', 'all'] as const;
export type Tab = (typeof tabs)[number];

/** `Ends within`, in minutes. */
export const withinChoices = [15, 60, 1_440] as const;

export interface BoardQuery {
  readonly tab: Tab;
  readonly q: string;
  readonly site: readonly string[];
  readonly make: readonly string[];
  readonly model: readonly string[];
  readonly yearFrom: number | null;
  readonly yearTo: number | null;
  /** Major units of `currency`; without a currency they mean nothing and are left out. */
  readonly priceFrom: number | null;
  readonly priceTo: number | null;
  readonly currency: string | null;
  readonly withinMinutes: number | null;
  readonly sort: Sort;
}

const statusesOf: Readonly<Record<Tab, readonly LotStatus[]>> = {
  open: ['OPEN'],
  upcoming: ['SCHEDULED'],
  ended: [
    'ENDING_UNCONFIRMED',
    'ENDED',
    'SOLD',
    'NOT_SOLD',
    'PENDING_APPROVAL',
    'COUNTERED',
    'WITHDRAWN',
  ],
  all: [],
};

const sortColumns = ['ending', 'price', 'newest'] as const satisfies readonly SortColumn[];
/** Characters the server takes. */
const Q_MAX = 64;
/** Values of one set the server takes. */
const SET_MAX = 50;

/** Reads of an address; unknown and unreadable parameters are left out. */
export interface Parameters {
  get(name: string): string | null;
  getAll(name: string): readonly string[];
}

export function queryOf(parameters: Parameters): BoardQuery {
  const set = (name: string) =>
    [...new Set(parameters.getAll(name))].filter(Boolean).slice(0, SET_MAX);
  const number = (name: string) => {
    const text = parameters.get(name);
    const value = Number(text);
    return text !== null && text !== '' && Number.isSafeInteger(value) && value >= 0 ? value : null;
  };
  const currency = /^[A-Z]{3}$/.exec(parameters.get('currency') ?? '')?.[0] ?? null;
  const tab = tabs.find((one) => one === parameters.get('tab')) ?? 'open';
  return {
    tab,
    q: (parameters.get('q') ?? '').trim().slice(0, Q_MAX),
    site: set('site'),
    make: set('make'),
    model: set('model'),
    yearFrom: number('yearFrom'),
    yearTo: number('yearTo'),
    priceFrom: currency === null ? null : number('priceFrom'),
    priceTo: currency === null ? null : number('priceTo'),
    currency,
    withinMinutes: withinChoices.find((one) => one === number('within')) ?? null,
    sort: sortOf(parameters, tab, currency),
  };
}

function sortOf(parameters: Parameters, tab: Tab, currency: string | null): Sort {
  const named = sortColumns.find((one) => one === parameters.get('sort')) ?? 'ending';
  // Amounts of two currencies have no order.
  const by = named === 'price' && currency === null ? 'ending' : named;
  const direction = parameters.get('dir');
  if (direction === 'asc' || direction === 'desc') return { by, direction };
  return { by, direction: defaultDirection(by, tab) };
}

/** The end of sales that are over is of interest newest first. */
export function defaultDirection(by: SortColumn, tab: Tab): Sort['direction'] {
  return by === 'newest' || (by === 'ending' && tab === 'ended') ? 'desc' : 'asc';
}

/** Parameters of the address; null takes one out, so that the default address stays bare. */
export function parametersOf(query: BoardQuery): Record<string, QueryParameter> {
  const set = (values: readonly string[]) => (values.length === 0 ? null : [...values]);
  const { by, direction } = query.sort;
  return {
    tab: query.tab === 'open' ? null : query.tab,
    q: query.q === '' ? null : query.q,
    site: set(query.site),
    make: set(query.make),
    model: set(query.model),
    yearFrom: query.yearFrom,
    yearTo: query.yearTo,
    priceFrom: query.priceFrom,
    priceTo: query.priceTo,
    currency: query.currency,
    within: query.withinMinutes,
    sort: by === 'ending' ? null : by,
    dir: direction === defaultDirection(by, query.tab) ? null : direction,
  };
}
export type QueryParameter = string | number | readonly string[] | null;

type Range = [number | null, number | null];
const range = (from: number | null, to: number | null): Range | null =>
  from === null && to === null ? null : [from, to];

/**
 * The socket's filter.
 * @param scale minor units in one unit of the query's currency
 */
export function filterOf(query: BoardQuery, scale: number): BoardFilter {
  const set = (values: readonly string[]) => (values.length === 0 ? undefined : [...values]);
  const minor = (major: number | null) => (major === null ? null : major * scale);
  const all = {
    status: set(statusesOf[query.tab]),
    site: set(query.site),
    make: set(query.make),
    model: set(query.model),
    year: range(query.yearFrom, query.yearTo) ?? undefined,
    price: range(minor(query.priceFrom), minor(query.priceTo)) ?? undefined,
    cur: query.currency === null ? undefined : [query.currency],
    endsWithinMs: query.withinMinutes === null ? undefined : query.withinMinutes * 60_000,
    q: query.q === '' ? undefined : query.q,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * The same for the REST routes.
 * @param scale minor units in one unit of the query's currency
 */
export function restQueryOf(query: BoardQuery, scale: number): Record<string, QueryValue> {
  const minor = (major: number | null) => (major === null ? undefined : major * scale);
  return {
    status: statusesOf[query.tab],
    site: query.site,
    make: query.make,
    model: query.model,
    yearFrom: query.yearFrom ?? undefined,
    yearTo: query.yearTo ?? undefined,
    priceFrom: minor(query.priceFrom),
    priceTo: minor(query.priceTo),
    currency: query.currency ?? undefined,
    q: query.q === '' ? undefined : query.q,
  };
}

const columnOf = { ending: 'end', price: 'price', newest: 'first' } as const;

/** The order in which the snapshot comes. */
export function orderOf({ by, direction }: Sort): SnapshotOrder {
  return [columnOf[by], direction];
}

/** How many filters narrow the board; the tab and the sort are none. */
export function filterCount(query: BoardQuery): number {
  return [
    query.q !== '',
    query.site.length > 0,
    query.make.length > 0,
    query.model.length > 0,
    query.yearFrom !== null || query.yearTo !== null,
    query.priceFrom !== null || query.priceTo !== null,
    query.currency !== null && query.sort.by !== 'price',
    query.withinMinutes !== null,
  ].filter(Boolean).length;
}

/** The same tab and sort without any filter. */
export function withoutFilters(query: BoardQuery): BoardQuery {
  return {
    ...query,
    q: '',
    site: [],
    make: [],
    model: [],
    yearFrom: null,
    yearTo: null,
    priceFrom: null,
    priceTo: null,
    currency: query.sort.by === 'price' ? query.currency : null,
    withinMinutes: null,
  };
}

import { convertToParamMap } from '@angular/router';
import fc from 'fast-check';
import {
  filterCount,
  filterOf,
  orderOf,
  parametersOf,
  queryOf,
  restQueryOf,
  withoutFilters,
  type BoardQuery,
} from './board-query.ts';

/** As the router writes an address and reads it back. */
function readBack(query: BoardQuery): BoardQuery {
  const texts = Object.entries(parametersOf(query)).flatMap(([name, value]) => {
    if (value === null) return [];
    return [[name, typeof value === 'object' ? value.map(String) : String(value)] as const];
  });
  return queryOf(convertToParamMap(Object.fromEntries(texts)));
}

const read = (address: string) => {
  const parameters = new URLSearchParams(address);
  return queryOf({
    get: (name) => parameters.get(name),
    getAll: (name) => parameters.getAll(name),
  });
};

const word = fc.stringMatching(/^[A-Z0-9-]{1,12}$/);
const words = fc.uniqueArray(word, { maxLength: 4 });
const amount = fc.option(fc.nat({ max: 1_000_000 }));
const anyQuery: fc.Arbitrary<BoardQuery> = fc
  .record({
    tab: fc.constantFrom('open', 'upcoming', 'ended', 'all'),
    q: fc.oneof(fc.constant(''), word),
    site: words,
    make: words,
    model: words,
    yearFrom: amount,
    yearTo: amount,
    priceFrom: amount,
    priceTo: amount,
    currency: fc.option(fc.constantFrom('USD', 'CAD')),
    withinMinutes: fc.option(fc.constantFrom(15, 60, 1_440)),
    sort: fc.record({
      by: fc.constantFrom('ending', 'price', 'newest'),
      direction: fc.constantFrom('asc', 'desc'),
    }),
  })
  .map((query) => {
    // What cannot be: prices and a price order without a currency.
    if (query.currency !== null) return query;
    const sort = query.sort.by === 'price' ? { ...query.sort, by: 'ending' as const } : query.sort;
    return { ...query, sort, priceFrom: null, priceTo: null };
  });

test('every query survives the address', () => {
  fc.assert(fc.property(anyQuery, (query) => expect(readBack(query)).toEqual(query)));
});

test('a query without filters has none, and keeps tab and sort', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const bare = withoutFilters(query);
      expect(filterCount(bare)).toBe(0);
      expect([bare.tab, bare.sort]).toEqual([query.tab, query.sort]);
    }),
  );
});

test.each<[string, string, Partial<BoardQuery>]>([
  ['nothing', '', { tab: 'open', sort: { by: 'ending', direction: 'asc' }, make: [] }],
  ['unknown words', 'tab=x&sort=y&dir=z&within=7', { tab: 'open', withinMinutes: null }],
  ['no numbers', 'yearFrom=abc&yearTo=-3', { yearFrom: null, yearTo: null }],
  ['fractions', 'yearFrom=2018.5', { yearFrom: null }],
  ['a price without currency', 'priceFrom=5', { priceFrom: null, currency: null }],
  ['a currency that is none', 'currency=usd', { currency: null }],
  ['price order without currency', 'sort=price', { sort: { by: 'ending', direction: 'asc' } }],
  ['ended lots', 'tab=ended', { sort: { by: 'ending', direction: 'desc' } }],
  ['doubles', 'make=A&make=A&make=', { make: ['A'] }],
])('an address with %s', (_name, address, expected) => {
  expect(read(address)).toMatchObject(expected);
});

test.each<[string, object]>([
  ['tab=all', {}],
  ['', { status: ['OPEN'] }],
  ['tab=upcoming', { status: ['SCHEDULED'] }],
  ['tab=all&make=Ford&make=BMW&q=xlt', { make: ['Ford', 'BMW'], q: 'xlt' }],
  ['tab=all&yearFrom=2015', { year: [2015, null] }],
  [
    'tab=all&currency=USD&priceFrom=2500&priceTo=25000',
    { cur: ['USD'], price: [250_000, 2_500_000] },
  ],
  ['tab=all&within=15', { endsWithinMs: 900_000 }],
])('the filter of %s', (address, expected) => {
  expect(filterOf(read(address), 100)).toEqual(expected);
});

test('the REST parameters mean the same', () => {
  const query = read('make=Ford&yearTo=2020&currency=CAD&priceFrom=10&q=f');
  expect(restQueryOf(query, 100)).toMatchObject({
    status: ['OPEN'],
    make: ['Ford'],
    yearTo: 2020,
    currency: 'CAD',
    priceFrom: 1_000,
    priceTo: undefined,
    q: 'f',
  });
});

test.each([
  ['sort=newest', ['first', 'desc']],
  ['', ['end', 'asc']],
  ['sort=price&currency=USD&dir=desc', ['price', 'desc']],
])('the snapshot of %s comes in that order', (address, expected) => {
  expect(orderOf(read(address).sort)).toEqual(expected);
});

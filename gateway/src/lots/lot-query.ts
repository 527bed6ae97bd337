/** Query parameters of the lot routes: their schema, and the rules between them. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { limits } from '../board-protocol.ts';
import { lotSorts, lotStatuses } from '../contract.ts';
import type { LotStatus } from '../contract.ts';
import { badParameters } from '../http/problem.ts';
import type { ParameterError } from '../http/problem.ts';

const setOf = (what: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 80 }), {
      maxItems: limits.setValues,
      description: `${what}; several separated by commas, or the parameter repeated`,
    }),
  );
const year = (what: string) =>
  Type.Optional(Type.Integer({ minimum: 1880, maximum: 2100, description: what }));
const amount = (what: string) =>
  Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: `${what}, inclusive, in minor units of currency, which must be given`,
    }),
  );

const filterFields = {
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        "Words of the title, the VIN or its last 6, or the site's own id: each may be a beginning, all must match",
    }),
  ),
  site: setOf('Site codes'),
  make: setOf('Makes'),
  model: setOf('Models'),
  yearFrom: year('First model year'),
  yearTo: year('Last model year'),
  priceFrom: amount('Least price'),
  priceTo: amount('Highest price'),
  currency: Type.Optional(
    Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code; only lots in it' }),
  ),
  status: Type.Optional(
    Type.Array(Type.Unsafe<LotStatus>({ type: 'string', enum: [...lotStatuses] }), {
      maxItems: lotStatuses.length,
      description: 'Statuses, as a set; none given: all',
    }),
  ),
};

export const LotFilterQuery = Type.Object(filterFields, { additionalProperties: false });
export type LotFilter = Static<typeof LotFilterQuery>;

export const pageMax = 200;
export const LotListQuery = Type.Object(
  {
    ...filterFields,
    sort: Type.Unsafe<(typeof lotSorts)[number]>({
      type: 'string',
      enum: [...lotSorts],
      default: 'ending',
      description:
        'ending: endsAt rising, none last; price: rising, none last, needs currency; newest: first seen last comes first',
    }),
    limit: Type.Integer({ minimum: 1, maximum: pageMax, default: 50, description: 'Items a page' }),
    cursor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 512, description: '`next` of the page before' }),
    ),
  },
  { additionalProperties: false },
);
export type LotListRequest = Static<typeof LotListQuery>;

/**
 * What no schema of one parameter can say.
 * @throws a Refusal that names the parameters
 */
export function checkRelations(filter: LotFilter, sort?: string): void {
  const { currency, priceFrom, priceTo, yearFrom, yearTo, q } = filter;
  const errors: ParameterError[] = [];
  const needsCurrency = 'needs currency: add for example currency=USD, amounts differ by it';
  if (currency === undefined) {
    if (priceFrom !== undefined) errors.push({ parameter: 'priceFrom', message: needsCurrency });
    if (priceTo !== undefined) errors.push({ parameter: 'priceTo', message: needsCurrency });
    if (sort === 'price') errors.push({ parameter: 'sort', message: `price ${needsCurrency}` });
  }
  if (yearFrom !== undefined && yearTo !== undefined && yearFrom > yearTo) {
    errors.push({ parameter: 'yearFrom', message: 'must not be after yearTo' });
  }
  if (priceFrom !== undefined && priceTo !== undefined && priceFrom > priceTo) {
    errors.push({ parameter: 'priceFrom', message: 'must not be above priceTo' });
  }
  if (q !== undefined && !/[\p{L}\p{N}]/u.test(q)) {
    errors.push({
      parameter: 'q',
      message: 'needs a letter or a digit; leave it out for all lots',
    });
  }
  const [first, ...others] = errors;
  if (first) throw badParameters([first, ...others]);
}

/**
 * SQL of the facets. Lots are first counted by all facet values at once (some thousand
 * combinations); each facet is rolled up from those with every filter applied but its own.
 */
import type { LotFilter } from './lot-query.ts';
import { Binder, conditionsOf, where } from './lot-sql.ts';
import type { Conditions, FilterPart, Statement } from './lot-sql.ts';

/** Columns whose conditions can be tested on combinations; price and model come as flags. */
const facets = ['site', 'make', 'model', 'year', 'status', 'currency'] as const;
export type Facet = (typeof facets)[number] | 'total';

export interface FacetRow {
  readonly facet: Facet;
  readonly value: string | null;
  /** Make of a model. */
  readonly make: string | null;
  readonly lots: number;
}

/** Values of a facet at most; the most frequent ones. */
const valueMax = 500;

export function facetsStatement(filter: LotFilter): Statement {
  const binder = new Binder();
  const { q, price, model, ...rest } = conditionsOf(filter, binder);
  // Models are counted for chosen makes only: there are thousands of others.
  const models = rest.make === undefined ? 'NULL' : `CASE WHEN ${rest.make} THEN model END`;
  const tested: Conditions = {
    ...rest,
    ...(price === undefined ? {} : { price: 'in_price' }),
    ...(model === undefined ? {} : { model: 'in_model' }),
  };
  const text = `WITH narrow AS MATERIALIZED (
      SELECT site, make, ${models} AS model, year, status, currency,
        ${flag(price)} AS in_price, ${flag(model)} AS in_model, count(*) AS lots
      FROM lot${where([q])} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)
    ${facets.map((facet) => rollUp(facet, tested, rest.make)).join('\n    UNION ALL ')}
    UNION ALL SELECT 'total', NULL, NULL, coalesce(sum(lots), 0)::int FROM narrow${where(Object.values(tested))}`;
  return { text, values: binder.values };
}

const flag = (condition: string | undefined) =>
  condition === undefined ? 'true' : `coalesce(${condition}, false)`;

function rollUp(
  facet: (typeof facets)[number],
  tested: Conditions,
  chosenMakes: string | undefined,
) {
  // With price bounds or a price sort a currency is chosen; the facet shows the others all the same.
  const own: readonly FilterPart[] = facet === 'currency' ? ['currency', 'price'] : [facet];
  const others = Object.entries(tested).filter(([part]) => !own.some((name) => name === part));
  const conditions = [...others.map(([, sql]) => sql), `${facet} IS NOT NULL`];
  if (facet === 'model' && chosenMakes === undefined) conditions.push('false');
  const make = facet === 'model' ? 'make' : 'NULL';
  return `(SELECT '${facet}' AS facet, ${facet}::text AS value, ${make} AS make, sum(lots)::int AS lots
      FROM narrow${where(conditions)} GROUP BY 2, 3 ORDER BY 4 DESC, 2 LIMIT ${valueMax})`;
}

export interface HistogramRow {
  readonly step: number;
  readonly lots: number;
  readonly least: number;
  readonly highest: number;
  readonly top: number;
}

export const stepCount = 24;

/**
 * Prices in equal steps from 0 to about the 98th percentile; the last step holds the rest, so that
 * one dear lot does not push all others into the first.
 */
export function histogramStatement(filter: LotFilter, currency: string): Statement {
  const binder = new Binder();
  const conditions = [
    ...Object.values(conditionsOf(withoutPrice(filter), binder)),
    `currency = ${binder.bind(currency)}`,
    'price_minor IS NOT NULL',
  ];
  const text = `WITH prices AS MATERIALIZED (SELECT price_minor FROM lot${where(conditions)}),
      bounds AS (SELECT min(price_minor) AS least, max(price_minor) AS highest,
        greatest(1, percentile_disc(0.98) WITHIN GROUP (ORDER BY price_minor)) AS top FROM prices)
    SELECT least(price_minor * ${stepCount} / top, ${stepCount - 1})::int AS step, count(*)::int AS lots,
      least, highest, top FROM prices, bounds GROUP BY 1, 3, 4, 5 ORDER BY 1`;
  return { text, values: binder.values };
}

/** A value bound and not used would be a mistake to Postgres, so the parts are taken out before. */
function withoutPrice(filter: LotFilter): LotFilter {
  const own: readonly string[] = ['currency', 'priceFrom', 'priceTo'];
  return Object.fromEntries(Object.entries(filter).filter(([name]) => !own.includes(name)));
}

/**
 * SQL of the lot list and its facets, built from allowlisted pieces; every value is bound. Tables:
 * the sinks' `lot` and its functions (streams/src/sinks/postgres-schema.ts).
 */
import type { LotSort } from '../contract.ts';
import type { LotCursor } from './lot-cursor.ts';
import { candidatesMax } from './lot-offers.ts';
import type { LotFilter } from './lot-query.ts';
import type { LotRow } from './lot-rows.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Gathers values and hands out their placeholders. */
export class Binder {
  readonly values: unknown[] = [];

  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** What a facet can leave out: itself. */
export type FilterPart = 'q' | 'site' | 'make' | 'model' | 'year' | 'status' | 'currency' | 'price';

export type Conditions = Readonly<Partial<Record<FilterPart, string>>>;

/** @returns one SQL condition for each part of the filter that is given */
export function conditionsOf(filter: LotFilter, binder: Binder): Conditions {
  const any = (column: string, values: readonly string[] | undefined) =>
    values === undefined ? undefined : `${column} = ANY(${binder.bind(values)})`;
  const between = (column: string, from: number | undefined, to: number | undefined) => {
    const parts: string[] = [];
    if (from !== undefined) parts.push(`${column} >= ${binder.bind(from)}`);
    if (to !== undefined) parts.push(`${column} <= ${binder.bind(to)}`);
    return parts.length === 0 ? undefined : parts.join(' AND ');
  };
  const { q, currency } = filter;
  const all: Record<FilterPart, string | undefined> = {
    q: q === undefined ? undefined : `search @@ lot_query(${binder.bind(q)})`,
    site: any('site', filter.site),
    make: any('make', filter.make),
    model: any('model', filter.model),
    year: between('year', filter.yearFrom, filter.yearTo),
    status: any('status', filter.status),
    currency: currency === undefined ? undefined : `currency = ${binder.bind(currency)}`,
    price: between('price_minor', filter.priceFrom, filter.priceTo),
  };
  return Object.fromEntries(Object.entries(all).filter(([, sql]) => sql !== undefined));
}

/** @returns ` WHERE …`, or nothing */
export function where(conditions: Iterable<string | undefined>): string {
  const given = [...conditions].filter((sql) => sql !== undefined);
  return given.length === 0 ? '' : ` WHERE ${given.map((sql) => `(${sql})`).join(' AND ')}`;
}

const columns = `lot_id, version, kind, site, site_listing_id, status, status_reason, title, vehicle_id, vin,
  year, make, model, trim, currency, price_minor, ask_minor, bid_count, buy_now_minor, reserve,
  starts_at, ends_at, ends_at_precision, first_seen_at, observed_at, summary`;

interface Order {
  readonly column: string;
  readonly by: string;
  /** Rows behind the cursor, whose key is not null. */
  readonly behind: (key: string, lotId: string) => string;
}

/** Ascending order puts null last; each has an index of the sinks. */
const rising = (column: string): Order => ({
  column,
  by: `${column}, lot_id`,
  behind: (key, lotId) =>
    `${column} > ${key} OR (${column} = ${key} AND lot_id > ${lotId}) OR ${column} IS NULL`,
});
const orders: Readonly<Record<LotSort, Order>> = {
  ending: rising('ends_at'),
  price: rising('price_minor'),
  newest: {
    column: 'first_seen_at',
    by: 'first_seen_at DESC, lot_id',
    behind: (key, lotId) =>
      `first_seen_at < ${key} OR (first_seen_at = ${key} AND lot_id > ${lotId})`,
  },
};

/** One row more than `limit`, so that the reader sees whether there is a next page. */
export function pageStatement(
  filter: LotFilter,
  sort: LotSort,
  limit: number,
  cursor: LotCursor | undefined,
): Statement {
  const binder = new Binder();
  const order = orders[sort];
  const conditions = Object.values(conditionsOf(filter, binder));
  if (cursor) conditions.push(behindCursor(order, cursor, binder));
  const text = `SELECT ${columns} FROM lot${where(conditions)}
    ORDER BY ${order.by} LIMIT ${binder.bind(limit + 1)}`;
  return { text, values: binder.values };
}

function behindCursor(order: Order, { key, lotId }: LotCursor, binder: Binder): string {
  if (key === null) return `${order.column} IS NULL AND lot_id > ${binder.bind(lotId)}`;
  return order.behind(binder.bind(key), binder.bind(lotId));
}

export function countStatement(filter: LotFilter): Statement {
  const binder = new Binder();
  const conditions = Object.values(conditionsOf(filter, binder));
  return { text: `SELECT count(*) AS total FROM lot${where(conditions)}`, values: binder.values };
}

export function lotStatement(lotId: string): Statement {
  return {
    text: `SELECT ${columns}, correction_count FROM lot WHERE lot_id = $1`,
    values: [lotId],
  };
}

/** Other lots of the vehicle, live ones first, then the newest. */
export function sistersStatement(vehicleId: string, lotId: string): Statement {
  return {
    text: `SELECT ${columns} FROM lot WHERE vehicle_id = $1 AND lot_id <> $2
      ORDER BY status IN ('SCHEDULED', 'OPEN', 'ENDING_UNCONFIRMED') DESC, observed_at DESC, lot_id
      LIMIT 50`,
    values: [vehicleId, lotId],
  };
}

/** Readings further apart than this speak against one vehicle. */
const odometerApartMax = 1_000;

/**
 * Other vehicles whose VIN may be the same: the first 11 characters shown, year, make and the first
 * word of the model agree, at least one of the two hides characters (or both fail their check digit
 * in the same way), and the odometers do not speak against it.
 * @param vinShown as the lot's site shows it, with * for what it hides
 */
export function candidatesStatement(lot: LotRow, vinShown: string): Statement {
  const { vehicle_id: vehicleId, vin, year, make, model, summary } = lot;
  const word = model?.trim().split(/\s+/)[0]?.toUpperCase() ?? null;
  const { odometer, odometerUnit } = summary;
  return {
    text: `SELECT ${columns} FROM lot
      WHERE lot_vin_head(vin, summary->>'vinMasked') = left($1, 11)
        AND vehicle_id <> $2 AND (vin IS NULL OR $3::text IS NULL OR vin = $3)
        AND year = $4 AND make = $5 AND upper(split_part(btrim(model), ' ', 1)) = $6
        AND ($7::bigint IS NULL OR summary->>'odometer' IS NULL
          OR summary->>'odometerUnit' IS DISTINCT FROM $8
          OR abs((summary->>'odometer')::bigint - $7) <= ${odometerApartMax})
      ORDER BY abs((summary->>'odometer')::bigint - $7) NULLS LAST, observed_at DESC, lot_id
      LIMIT ${candidatesMax}`,
    values: [vinShown, vehicleId, vin, year, make, word, odometer, odometerUnit],
  };
}

const ended = `status IN ('SOLD', 'NOT_SOLD', 'ENDED', 'WITHDRAWN')`;
const endedMax = 5_000;

/** Ended lots of a vehicle that have not left for the archive. */
export const endedOfVinStatement = (vin: string): Statement => ({
  text: `SELECT ${columns} FROM lot WHERE search @@ lot_query($1) AND vin = $1 AND ${ended} LIMIT 50`,
  values: [vin],
});

/**
 * Ended lots of a model that have not left for the archive; each word of the model stands in it.
 * @param span of the end, epoch ms
 */
export const endedOfModelStatement = (
  make: string,
  model: string,
  span: { readonly from: number; readonly until: number },
): Statement => ({
  text: `SELECT ${columns} FROM lot
    WHERE make = upper($1) AND ${ended} AND coalesce(ends_at, observed_at) BETWEEN $2 AND $3
      AND string_to_array(upper(concat_ws(' ', model, trim)), ' ') @> string_to_array(upper($4), ' ')
    ORDER BY coalesce(ends_at, observed_at) DESC LIMIT ${endedMax}`,
  values: [make, span.from, span.until - 1, model.trim().replace(/\s+/g, ' ')],
});

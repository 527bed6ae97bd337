/** What may be asked of ended lots. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { badParameters } from '../http/problem.ts';

const year = (what: string) =>
  Type.Optional(Type.Integer({ minimum: 1900, maximum: 2100, description: what }));
const month = (what: string) =>
  Type.Optional(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: what }));
const amount = (what: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000_000, description: what }));

export const EndedLotsQuery = Type.Object(
  {
    vin: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]{17}$', description: 'Whole VIN' })),
    make: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'Make' })),
    model: Type.Optional(
      Type.String({ minLength: 1, maxLength: 80, description: 'Model, its first word in full' }),
    ),
    yearFrom: year('Model year, inclusive'),
    yearTo: year('Model year, inclusive'),
    monthFrom: month('Month of the end, inclusive; default: a year ago'),
    monthTo: month('Month of the end, inclusive; default: this month'),
    priceFrom: amount('Minor units, inclusive'),
    priceTo: amount('Minor units, inclusive'),
    currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' })),
  },
  { additionalProperties: false },
);
export type EndedLotsQuery = Static<typeof EndedLotsQuery>;

export interface EndedSpan {
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly until: number;
}

const monthsMax = 120;

/** First instant of a month and of the next, epoch ms UTC. */
function monthBounds(text: string): readonly [number, number] {
  const [yearPart = 0, monthPart = 1] = text.split('-').map(Number);
  return [Date.UTC(yearPart, monthPart - 1), Date.UTC(yearPart, monthPart)];
}

/**
 * The span of ends that is asked for.
 * @param now epoch ms
 * @throws Refusal for a question that cannot be answered, naming each parameter
 */
export function spanOf(query: EndedLotsQuery, now: number): EndedSpan {
  const { vin, make, model, monthFrom, monthTo, priceFrom, priceTo, currency } = query;
  const errors: { parameter: string; message: string }[] = [];
  if (vin === undefined && (make === undefined || model === undefined)) {
    errors.push({ parameter: 'vin', message: 'is missing: give a VIN, or make and model' });
  }
  if ((priceFrom !== undefined || priceTo !== undefined) && currency === undefined) {
    errors.push({ parameter: 'currency', message: 'is needed beside a price' });
  }
  const thisMonth = new Date(now).toISOString().slice(0, 7);
  const until = monthBounds(monthTo ?? thisMonth)[1];
  const end = new Date(until);
  const from =
    monthFrom === undefined
      ? Date.UTC(end.getUTCFullYear() - (vin === undefined ? 1 : 10), end.getUTCMonth())
      : monthBounds(monthFrom)[0];
  const months = (until - from) / (30.44 * 86_400_000);
  if (from >= until) errors.push({ parameter: 'monthFrom', message: 'is after monthTo' });
  else if (months > monthsMax + 1) {
    errors.push({ parameter: 'monthFrom', message: `is more than ${monthsMax} months before` });
  }
  const [first, ...others] = errors;
  if (first) throw badParameters([first, ...others]);
  return { from, until };
}

import { minorScale } from '../../ui/money.ts';

const VIN_LENGTH = 17;

type Field =
  | 'vin'
  | 'make'
  | 'model'
  | 'yearFrom'
  | 'yearTo'
  | 'monthFrom'
  | 'monthTo'
  | 'priceFrom'
  | 'priceTo'
  | 'currency';

/** What stands in the fields of the search in ended lots; prices in whole units of the currency. */
export type TypedQuestion = Readonly<Record<Field, string>>;

/** @param textOf what stands in a field, empty where nothing does */
export const typedQuestion = (textOf: (name: Field) => string): TypedQuestion => ({
  ...{ vin: textOf('vin'), make: textOf('make'), model: textOf('model') },
  ...{ yearFrom: textOf('yearFrom'), yearTo: textOf('yearTo') },
  ...{ monthFrom: textOf('monthFrom'), monthTo: textOf('monthTo') },
  ...{ priceFrom: textOf('priceFrom'), priceTo: textOf('priceTo') },
  currency: textOf('currency'),
});

/** Parameters of GET /api/archive/lots; prices in minor units. */
export type EndedQuestion = Readonly<Record<string, string | number>>;

const isEvery = (pattern: RegExp, ...texts: readonly string[]): boolean =>
  texts.every((text) => text.trim() === '' || pattern.test(text.trim()));

/** What is wrong with a question, in words; null: it can be asked. */
export function wrongIn(typed: TypedQuestion): string | null {
  const [vin, make, model] = [typed.vin.trim(), typed.make.trim(), typed.model.trim()];
  if (vin === '' && (make === '' || model === '')) return 'Give a VIN, or make and model.';
  if (!isEvery(/^[A-Za-z0-9]{17}$/, vin)) return `A VIN has ${VIN_LENGTH} letters and digits.`;
  if (!isEvery(/^(19|20)\d\d$/, typed.yearFrom, typed.yearTo))
    return 'A year has four digits, like 2019.';
  if (!isEvery(/^\d{4}-(0[1-9]|1[0-2])$/, typed.monthFrom, typed.monthTo))
    return 'A month is written like 2026-04.';
  if (!isEvery(/^\d{1,9}$/, typed.priceFrom, typed.priceTo))
    return 'A price is a whole number, like 8500.';
  const isCurrency = /^[A-Za-z]{3}$/.test(typed.currency.trim());
  return isCurrency || !hasPrice(typed) ? null : 'A currency has three letters, like USD.';
}

export const hasPrice = ({ priceFrom, priceTo }: TypedQuestion): boolean =>
  `${priceFrom}${priceTo}`.trim() !== '';

/** @param typed of which nothing is wrong; a VIN makes make and model needless */
export function questionOf(typed: TypedQuestion): EndedQuestion {
  const vin = typed.vin.trim();
  const currency = typed.currency.trim().toUpperCase();
  const question: Record<string, string | number> =
    vin === '' ? { make: typed.make.trim(), model: typed.model.trim() } : { vin };
  for (const name of ['yearFrom', 'yearTo'] as const) {
    if (typed[name].trim() !== '') question[name] = Number(typed[name]);
  }
  for (const name of ['monthFrom', 'monthTo'] as const) {
    if (typed[name].trim() !== '') question[name] = typed[name].trim();
  }
  if (!hasPrice(typed)) return question;
  for (const name of ['priceFrom', 'priceTo'] as const) {
    if (typed[name].trim() !== '') question[name] = Number(typed[name]) * minorScale(currency);
  }
  return { ...question, currency };
}

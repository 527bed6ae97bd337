import { locale } from './locale.ts';

interface Formatter {
  /** Minor units in one major unit. */
  readonly scale: number;
  readonly whole: Intl.NumberFormat;
  readonly exact: Intl.NumberFormat;
}
const formatters = new Map<string, Formatter>();

function formatterOf(currency: string): Formatter {
  const known = formatters.get(currency);
  if (known !== undefined) return known;
  const style = { style: 'currency', currency } as const;
  const exact = new Intl.NumberFormat(locale, style);
  const made = {
    scale: 10 ** (exact.resolvedOptions().maximumFractionDigits ?? 0),
    whole: new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: 0 }),
    exact,
  };
  formatters.set(currency, made);
  return made;
}

/** Minor units in one major unit of a currency: 100 for USD, 1 for JPY. */
export function minorScale(currency: string): number {
  return formatterOf(currency).scale;
}

/**
 * An amount with its currency: `$12,500`, `CA$12,500`; cents only where there are any.
 * @param minor minor units
 * @param currency ISO 4217 code
 */
export function money(minor: number, currency: string): string {
  const { scale, whole, exact } = formatterOf(currency);
  return (minor % scale === 0 ? whole : exact).format(minor / scale);
}

/** A step of a price with its sign: `+$100`, `−$50`. */
export function moneyStep(minor: number, currency: string): string {
  return `${minor < 0 ? '−' : '+'}${money(Math.abs(minor), currency)}`;
}

const counts = new Intl.NumberFormat(locale);

/** A whole number with separators. */
export function count(value: number): string {
  return counts.format(value);
}

/** Money is an integer of the currency's smallest unit beside its ISO 4217 code; never a float. */

/** Decimals of currencies that do not have two. Source: ISO 4217. */
const exponents: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  TND: 3,
  VND: 0,
};
const usualExponent = 2;

/** Largest amount anybody means, in minor units; more is a damaged cell (bidding.md section 2). */
export const amountMaxMinor = 1_000_000_000_000;

/** Texts that are no amount, and no amount of zero either. */
const noAmount: ReadonlySet<string> = new Set(['', 'FALSE', 'NULL', 'NONE', 'N/A', '-', 'SEALED']);

const amountForm = /^\$?(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d*))?(?: ?([A-Z]{3}))?$/;

/** Whether the text has the form of an ISO 4217 code. */
export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}

/** @returns number of decimals of the currency's minor unit */
export function minorExponent(currency: string): number {
  return exponents[currency] ?? usualExponent;
}

/** An amount in minor units, always above 0; NONE: nothing offered; UNREADABLE: text that is no amount. */
export type AmountReading = number | 'NONE' | 'UNREADABLE';

/**
 * Amount of a decimal text such as `4550.0`, `4,550`, `$75` or `4,550 USD`, read digit by digit.
 * Zero, a negative number and the words of `noAmount` are NONE: "no bid" is not a bid of 0.
 * UNREADABLE: another currency than the given one, more decimals than the currency has, more than
 * `amountMaxMinor`. Source: feeds.md sections 1 and 16, money and bids.
 */
export function readAmount(text: string, currency: string): AmountReading {
  if (text === '0.0' || text === '') return 'NONE';
  const trimmed = text.trim();
  const match = amountForm.exec(trimmed);
  if (match === null) return noAmount.has(trimmed.toUpperCase()) ? 'NONE' : 'UNREADABLE';
  const [, sign = '', whole = '', fraction = '', printed = currency] = match;
  if (printed !== currency) return 'UNREADABLE';
  const minor = minorUnits(whole.replaceAll(',', ''), fraction, minorExponent(currency));
  if (minor === undefined || minor > amountMaxMinor) return 'UNREADABLE';
  return sign === '-' || minor === 0 ? 'NONE' : minor;
}

/** undefined when a digit other than zero stands behind the smallest unit. */
function minorUnits(whole: string, fraction: string, exponent: number): number | undefined {
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  return /[1-9]/.test(fraction.slice(exponent)) ? undefined : Number(whole + kept);
}

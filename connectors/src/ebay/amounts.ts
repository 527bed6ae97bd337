/** Decimal texts of amounts, digit by digit: never through a float. */

/** Digits after the point. @param currency ISO 4217 code */
function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** `102.50` of 10250 USD. @throws RangeError for what is no currency code */
export function decimalOf(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** @returns undefined for what is no plain decimal of that currency */
export function minorOf(decimal: unknown, currency: unknown): number | undefined {
  if (typeof decimal !== 'string' || typeof currency !== 'string') return undefined;
  if (!/^[A-Z]{3}$/.test(currency)) return undefined;
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(decimal);
  if (!match) return undefined;
  const digits = digitsOf(currency);
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  return Number(`${match[1] ?? ''}${fraction.padEnd(digits, '0')}`);
}

import fc from 'fast-check';
import { amountMaxMinor, minorExponent, readAmount } from './money.ts';
import type { AmountReading } from './money.ts';

it.each<[text: string, currency: string, expected: AmountReading]>([
  ['4550.0', 'USD', 455_000],
  ['4550', 'USD', 455_000],
  ['4550.5', 'USD', 455_050],
  ['0.07', 'USD', 7],
  ['4,550', 'USD', 455_000],
  ['1,234,567.89', 'USD', 123_456_789],
  ['$75', 'USD', 7500],
  ['4,550 USD', 'USD', 455_000],
  [' 275.0 ', 'USD', 27_500],
  ['1200', 'JPY', 1200],
  ['1200.0', 'JPY', 1200],
  ['1.234', 'KWD', 1234],
  ['1.2340', 'KWD', 1234],
  // none of these is a bid of 0
  ['', 'USD', 'NONE'],
  ['0', 'USD', 'NONE'],
  ['0.0', 'USD', 'NONE'],
  ['0 USD', 'USD', 'NONE'],
  ['-1', 'USD', 'NONE'],
  ['false', 'USD', 'NONE'],
  ['null', 'USD', 'NONE'],
  ['Sealed', 'USD', 'NONE'],
  // text that is no amount of this currency
  ['4,550 CAD', 'USD', 'UNREADABLE'],
  ['1.234', 'USD', 'UNREADABLE'],
  ['1200.5', 'JPY', 'UNREADABLE'],
  ['4.550,00', 'USD', 'UNREADABLE'],
  ['1,23', 'USD', 'UNREADABLE'],
  ['1e5', 'USD', 'UNREADABLE'],
  ['FRONT END', 'USD', 'UNREADABLE'],
  ['99999999999999.0', 'USD', 'UNREADABLE'],
])('%j in %s is %j', (text, currency, expected) => {
  expect(readAmount(text, currency)).toBe(expected);
});

it('reads every amount that it is given as decimal text', () => {
  const amount = fc.integer({ min: 1, max: amountMaxMinor });
  fc.assert(
    fc.property(amount, fc.constantFrom('USD', 'CAD', 'JPY', 'KWD'), (minor, currency) => {
      const exponent = minorExponent(currency);
      const digits = String(minor).padStart(exponent + 1, '0');
      const point = digits.length - exponent;
      const text = `${digits.slice(0, point)}.${digits.slice(point)}`;
      expect(readAmount(text, currency)).toBe(minor);
    }),
  );
});

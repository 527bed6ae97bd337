import { typedAmount } from './typed-amount.ts';

test.each([
  ['12,500', 100, 1_250_000],
  ['12 500.5', 100, 1_250_050],
  ['$12500', 100, 1_250_000],
  ['0.01', 100, 1],
  ['5', 1, 5],
  ['5.5', 1, null],
  ['0', 100, null],
  ['-5', 100, null],
  ['1.234', 100, null],
  ['1e5', 100, null],
  ['', 100, null],
  ['99999999999', 100, null],
])('%j in units of %d is %p', (text, scale, expected) => {
  expect(typedAmount(text, scale)).toBe(expected);
});

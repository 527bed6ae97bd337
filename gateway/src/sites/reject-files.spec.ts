import { cell } from './reject-files.ts';

test.each([
  ['plain', '"plain"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['=cmd|calc', '"\'=cmd|calc"'],
  [' "@SUM(A1)', '"\' ""@SUM(A1)"'],
  ['+1', '"\'+1"'],
  ['two\nlines', '"two\nlines"'],
])('%j becomes %s', (text, expected) => {
  expect(cell(text)).toBe(expected);
});

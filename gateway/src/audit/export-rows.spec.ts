import { csvCell } from './export-rows.ts';

test.each([
  ['plain', 'plain'],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM', "'@SUM"],
  ['\tx', "'\tx"],
  ['\rx', `"'\rx"`],
  ['a,b', '"a,b"'],
  ['a "b"', '"a ""b"""'],
  ['two\nlines', '"two\nlines"'],
  ['x=1', 'x=1'],
])('%j is the cell %j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

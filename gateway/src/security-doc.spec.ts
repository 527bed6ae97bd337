/** docs/security.md names tests that exist. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = import.meta.dirname;
const doc = readFileSync(join(source, '../../docs/security.md'), 'utf8');

const rows = doc
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, item = '']) => /^\d+$/.test(item))
  .map(([, item = '', , spec = '', test = '']) => ({
    item: Number(item),
    spec: spec.replaceAll('`', ''),
    test,
  }));

test.each(rows)('item $item: $spec has "$test"', ({ spec, test }) => {
  const text = readFileSync(join(source, spec), 'utf8');
  expect([`'${test}'`, `"${test}"`].some((title) => text.includes(title))).toBe(true);
});

test('every item of the checklist that accounts owe stands in the table', () => {
  const first = Array.from({ length: 17 }, (_, index) => index + 1);
  const owed = [...first, 19, 20, 21, 23, 26, 27];
  expect([...new Set(rows.map(({ item }) => item))].sort((a, b) => a - b)).toEqual(owed);
});

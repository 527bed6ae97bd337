/** docs/feed-cases.md names tests that exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const rows = readFileSync(join(root, 'docs/feed-cases.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (case|-+) /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', file = '', name = '']) => ({ what, file, name }));

test('there are cases', () => {
  expect(rows.length).toBeGreaterThan(20);
});

test.each(rows)('$what', ({ file, name }) => {
  const path = join(root, file);
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(name);
});

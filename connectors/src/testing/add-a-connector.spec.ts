/** The code in docs/add-a-connector.md is the example that is compiled and run against the contract. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const folder = join(import.meta.dirname, 'example-site');
const doc = readFileSync(join(root, 'docs/add-a-connector.md'), 'utf8');
const blocks = [...doc.matchAll(/`([a-z-]+(?:\.spec)?\.ts)`:\n\n```ts\n([^]*?)```/g)].map(
  ([, file = '', code = '']) => ({ file, code }),
);

test('every file of the example stands in the document', () => {
  expect(blocks.map(({ file }) => file).sort()).toEqual(readdirSync(folder).sort());
});

test.each(blocks)('$file is what the document shows', ({ file, code }) => {
  expect(code).toBe(readFileSync(join(folder, file), 'utf8'));
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topicsDoc } from './topics-doc.ts';

test('docs/topics.md is what `npm run generate` makes of the topic table', () => {
  const committed = readFileSync(join(import.meta.dirname, '../../docs/topics.md'), 'utf8');
  expect(committed).toBe(topicsDoc());
});

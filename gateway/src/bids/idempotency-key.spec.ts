import { parseKey } from './idempotency-key.ts';

test.each([
  ['tab-1:7', { clientId: 'tab-1', clientSeq: 7 }],
  ['a:b:0', { clientId: 'a:b', clientSeq: 0 }],
  ['4f1c2c1e', { clientId: '4f1c2c1e', clientSeq: 1 }],
  ['tab:', { clientId: 'tab:', clientSeq: 1 }],
  [':7', { clientId: ':7', clientSeq: 1 }],
  ['x'.repeat(64), { clientId: 'x'.repeat(64), clientSeq: 1 }],
  ['x'.repeat(65), undefined],
  ['', undefined],
  ['ü:1', undefined],
])('%s', (text, key) => {
  expect(parseKey(text)).toEqual(key);
});

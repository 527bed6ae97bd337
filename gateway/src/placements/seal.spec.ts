import { createPrivateKey, createPublicKey } from 'node:crypto';
// The other half stands in another room, which this room's own code may not know.
import { openToken, readTokenKey } from '@auction/connectors/sealed-token';
import { readSealKey, sealToken } from './seal.ts';

/** PKCS#8 of an invented key. */
const secret = Buffer.from(`302e020100300506032b656e04220420${'5a'.repeat(32)}`, 'hex');
const other = Buffer.from(`302e020100300506032b656e04220420${'5b'.repeat(32)}`, 'hex');
const publicOf = (der: Buffer) =>
  createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
    .export({ format: 'der', type: 'spki' })
    .toString('base64url');

const sealKey = readSealKey(publicOf(secret));
const tokenKey = readTokenKey(secret.toString('base64url'));

test('what the gateway seals the connector opens, for the same organisation and site', () => {
  const sealed = sealToken('invented-token ü', 'org/ebay', sealKey);
  expect(openToken(sealed, 'org/ebay', tokenKey)).toBe('invented-token ü');
  expect(openToken(sealed, 'other/ebay', tokenKey)).toBeUndefined();
  expect(openToken(sealed, 'org/ebay', readTokenKey(other.toString('base64url')))).toBeUndefined();
});

test('nothing of the token stands in it, and no two seals are alike', () => {
  const [one, two] = [1, 2].map(() => sealToken('invented-token', 'org/ebay', sealKey));
  expect(one).not.toBe(two);
  expect(Buffer.from(one!.split('.').at(-1)!, 'base64url').toString('latin1')).not.toContain(
    'token',
  );
});

test.each(['', 'v1', 'v2.a.b.c', 'v1.a.b.c', 'v1...'])('%p is no seal', (text) => {
  expect(openToken(text, 'org/ebay', tokenKey)).toBeUndefined();
});

test('a seal that was touched does not open', () => {
  const sealed = sealToken('invented-token', 'org/ebay', sealKey);
  const touched = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');
  expect(openToken(touched, 'org/ebay', tokenKey)).toBeUndefined();
});

test('a key of another kind is refused', () => {
  expect(() => readSealKey('AAAA')).toThrow();
  expect(() => readTokenKey(publicOf(secret))).toThrow();
});

/**
 * Seals users' tokens of other sites: X25519, HKDF and AES-256-GCM, bound to one organisation and
 * site. The gateway holds the public key only: what it has sealed, it cannot open
 * (connectors/src/sealed-token.ts does). Decision 0057.
 */
import { createCipheriv, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import { hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const keyBytes = 32;

/** @param text SPKI of an X25519 key in base64url. @throws for any other text */
export function readSealKey(text: string): KeyObject {
  const der = Buffer.from(text, 'base64url');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  if (key.asymmetricKeyType !== 'x25519') throw new Error('is no X25519 key');
  return key;
}

/** @param owner `<orgId>/<site>` @returns `v1.<point>.<iv>.<text and tag>`, each in base64url */
export function sealToken(token: string, owner: string, key: KeyObject): string {
  const own = generateKeyPairSync('x25519');
  const shared = diffieHellman({ privateKey: own.privateKey, publicKey: key });
  const secret = Buffer.from(hkdfSync('sha256', shared, '', 'auction site token v1', keyBytes));
  const iv = randomBytes(12);
  const sealing = createCipheriv('aes-256-gcm', secret, iv);
  sealing.setAAD(Buffer.from(owner));
  const text = Buffer.concat([
    sealing.update(token, 'utf8'),
    sealing.final(),
    sealing.getAuthTag(),
  ]);
  const point = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-keyBytes);
  return ['v1', ...[point, iv, text].map((part) => part.toString('base64url'))].join('.');
}

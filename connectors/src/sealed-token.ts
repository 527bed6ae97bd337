/**
 * Opens the users' tokens that the gateway has sealed (gateway/src/placements/seal.ts): X25519, HKDF
 * and AES-256-GCM, bound to one organisation and site. The gateway holds the public key only.
 */
import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

const tagBytes = 16;
/** DER of an X25519 public key: this, then the 32 bytes of the key. */
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex');

/** @param text PKCS#8 of an X25519 key in base64url. @throws for any other text */
export function readTokenKey(text: string): KeyObject {
  const key = createPrivateKey({
    key: Buffer.from(text, 'base64url'),
    format: 'der',
    type: 'pkcs8',
  });
  if (key.asymmetricKeyType !== 'x25519') throw new Error('is no X25519 key');
  return key;
}

/** @param owner `<orgId>/<site>` @returns undefined for what this key does not open, or not for them */
export function openToken(sealed: string, owner: string, key: KeyObject): string | undefined {
  const [version, point, iv, text] = sealed.split('.');
  if (version !== 'v1' || point === undefined || iv === undefined || text === undefined)
    return undefined;
  try {
    const der = Buffer.concat([publicPrefix, Buffer.from(point, 'base64url')]);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const shared = diffieHellman({ privateKey: key, publicKey });
    const secret = hkdfSync('sha256', shared, '', 'auction site token v1', 32);
    const bytes = Buffer.from(text, 'base64url');
    const opening = createDecipheriv(
      'aes-256-gcm',
      Buffer.from(secret),
      Buffer.from(iv, 'base64url'),
    );
    opening.setAAD(Buffer.from(owner));
    opening.setAuthTag(bytes.subarray(-tagBytes));
    const parts = [opening.update(bytes.subarray(0, -tagBytes)), opening.final()];
    return Buffer.concat(parts).toString('utf8');
  } catch {
    return undefined; // tampered with, of another key or of another owner: all are told alike
  }
}

/** Keys for users' tokens of other sites: the gateway seals them, the connectors open them. */
import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import { secretIn } from './secrets.ts';
import type { Places } from './places.ts';

/** DER of an X25519 private key (RFC 8410): this, then the 32 bytes of the key. */
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

const privateDer = (places: Places): Buffer =>
  Buffer.concat([privatePrefix, hash('sha256', secretIn(places, 'site-token-key'), 'buffer')]);

/** PKCS#8 in base64url, for the connectors. */
export const siteTokenKey = (places: Places): string => privateDer(places).toString('base64url');

/** SPKI in base64url, for the gateway. */
export function siteSealKey(places: Places): string {
  const key = createPrivateKey({ key: privateDer(places), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64url');
}

/** Bids on the made-up eBay are placed, in the name of made-up buyers. */
export const madeUpBidding = (places: Places): Record<string, string> => ({
  PLACEMENT_SITES: 'ebay',
  SITE_SEAL_KEY: siteSealKey(places),
  DEMO_SITE_TOKENS: 'ebay=invented-buyer-',
});

import { hash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'; // RFC 4648
const bitsPerCharacter = 5;
const lotIdLength = 20;

/** First characters of the base32 text of a hash given in hex. */
function base32(hex: string, length: number): string {
  let text = '';
  let bits = 0;
  let bitCount = 0;
  for (let at = 0; text.length < length; at += 2) {
    bits = ((bits << 8) | parseInt(hex.slice(at, at + 2), 16)) & 0xffff;
    bitCount += 8;
    while (bitCount >= bitsPerCharacter && text.length < length) {
      bitCount -= bitsPerCharacter;
      text += alphabet.charAt((bits >>> bitCount) & 31);
    }
  }
  return text;
}

/** Lot of an external listing: 20 base32 characters of SHA-256 of `<site>/<siteListingId>`. */
export function externalLotId(site: string, siteListingId: string): string {
  return base32(hash('sha256', `${site}/${siteListingId}`, 'hex'), lotIdLength);
}

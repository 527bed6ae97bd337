/**
 * Checksum of a view: XOR over its rows of `mix(fnv1a32(id) ^ v)`, so that both sides keep it up to
 * date with two operations per change and compare it with one number. Vectors for every reader:
 * checksum-vectors.json. Source: live-board.md section 1.6.
 */

/** FNV-1a, 32 bit, of ASCII text. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Finaliser of murmur3, 32 bit. */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @param hash fnv1a32 of the row's id; @param v its version, taken modulo 2^32 */
export const rowSum = (hash: number, v: number): number => mix((hash ^ v) >>> 0);

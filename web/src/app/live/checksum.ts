/**
 * The checksum of a board view: XOR over its lots, so that both sides keep it up to date by taking
 * the old state of a lot out and putting the new one in. Source: live-board.md section 1.6.
 */

/** FNV-1a of an ASCII id, 32 bits unsigned. */
function fnv1a32(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** Finaliser of murmur3, 32 bits: spreads every input bit over the result. */
function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/**
 * What one lot adds to the checksum of its view.
 * @param id ASCII lot id
 * @param version version of the lot's row; its low 32 bits count
 * @returns 32 bits unsigned. Total: no refusal, no throw.
 */
export function lotChecksum(id: string, version: number): number {
  return mix(fnv1a32(id) ^ version);
}

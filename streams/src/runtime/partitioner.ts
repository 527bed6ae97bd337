/**
 * Java's murmur2 in 32-bit arithmetic (Kafka's default partitioner for keyed records), so that every
 * client in any language puts a key into the same partition.
 */
const seed = 0x9747b28c;
const m = 0x5bd1e995;

/** @returns the hash as a signed 32-bit integer */
export function murmur2(bytes: Buffer): number {
  let hash = seed ^ bytes.length;
  const wholeBytes = bytes.length & ~3;
  for (let at = 0; at < wholeBytes; at += 4) {
    let k = Math.imul(bytes.readInt32LE(at), m);
    k = Math.imul(k ^ (k >>> 24), m);
    hash = Math.imul(hash, m) ^ k;
  }
  hash = mixedTail(hash, bytes, wholeBytes);
  hash = Math.imul(hash ^ (hash >>> 13), m);
  return hash ^ (hash >>> 15);
}

function mixedTail(hash: number, bytes: Buffer, from: number): number {
  const rest = bytes.length - from;
  if (rest === 0) return hash;
  let tail = hash;
  if (rest === 3) tail ^= (bytes[from + 2] ?? 0) << 16;
  if (rest >= 2) tail ^= (bytes[from + 1] ?? 0) << 8;
  tail ^= bytes[from] ?? 0;
  return Math.imul(tail, m);
}

/** Partition of a key, as Kafka's Java producer chooses it. */
export function partitionOf(key: string, partitionCount: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitionCount;
}

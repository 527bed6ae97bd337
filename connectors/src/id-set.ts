/**
 * Which listings a file had, in 8 bytes each: a 53-bit hash of the id. Two ids of 150,000 share one
 * with a chance of 1 in 800,000, and would move a count by one; nothing is ever looked up by it.
 */
export class IdSet {
  #hashes: Float64Array;
  #count = 0;
  #isSorted = true;

  constructor(hashes: Float64Array = new Float64Array(1_024)) {
    this.#hashes = hashes;
  }

  /** @param bytes what `toBytes` gave */
  static fromBytes(bytes: Buffer): IdSet {
    const hashes = new Float64Array(Math.floor(bytes.length / 8));
    for (let index = 0; index < hashes.length; index++)
      hashes[index] = bytes.readDoubleLE(index * 8);
    const set = new IdSet(hashes);
    set.#count = hashes.length;
    set.#isSorted = false;
    return set;
  }

  add(id: string): void {
    if (this.#count === this.#hashes.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#count] = hash53(id);
    this.#count += 1;
    this.#isSorted = false;
  }

  /** Distinct ids. */
  get size(): number {
    return this.#sorted().length;
  }

  /** Ids of this set that the other lacks. */
  without(other: IdSet): IdSet {
    const mine = this.#sorted();
    const theirs = other.#sorted();
    let at = 0;
    const left = mine.filter((hash) => {
      while (at < theirs.length && (theirs[at] ?? 0) < hash) at += 1;
      return theirs[at] !== hash;
    });
    const result = new IdSet(left);
    result.#count = left.length;
    return result;
  }

  toBytes(): Buffer {
    const hashes = this.#sorted();
    const bytes = Buffer.alloc(hashes.length * 8);
    hashes.forEach((hash, index) => bytes.writeDoubleLE(hash, index * 8));
    return bytes;
  }

  /** Sorted and without doubles. */
  #sorted(): Float64Array {
    if (!this.#isSorted) {
      const sorted = this.#hashes.subarray(0, this.#count).sort();
      const distinct = sorted.filter((hash, index) => index === 0 || hash !== sorted[index - 1]);
      this.#hashes = distinct;
      this.#count = distinct.length;
      this.#isSorted = true;
    }
    return this.#hashes.subarray(0, this.#count);
  }
}

/** Two 32-bit multiplicative hashes, mixed and cut to the 53 bits a double holds exactly. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high =
    Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 2 ** 32 * (low & 0x1f_ffff) + (high >>> 0);
}

/**
 * Which listings a file had, in 8 bytes each and as much again of room: a 53-bit hash of the id. Two ids of
 * 150,000 share one with a chance of 1 in 800,000; then a count is off by one, and the second of two such rows of
 * one file is taken for a repeated one.
 */
export class IdSet {
  /** Hash table with open addressing while ids are added; NaN is an empty place. */
  #table: Float64Array | undefined;
  #count = 0;
  /** Without doubles, ascending; kept until something is added. */
  #sorted: Float64Array | undefined;

  /** @param sorted hashes without doubles, ascending */
  private static of(sorted: Float64Array): IdSet {
    const set = new IdSet();
    set.#sorted = sorted;
    set.#count = sorted.length;
    return set;
  }

  /** @param bytes what `toBytes` gave */
  static fromBytes(bytes: Buffer): IdSet {
    const hashes = new Float64Array(Math.floor(bytes.length / 8));
    for (let index = 0; index < hashes.length; index++)
      hashes[index] = bytes.readDoubleLE(index * 8);
    return IdSet.of(distinct(hashes.sort()));
  }

  /** @returns false when it was there already */
  add(id: string): boolean {
    let table = (this.#table ??= tableOf(this.#sorted ?? new Float64Array(0)));
    const hash = hash53(id);
    let at = placeOf(table, hash);
    if (table[at] === hash) return false;
    this.#sorted = undefined;
    if (this.#count + 1 > table.length * filledMax) {
      table = this.#table = tableOf(filled(table));
      at = placeOf(table, hash);
    }
    table[at] = hash;
    this.#count += 1;
    return true;
  }

  /** Distinct ids. */
  get size(): number {
    return this.#count;
  }

  /** Ids of this set that the other lacks. */
  without(other: IdSet): IdSet {
    const theirs = other.#ascending();
    let at = 0;
    const left = this.#ascending().filter((hash) => {
      while (at < theirs.length && (theirs[at] ?? 0) < hash) at += 1;
      return theirs[at] !== hash;
    });
    return IdSet.of(left);
  }

  /** Ids of either set. */
  with(other: IdSet): IdSet {
    const more = other.without(this).#ascending();
    if (more.length === 0) return this;
    const all = new Float64Array(this.#count + more.length);
    all.set(this.#ascending());
    all.set(more, this.#count);
    return IdSet.of(all.sort());
  }

  toBytes(): Buffer {
    const hashes = this.#ascending();
    const bytes = Buffer.alloc(hashes.length * 8);
    hashes.forEach((hash, index) => bytes.writeDoubleLE(hash, index * 8));
    return bytes;
  }

  /** The table is given up: a set that is compared is seldom added to again. */
  #ascending(): Float64Array {
    this.#sorted ??= filled(this.#table ?? new Float64Array(0)).sort();
    this.#table = undefined;
    return this.#sorted;
  }
}

/** Share of a table's places that may be taken, and how much larger the next one is. */
const filledMax = 0.75;
const growth = 1.6;
const placesMin = 1_024;

const filled = (table: Float64Array): Float64Array => table.filter((hash) => !Number.isNaN(hash));

const distinct = (sorted: Float64Array): Float64Array =>
  sorted.filter((hash, index) => index === 0 || hash !== sorted[index - 1]);

/** A table with these hashes, and room for more. */
function tableOf(hashes: Float64Array): Float64Array {
  const places = Math.max(placesMin, Math.ceil((hashes.length / filledMax) * growth));
  const table = new Float64Array(places).fill(NaN);
  for (const hash of hashes) table[placeOf(table, hash)] = hash;
  return table;
}

/** Where the hash stands, or would. */
function placeOf(table: Float64Array, hash: number): number {
  let at = hash % table.length;
  for (;;) {
    const found = table[at];
    if (found === undefined || found === hash || Number.isNaN(found)) return at;
    at = at + 1 === table.length ? 0 : at + 1;
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

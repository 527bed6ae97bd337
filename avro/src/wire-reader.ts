/** Reads Avro's binary encoding, value by value, in the order of the writer's schema (our own). */
import type { WireEnum } from './wire-writer.ts';

/** The bytes are not what the schema says; the caller asks `avsc`, which says why. */
export class NotReadable extends Error {
  override readonly name = 'NotReadable';
}

const lowBits = 0x1000_0000;
const longMax = 2 ** 52;

export class WireReader {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;

  boolean(): boolean {
    return this.#next() !== 0;
  }

  #next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new NotReadable();
    return byte;
  }

  /** Of a union of null and something else: which of them follows. */
  isNull(): boolean {
    const branch = this.#next();
    if (branch > 2 || branch === 1) throw new NotReadable();
    return branch === 0;
  }

  int(): number {
    return this.long();
  }

  long(): number {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#next();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (low >>> 1) ^ -(low & 1);
    }
    let high = 0;
    let factor = 1;
    let byte;
    do {
      byte = this.#next();
      high += (byte & 0x7f) * factor;
      factor *= 0x80;
    } while (byte >= 0x80);
    const unsigned = high * lowBits + low;
    if (unsigned >= 2 * longMax) throw new NotReadable();
    return low % 2 === 0 ? unsigned / 2 : -(unsigned + 1) / 2;
  }

  /** Length of what follows. */
  #length(): number {
    const length = this.long();
    if (length < 0 || this.at + length > this.bytes.length) throw new NotReadable();
    return length;
  }

  string(): string {
    const length = this.#length();
    const from = this.at;
    this.at += length;
    return length === 0 ? '' : this.bytes.toString('utf8', from, this.at);
  }

  binary(): Buffer {
    const length = this.#length();
    const from = this.at;
    this.at += length;
    return Buffer.from(this.bytes.subarray(from, this.at));
  }

  symbol<S extends string>(of: WireEnum<S>): S {
    const symbol = of.at(this.long());
    if (symbol === undefined) throw new NotReadable();
    return symbol;
  }

  /** Items in the block that follows; 0: there is none. Each takes a byte at least. */
  count(): number {
    const items = this.long();
    if (items < 0) this.long(); // the block's length in bytes, for those who skip it
    const count = Math.abs(items);
    if (count > this.bytes.length - this.at) throw new NotReadable();
    return count;
  }
}

export function readArray<T>(from: WireReader, read: () => T): T[] {
  const items: T[] = [];
  for (let count = from.count(); count > 0; count = from.count()) {
    for (let index = 0; index < count; index += 1) items.push(read());
  }
  return items;
}

export function readMap<T>(from: WireReader, read: () => T): Record<string, T> {
  const items: Record<string, T> = {};
  for (let count = from.count(); count > 0; count = from.count()) {
    for (let index = 0; index < count; index += 1) {
      const key = from.string();
      items[key] = read();
    }
  }
  return items;
}

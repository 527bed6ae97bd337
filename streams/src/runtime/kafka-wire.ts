/** Reading and writing Kafka's binary primitives. Int64 are numbers, exact up to 2^53. */

export class WireWriter {
  #buffer: Buffer;
  #at = 0;

  /** @param sizeHint bytes expected; it grows when there are more */
  constructor(sizeHint = 512) {
    this.#buffer = Buffer.allocUnsafe(sizeHint);
  }

  #room(byteCount: number): number {
    const at = this.#at;
    this.#at += byteCount;
    if (this.#at > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#at, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    return at;
  }

  int8(value: number): this {
    const at = this.#room(1);
    this.#buffer.writeInt8(value, at);
    return this;
  }

  int16(value: number): this {
    const at = this.#room(2);
    this.#buffer.writeInt16BE(value, at);
    return this;
  }

  int32(value: number): this {
    const at = this.#room(4);
    this.#buffer.writeInt32BE(value, at);
    return this;
  }

  int64(value: number): this {
    const at = this.#room(8);
    this.#buffer.writeBigInt64BE(BigInt(value), at);
    return this;
  }

  /** Int16 length and text; null has length -1. */
  string(value: string | null): this {
    if (value === null) return this.int16(-1);
    const length = Buffer.byteLength(value);
    this.int16(length);
    const at = this.#room(length);
    this.#buffer.write(value, at);
    return this;
  }

  /** Int32 length and bytes. */
  bytes(value: Buffer): this {
    this.int32(value.length);
    const at = this.#room(value.length);
    value.copy(this.#buffer, at);
    return this;
  }

  /** Int32 count, then every item as `write` writes it. */
  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(item);
    return this;
  }

  done(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }
}

export class WireReader {
  readonly buffer: Buffer;
  at: number;

  constructor(buffer: Buffer, at = 0) {
    this.buffer = buffer;
    this.at = at;
  }

  int8(): number {
    const at = this.at;
    this.at += 1;
    return this.buffer.readInt8(at);
  }

  int16(): number {
    const at = this.at;
    this.at += 2;
    return this.buffer.readInt16BE(at);
  }

  int32(): number {
    const at = this.at;
    this.at += 4;
    return this.buffer.readInt32BE(at);
  }

  int64(): number {
    const high = this.int32();
    const low = this.int32() >>> 0;
    return high * 2 ** 32 + low;
  }

  string(): string {
    const length = this.int16();
    return length < 0 ? '' : this.text(length);
  }

  text(length: number): string {
    const from = this.at;
    this.at += length;
    return this.buffer.toString('utf8', from, this.at);
  }

  /** A view, not a copy. */
  slice(length: number): Buffer {
    const from = this.at;
    this.at += length;
    return this.buffer.subarray(from, this.at);
  }

  /** Int32 length and bytes; a null value is empty. */
  bytes(): Buffer {
    const length = this.int32();
    return length < 0 ? this.buffer.subarray(0, 0) : this.slice(length);
  }

  array<T>(read: () => T): T[] {
    const count = this.int32();
    const items: T[] = [];
    for (let n = 0; n < count; n += 1) items.push(read());
    return items;
  }

  /** Zigzag varint of up to 53 bits. */
  varint(): number {
    const first = this.buffer[this.at] ?? 0;
    this.at += 1;
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    let value = first & 0x7f;
    let factor = 0x80;
    for (;;) {
      const byte = this.buffer[this.at] ?? 0;
      this.at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) break;
      factor *= 0x80;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Bytes a non-negative number (or -1) takes as a zigzag varint. */
export function varintBytes(value: number): number {
  const zigzag = value < 0 ? -2 * value - 1 : 2 * value;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x20_0000) return 3;
  return zigzag < 0x1000_0000 ? 4 : 5;
}

/** Writes a 32-bit zigzag varint. @returns offset behind it */
export function writeVarint(target: Buffer, value: number, at: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let next = at;
  while (rest >= 0x80) {
    target[next] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
    next += 1;
  }
  target[next] = rest;
  return next + 1;
}

/**
 * Writes Avro's binary encoding, value by value; wire.ts, made from the schemas, calls it in their order.
 * A write beyond the end is lost and `at` goes on, so the caller sees how much room is missing.
 */

/** A value does not fit its schema; the caller asks `avsc`, which says where. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
}

/** Symbols of an enum, by index and back. */
export class WireEnum<S extends string> {
  readonly #symbols: readonly S[];
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(symbols: readonly S[]) {
    this.#symbols = symbols;
    this.#indexes = new Map(symbols.map((symbol, index) => [symbol, index]));
  }

  indexOf(symbol: string): number | undefined {
    return this.#indexes.get(symbol);
  }

  at(index: number): S | undefined {
    return this.#symbols[index];
  }
}

/** Lengths below it fit one byte, as does every character of most texts. */
const shortText = 64;
const asciiEnd = 0x80;
const smallEnd = 0x4000_0000;
const lowBits = 0x1000_0000;
/** The largest whole number `avsc` takes; instants and amounts are far below. */
const longMax = 2 ** 52 - 1;

export class WireWriter {
  bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  boolean(value: boolean): void {
    if (typeof value !== 'boolean') throw new DoesNotFit();
    this.bytes[this.at++] = value ? 1 : 0;
  }

  int(value: number): void {
    if ((value | 0) !== value) throw new DoesNotFit();
    this.#zigzag(value);
  }

  /** @param value a whole number */
  long(value: number): void {
    if (!Number.isInteger(value) || value > longMax || value < -longMax) throw new DoesNotFit();
    this.#zigzag(value);
  }

  #zigzag(value: number): void {
    if (value > -smallEnd && value < smallEnd) {
      this.#unsigned(((value << 1) ^ (value >> 31)) >>> 0);
      return;
    }
    const unsigned = value < 0 ? -2 * value - 1 : 2 * value;
    let low = unsigned % lowBits;
    for (let count = 0; count < 4; count += 1) {
      this.bytes[this.at++] = (low & 0x7f) | 0x80;
      low >>>= 7;
    }
    this.#unsigned(Math.floor(unsigned / lowBits));
  }

  /** @param value below 2^32 */
  #unsigned(value: number): void {
    let left = value;
    while (left >= asciiEnd) {
      this.bytes[this.at++] = (left & 0x7f) | 0x80;
      left >>>= 7;
    }
    this.bytes[this.at++] = left;
  }

  string(value: string): void {
    if (typeof value !== 'string') throw new DoesNotFit();
    const { length } = value;
    if (length >= shortText || !this.#ascii(value)) this.#text(value);
  }

  /** @returns false, with nothing written, when some character is not of one byte */
  #ascii(value: string): boolean {
    const { bytes } = this;
    const { length } = value;
    const begin = this.at + 1;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code >= asciiEnd) return false;
      bytes[begin + index] = code;
    }
    bytes[this.at] = length << 1;
    this.at = begin + length;
    return true;
  }

  #text(value: string): void {
    const length = Buffer.byteLength(value);
    this.#zigzag(length);
    if (this.at + length <= this.bytes.length) this.bytes.write(value, this.at, length, 'utf8');
    this.at += length;
  }

  binary(value: Buffer): void {
    if (!Buffer.isBuffer(value)) throw new DoesNotFit();
    this.#zigzag(value.length);
    if (this.at + value.length <= this.bytes.length) value.copy(this.bytes, this.at);
    this.at += value.length;
  }

  symbol<S extends string>(of: WireEnum<S>, value: S): void {
    const index = of.indexOf(value);
    if (index === undefined) throw new DoesNotFit();
    this.#unsigned(index << 1);
  }

  /** Number of the items that follow, as one block; a zero byte ends them. */
  count(items: number): void {
    if (items > 0) this.#zigzag(items);
  }
}

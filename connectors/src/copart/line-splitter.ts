/**
 * Cuts a byte stream into lines before anything looks at quotes: one record is one line, so a
 * broken quote can never swallow the next record (feeds.md section 3). Memory is one chunk and one line.
 */

export interface Line {
  /** Without LF or CRLF. Shares memory with the chunk it came in. */
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** The line was longer than allowed; `bytes` is its beginning. */
  readonly tooLong: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const nothing = Buffer.alloc(0);

export class LineSplitter {
  readonly #lineBytesMax: number;
  #carry: Buffer = nothing;
  #overflow = false;
  #number = 0;

  /** @param lineBytesMax bytes kept of a line; the rest of a longer one is dropped */
  constructor(lineBytesMax: number) {
    this.#lineBytesMax = lineBytesMax;
  }

  /** Lines that end in this chunk. Iterate to the end before the next call. */
  *push(chunk: Buffer): Generator<Line> {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, from);
      if (end < 0) break;
      yield this.#line(chunk.subarray(from, end));
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  /** @returns what follows the last line end; undefined when the stream ended with one */
  rest(): Line | undefined {
    return this.#carry.length > 0 || this.#overflow ? this.#line(nothing) : undefined;
  }

  #line(tail: Buffer): Line {
    const whole = this.#carry.length > 0 ? Buffer.concat([this.#carry, tail]) : tail;
    const tooLong = this.#overflow || whole.length > this.#lineBytesMax;
    this.#carry = nothing;
    this.#overflow = false;
    this.#number += 1;
    return {
      bytes: tooLong ? whole.subarray(0, this.#lineBytesMax) : withoutReturn(whole),
      number: this.#number,
      tooLong,
    };
  }

  #keep(tail: Buffer): void {
    if (tail.length === 0 || this.#overflow) return;
    const room = this.#lineBytesMax + 1 - this.#carry.length;
    this.#overflow = tail.length > room;
    // A copy: the caller may reuse the chunk's memory.
    this.#carry = Buffer.concat([this.#carry, tail.subarray(0, room)]);
  }
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}

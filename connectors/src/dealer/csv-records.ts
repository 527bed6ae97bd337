/**
 * Cuts delimited text into records: a line end inside quotes belongs to its field. Decided on bytes,
 * so every encoding that keeps ASCII works. A quote that is never closed costs one record, not the
 * file: memory and time are bounded by `recordBytesMax` (ops-security.md section 5, uploads).
 */
export interface CsvRecord {
  /** Without the line end. */
  readonly bytes: Buffer;
  /** Line the record begins on, from 1. */
  readonly line: number;
  readonly isTooLong: boolean;
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export class CsvRecords {
  readonly #recordBytesMax: number;
  #parts: Buffer[] = [];
  #bytes = 0;
  #isQuoted = false;
  #isTooLong = false;
  #line = 1;
  #startLine = 1;

  constructor(recordBytesMax: number) {
    this.#recordBytesMax = recordBytesMax;
  }

  *push(chunk: Buffer): Generator<CsvRecord> {
    let from = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte === quote) this.#isQuoted = !this.#isQuoted && !this.#isTooLong;
      if (byte !== lineFeed) {
        if (index - from + this.#bytes > this.#recordBytesMax) this.#overflow();
        continue;
      }
      this.#line += 1;
      if (this.#isQuoted) continue;
      yield this.#record(chunk.subarray(from, index));
      from = index + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** What stands behind the last line end; undefined for nothing. */
  rest(): CsvRecord | undefined {
    return this.#bytes === 0 ? undefined : this.#record(Buffer.alloc(0));
  }

  /** From here on a line end ends the record, whatever the quotes say. */
  #overflow(): void {
    this.#isTooLong = true;
    this.#isQuoted = false;
  }

  #keep(part: Buffer): void {
    const room = Math.max(0, this.#recordBytesMax - this.#bytes);
    this.#parts.push(part.subarray(0, room));
    this.#bytes += part.length;
    if (part.length > room) this.#overflow();
  }

  #record(last: Buffer): CsvRecord {
    this.#keep(last);
    const whole = this.#parts.length === 1 ? (this.#parts[0] ?? last) : Buffer.concat(this.#parts);
    const end = whole.at(-1) === carriageReturn ? whole.length - 1 : whole.length;
    const record = {
      bytes: whole.subarray(0, end),
      line: this.#startLine,
      isTooLong: this.#isTooLong,
    };
    this.#parts = [];
    this.#bytes = 0;
    this.#isTooLong = false;
    this.#startLine = this.#line;
    return record;
  }
}

/** Values of a record; quotes removed, doubled ones made single. Total: an open quote ends with it. */
export function splitRecord(text: string, delimiter: string): string[] {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    if (text.charAt(at) !== '"') {
      const end = text.indexOf(delimiter, at);
      values.push(end < 0 ? text.slice(at) : text.slice(at, end));
      if (end < 0) return values;
      at = end + 1;
      continue;
    }
    const { value, next } = quoted(text, at + 1, delimiter);
    values.push(value);
    if (next < 0) return values;
    at = next;
  }
}

function quoted(text: string, from: number, delimiter: string): { value: string; next: number } {
  let value = '';
  let at = from;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return { value: value + text.slice(at), next: -1 };
    value += text.slice(at, end);
    const after = text.charAt(end + 1);
    if (after === '"') {
      value += '"';
      at = end + 2;
    } else if (after === delimiter) return { value, next: end + 2 };
    else if (after === '') return { value, next: -1 };
    else {
      // A quote in the middle of a quoted value: the sender forgot to double it.
      value += '"';
      at = end + 1;
    }
  }
}

/** The one of comma, semicolon, tab and bar that parts the header into most columns. */
export function delimiterOf(header: string): string {
  const counts = [',', ';', '\t', '|'].map(
    (mark) => [mark, splitRecord(header, mark).length] as const,
  );
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/**
 * Cuts a JSON document into its records without reading it whole: the elements of one array, found
 * by its key or as the document itself, or objects that follow each other (JSON Lines). The bytes of
 * a record are the site's own. Memory is one record, whatever the document's size.
 */

export interface CutRecord {
  /** Valid until the next `push`. Cut at `recordBytesMax` when it is longer. */
  readonly bytes: Buffer;
  readonly isTooLong: boolean;
}

export interface JsonRecordsOptions {
  /** Keys of the outermost object that hold the array of records. */
  readonly arrayKeys: readonly string[];
  readonly recordBytesMax: number;
}

/** Longer texts at the outermost level are values. */
const keyMax = 64;
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
/** UTF-8 bytes of the mark that some files begin with. */
const byteOrderMark = [0xef, 0xbb, 0xbf];
/** While an object's array of records has ended, or not begun. */
const noRecords = -1;
const isBlank = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** What the document is, as far as its first byte says. */
export type Outside = 'PENDING' | 'OBJECT' | 'ARRAY' | 'NOT_JSON';

export class JsonRecords {
  readonly #options: JsonRecordsOptions;
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  #outside: Outside = 'PENDING';
  /** Depth at which an opening brace begins a record; 0: the document itself is one. */
  #recordDepth = 0;
  #hasArray = false;
  #key = '';
  #keyFrom = 0;
  #cutKey = '';
  /** Start of the open record in the chunk at hand; -1: none is open. */
  #from = -1;
  #parts: Buffer[] = [];
  #partBytes = 0;
  #isTooLong = false;
  #isBroken = false;

  constructor(options: JsonRecordsOptions) {
    this.#options = options;
  }

  get outside(): Outside {
    return this.#outside;
  }

  /** Whether the array of records has been met, even if it is empty. */
  get hasArray(): boolean {
    return this.#hasArray;
  }

  /** True between documents: everything that was opened is closed. */
  get isClosed(): boolean {
    return this.#depth === 0 && !this.#isString && !this.#isBroken;
  }

  *push(bytes: Buffer): Generator<CutRecord> {
    if (this.#from >= 0) this.#from = 0;
    for (let index = 0; index < bytes.length; index++) {
      if (this.#outside === 'NOT_JSON') return;
      const record = this.#byte(bytes, index);
      if (record) yield record;
    }
    if (this.#from >= 0) this.#keep(bytes.subarray(this.#from));
    if (this.#isString && this.#depth === 1) this.#cutKeyAt(bytes);
  }

  #byte(bytes: Buffer, index: number): CutRecord | undefined {
    const byte = bytes[index] ?? 0;
    if (this.#isString) {
      this.#inString(bytes, index, byte);
      return undefined;
    }
    switch (byte) {
      case quote:
        if (this.#depth === 0) this.#begin(byte);
        this.#isString = true;
        this.#keyFrom = index + 1;
        return undefined;
      case openBrace:
      case openBracket:
        this.#open(byte, index);
        return undefined;
      case closeBrace:
      case closeBracket:
        return this.#close(bytes, index);
      default:
        if (this.#depth === 0 && !isBlank(byte)) this.#begin(byte);
        return undefined;
    }
  }

  #inString(bytes: Buffer, index: number, byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) {
      this.#isString = false;
      if (this.#depth === 1) this.#closeKey(bytes, index);
    }
  }

  #closeKey(bytes: Buffer, index: number): void {
    const text = bytes.toString('latin1', this.#keyFrom, Math.min(index, this.#keyFrom + keyMax));
    this.#key = this.#cutKey + text;
    this.#cutKey = '';
  }

  /** A key that a chunk's end cuts is put together with what the next chunk brings. */
  #cutKeyAt(bytes: Buffer): void {
    if (this.#cutKey.length < keyMax) {
      this.#cutKey += bytes.toString('latin1', this.#keyFrom, this.#keyFrom + keyMax);
    }
    this.#keyFrom = 0;
  }

  /** The first byte of a document that is neither object nor array. */
  #begin(byte: number): void {
    if (this.#outside === 'PENDING') {
      if (!byteOrderMark.includes(byte)) this.#outside = 'NOT_JSON';
    }
    // Between two documents of a file only commas are forgiven.
    else if (byte !== 0x2c) this.#isBroken = true;
  }

  #open(byte: number, index: number): void {
    if (this.#depth === 0) this.#openDocument(byte);
    else if (this.#depth === 1 && byte === openBracket && this.#opensRecords()) {
      this.#hasArray = true;
      this.#recordDepth = 2;
      this.#forget();
    }
    if (byte === openBrace && this.#depth === this.#recordDepth && this.#from < 0) {
      this.#from = index;
    }
    this.#depth += 1;
  }

  #openDocument(byte: number): void {
    const isArray = byte === openBracket;
    if (this.#outside === 'PENDING') this.#outside = isArray ? 'ARRAY' : 'OBJECT';
    this.#recordDepth = isArray ? 1 : 0;
    if (isArray) this.#hasArray = true;
  }

  #opensRecords(): boolean {
    return this.#recordDepth <= 0 && this.#options.arrayKeys.includes(this.#key);
  }

  #close(bytes: Buffer, index: number): CutRecord | undefined {
    this.#depth -= 1;
    if (this.#depth < 0) {
      this.#depth = 0;
      this.#isBroken = true;
    }
    if (this.#depth !== this.#recordDepth || this.#from < 0) {
      if (this.#depth < this.#recordDepth) this.#recordDepth = noRecords;
      if (this.#depth === 0) this.#recordDepth = 0;
      return undefined;
    }
    const last = bytes.subarray(this.#from, index + 1);
    this.#keep(last);
    const record = {
      bytes:
        this.#parts.length === 1 ? last.subarray(0, this.#partBytes) : Buffer.concat(this.#parts),
      isTooLong: this.#isTooLong,
    };
    this.#forget();
    return record;
  }

  #keep(part: Buffer): void {
    const room = this.#options.recordBytesMax - this.#partBytes;
    if (part.length > room) this.#isTooLong = true;
    if (room <= 0) return;
    this.#parts.push(part.subarray(0, room));
    this.#partBytes += Math.min(part.length, room);
  }

  #forget(): void {
    this.#from = -1;
    this.#parts = [];
    this.#partBytes = 0;
    this.#isTooLong = false;
  }
}

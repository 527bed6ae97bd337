/** Reads a JSON feed: records cut out of the document, bound to the cells of a layout. */
import { isUtf8 } from 'node:buffer';
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { JsonRecords } from './json-records.ts';
import type { CutRecord } from './json-records.ts';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export type Bound =
  | { readonly ok: true; readonly siteListingId: string; readonly cells: string[] }
  /** @property reason `CODE: text` @property siteListingId where it could be read all the same */
  | { readonly ok: false; readonly reason: string; readonly siteListingId: string | null };

export interface JsonShape {
  /** Keys of the outermost object that hold the array of records. */
  readonly arrayKeys: readonly string[];
  /** Keys of a record without which the whole answer is refused. Compared in lower case. */
  readonly required: readonly string[];
  /** Keys a record may have; others are a warning. Compared in lower case; absent: any. */
  readonly known?: ReadonlySet<string>;
  /** The part of a record whose keys are the site's; absent: the record itself. */
  readonly subject?: (record: JsonObject) => JsonObject;
  readonly bind: (record: JsonObject) => Bound;
  /** Personal data: removed from what is published, wherever it comes from. Lower case. */
  readonly personal?: ReadonlySet<string>;
  /** Names a document that is something else, as `CODE: text`; null: nothing known. */
  readonly identify?: (record: JsonObject) => string | null;
  /** The record's own update stamp, epoch ms. */
  readonly updatedAt?: (record: JsonObject) => number | null;
}

/** Longest record read; also the most a dead letter keeps. */
export const recordBytesMax = 1024 * 1024;
const warningsMax = 20;

export class JsonReader implements FeedReader {
  readonly #shape: JsonShape;
  readonly #records: JsonRecords;
  readonly #warnings = new Set<string>();
  #refusal: string | undefined;
  #isAccepted = false;
  #isEnded = false;
  #start = '';
  #row = 0;
  #newestUpdateAt: number | null = null;

  constructor(shape: JsonShape) {
    this.#shape = shape;
    this.#records = new JsonRecords({ arrayKeys: shape.arrayKeys, recordBytesMax });
  }

  get header(): HeaderState {
    if (this.#refusal !== undefined) return { kind: 'REFUSED', reason: this.#refusal };
    // An empty list is an answer; that it closes nobody is the gate's business.
    const isAnswer = this.#isAccepted || (this.#isEnded && this.#records.hasArray);
    return isAnswer ? { kind: 'ACCEPTED', warnings: [...this.#warnings] } : { kind: 'PENDING' };
  }

  get lastLineEnded(): boolean {
    return this.#records.isClosed;
  }

  get newestUpdateAt(): number | null {
    return this.#newestUpdateAt;
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    if (this.#refusal !== undefined) return;
    if (this.#start.length < startLength) this.#start += chunk.toString('latin1', 0, startLength);
    for (const cut of this.#records.push(chunk)) {
      const record = this.#record(cut);
      if (this.#hasRefused()) return;
      yield record;
    }
    if (this.#records.outside === 'NOT_JSON') this.#refusal = notJson(this.#start);
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    this.#isEnded = true;
    // A record that is still open cannot be read, whatever is wished.
    if (openLine === 'READ' && !this.#records.isClosed && this.#refusal === undefined) {
      this.#row += 1;
      const reason = 'OPEN_RECORD: the document ends inside a record';
      const payload = Buffer.alloc(0);
      yield { kind: 'UNREADABLE', siteListingId: null, row: this.#row, reason, payload };
    }
  }

  #hasRefused(): boolean {
    return this.#refusal !== undefined;
  }

  #record({ bytes, isTooLong }: CutRecord): FeedRecord {
    this.#row += 1;
    const row = this.#row;
    const unreadable = (reason: string, siteListingId: string | null = null): FeedRecord => ({
      kind: 'UNREADABLE',
      siteListingId,
      row,
      reason,
      payload: bytes,
    });
    if (isTooLong) return unreadable(`RECORD_TOO_LONG: cut at ${recordBytesMax} bytes`);
    if (!isUtf8(bytes)) return unreadable('WRONG_ENCODING: the record is not UTF-8');
    const record = parsed(bytes);
    if (record === undefined) return unreadable('BAD_JSON: the record is no JSON');
    if (!this.#isAccepted) this.#judge(record);
    this.#warn(record);
    const bound = this.#shape.bind(record);
    const payload = this.#published(record, bytes);
    if (!bound.ok) return { ...unreadable(bound.reason, bound.siteListingId), payload };
    this.#noteUpdate(record);
    const { siteListingId, cells } = bound;
    return { kind: 'LISTING', siteListingId, row, cells, encoding: 'utf-8', payload };
  }

  /** The first record shows whether the answer is what was asked for. */
  #judge(record: JsonObject): void {
    const other = this.#shape.identify?.(record) ?? null;
    const keys = new Set(Object.keys(record).map((key) => key.toLowerCase()));
    const missing = this.#shape.required.filter((key) => !keys.has(key.toLowerCase()));
    if (other !== null) this.#refusal = other;
    else if (missing.length > 0) this.#refusal = `MISSING_KEY: required: ${missing.join(', ')}`;
    else this.#isAccepted = true;
  }

  #warn(record: JsonObject): void {
    const { known, subject } = this.#shape;
    if (known === undefined || this.#warnings.size >= warningsMax) return;
    for (const key in subject ? subject(record) : record) {
      if (!known.has(key.toLowerCase())) this.#warnings.add(`added: ${key.slice(0, 60)}`);
    }
  }

  #noteUpdate(record: JsonObject): void {
    const at = this.#shape.updatedAt?.(record) ?? null;
    if (at !== null) this.#newestUpdateAt = Math.max(at, this.#newestUpdateAt ?? at);
  }

  /** The site's own bytes; written anew only where a person's data must go. */
  #published(record: JsonObject, bytes: Buffer): Buffer {
    const { personal } = this.#shape;
    if (personal === undefined) return bytes;
    const found = new Set<string>();
    const clean = JSON.stringify(record, (key, value: unknown) => {
      if (!personal.has(key.toLowerCase())) return value;
      found.add(key);
      return undefined;
    });
    return found.size === 0 ? bytes : Buffer.from(clean);
  }
}

const startLength = 512;

function parsed(bytes: Buffer): JsonObject | undefined {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // told as BAD_JSON with its bytes
  }
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names what came instead of JSON. */
function notJson(start: string): string {
  const text = start.trimStart().toLowerCase();
  if (/request unsuccessful|incident id|_challenge/.test(text)) {
    return 'CHALLENGE_PAGE: a bot wall answered instead of the feed';
  }
  if (text.startsWith('<?xml')) return 'XML_FILE: the answer is XML, JSON is expected';
  if (text.startsWith('<')) return 'HTML_PAGE: the answer is a web page';
  if (/^\u00ff\u00fe|^\u00fe\u00ff/.test(start)) return 'WRONG_ENCODING: the answer is UTF-16';
  return 'NOT_JSON: the answer does not begin as JSON';
}

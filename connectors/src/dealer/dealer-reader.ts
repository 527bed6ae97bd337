/** Reads any sender's file: finds out what it is and hands it to the reader of that format. */
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { cellOf } from '../json/cells.ts';
import { JsonReader } from '../json/json-reader.ts';
import type { JsonObject } from '../json/json-reader.ts';
import { MappedRow, plainName } from './apply-mapping.ts';
import type { Mapping } from './mapping.ts';
import { TableReader } from './table-reader.ts';

/** A JSON document or JSON Lines: keys are columns, nested ones by their path. */
export const jsonReader = (mapping: Mapping): JsonReader =>
  new JsonReader({
    arrayKeys: mapping.records,
    required: mapping.id,
    personal: new Set(mapping.drop.map((name) => name.toLowerCase())),
    bind: (record) => new MappedRow(mapping, columnsOf(record)).bound(),
  });

function columnsOf(record: JsonObject, prefix = ''): Map<string, string[]> {
  const columns = new Map<string, string[]>();
  for (const [key, value] of Object.entries(record)) {
    const name = `${prefix}${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [inner, texts] of columnsOf(value, `${name}.`)) columns.set(inner, texts);
    }
    columns.set(plainName(name), Array.isArray(value) ? value.map(cellOf) : [cellOf(value)]);
  }
  return columns;
}

/** Decides by the first byte: text in columns, or JSON. */
export class DealerReader implements FeedReader {
  readonly #mappings: readonly Mapping[];
  #inner: FeedReader | undefined;
  #refusal: HeaderState | undefined;

  constructor(mappings: readonly Mapping[]) {
    this.#mappings = mappings;
  }

  get header(): HeaderState {
    return this.#refusal ?? this.#inner?.header ?? { kind: 'PENDING' };
  }

  get lastLineEnded(): boolean {
    return this.#inner?.lastLineEnded ?? true;
  }

  get newestUpdateAt(): number | null {
    return this.#inner?.newestUpdateAt ?? null;
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    this.#inner ??= this.#readerFor(chunk);
    if (this.#inner) yield* this.#inner.read(chunk);
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    if (this.#inner) yield* this.#inner.end(openLine);
  }

  #readerFor(chunk: Buffer): FeedReader | undefined {
    const start = chunk.toString('latin1', 0, 4_096);
    const text = start.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
    if (text.startsWith('{') || text.startsWith('[')) return this.#jsonFor(text);
    const refusal = notText(start, text);
    if (refusal === undefined) return new TableReader(this.#mappings);
    this.#refusal = { kind: 'REFUSED', reason: refusal };
    return undefined;
  }

  /** The mapping whose id keys stand in the beginning of the document. */
  #jsonFor(start: string): FeedReader | undefined {
    const keys = new Set(
      [...start.matchAll(/"([^"]{1,60})"\s*:/g)].map(([, key = '']) => plainName(key)),
    );
    const mapping = this.#mappings.find((one) => one.id.every((name) => keys.has(plainName(name))));
    if (mapping) return jsonReader(mapping);
    this.#refusal = {
      kind: 'REFUSED',
      reason: 'NO_MAPPING: no mapping fits the keys of this document',
    };
    return undefined;
  }
}

/** Names what cannot be read as text. */
function notText(start: string, text: string): string | undefined {
  if (/^(\u00ff\u00fe|\u00fe\u00ff)/.test(start)) return 'WRONG_ENCODING: the file is UTF-16';
  if (/^<(!doctype|html)/i.test(text)) return 'HTML_PAGE: the file is a web page';
  if (text.startsWith('<')) return 'XML_FILE: XML is not read yet';
  return undefined;
}

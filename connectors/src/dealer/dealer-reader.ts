/** Reads any sender's file: finds out what it is and hands it to the reader of that format. */
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { cellOf } from '../json/cells.ts';
import { JsonReader } from '../json/json-reader.ts';
import type { JsonObject } from '../json/json-reader.ts';
import { MappedRow, plainName } from './apply-mapping.ts';
import type { Mapping } from './mapping.ts';
import { Utf16 } from './utf16.ts';
import { TableReader } from './table-reader.ts';
import { XmlReader } from './xml-reader.ts';

/** A JSON document or JSON Lines: keys are columns, nested ones by their path. */
export const jsonReader = (mapping: Mapping): JsonReader =>
  new JsonReader({
    arrayKeys: mapping.records,
    required: mapping.id,
    known: topKeys(mapping),
    personal: new Set(mapping.drop.map((name) => name.toLowerCase())),
    bind: (record) => new MappedRow(mapping, columnsOf(record)).bound(),
  });

/** Keys of a record that the mapping speaks of, in lower case: a path as it stands, and its first step. */
const topKeys = ({ id, drop, fields }: Mapping): Set<string> =>
  new Set(
    [...id, ...drop, ...Object.values(fields).flatMap(({ from }) => from)]
      .map((name) => name.toLowerCase())
      .flatMap((name) => [/^[^{]*/, /^[^.{[]*/].map((form) => form.exec(name)?.[0] ?? name)),
  );

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

/** Decides by the first bytes: text in columns, JSON or XML; UTF-16 is made UTF-8 on the way. */
export class DealerReader implements FeedReader {
  readonly #mappings: readonly Mapping[];
  #inner: FeedReader | undefined;
  #refusal: HeaderState | undefined;
  #utf16: Utf16 | undefined;
  #isBegun = false;

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
    if (!this.#isBegun) this.#utf16 = Utf16.of(chunk);
    this.#isBegun = true;
    const text = this.#utf16 ? this.#utf16.toUtf8(chunk) : chunk;
    if (text === undefined) {
      this.#refuse('WRONG_ENCODING: the file begins as UTF-16 and is none');
      return;
    }
    if (text.length === 0 || this.#refusal) return;
    this.#inner ??= this.#readerFor(text);
    if (this.#inner) yield* this.#inner.read(text);
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    if (this.#inner) yield* this.#inner.end(openLine);
  }

  #readerFor(chunk: Buffer): FeedReader | undefined {
    const start = chunk.toString('latin1', 0, 4_096);
    const text = start.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
    if (text.startsWith('{') || text.startsWith('[')) return this.#jsonFor(text);
    const refusal = notText(text);
    if (refusal !== undefined) this.#refuse(refusal);
    else if (text.startsWith('<')) return new XmlReader(this.#mappings);
    else return new TableReader(this.#mappings);
    return undefined;
  }

  #refuse(reason: string): void {
    this.#refusal = { kind: 'REFUSED', reason };
  }

  /** The mapping whose id keys stand in the beginning of the document. */
  #jsonFor(start: string): FeedReader | undefined {
    const keys = new Set(
      [...start.matchAll(/"([^"]{1,60})"\s*:/g)].map(([, key = '']) => plainName(key)),
    );
    const mapping = this.#mappings.find((one) => one.id.every((name) => keys.has(plainName(name))));
    if (mapping) return jsonReader(mapping);
    this.#refuse('NO_MAPPING: no mapping fits the keys of this document');
    return undefined;
  }
}

/** Names what cannot be read as text. */
function notText(text: string): string | undefined {
  if (/^<(!doctype\s+html|html)/i.test(text)) return 'HTML_PAGE: the file is a web page';
  return undefined;
}

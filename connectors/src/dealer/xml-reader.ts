/** A sender's XML document: records are bound by the mapping whose id they have. */
import { TextDecoder } from 'node:util';
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { MappedRow, plainName } from './apply-mapping.ts';
import type { Mapping } from './mapping.ts';
import { XmlRecords } from './xml-records.ts';
import type { XmlRecord } from './xml-records.ts';

const encodings: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  'us-ascii': 'utf-8',
  'utf-16': 'utf-8', // made UTF-8 before it comes here
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
};
const declared = /^\uFEFF?<\?xml[^>]*\sencoding=["']([A-Za-z0-9_-]{1,40})["']/;

export class XmlReader implements FeedReader {
  readonly #mappings: readonly Mapping[];
  readonly #records: XmlRecords;
  #decoder: TextDecoder | undefined;
  #mapping: Mapping | undefined;
  #refusal: string | undefined;
  #isFaultTold = false;
  #row = 0;
  readonly newestUpdateAt = null;

  constructor(mappings: readonly Mapping[]) {
    this.#mappings = mappings;
    this.#records = new XmlRecords(new Set(mappings.flatMap(({ xmlRecords }) => xmlRecords)));
  }

  get header(): HeaderState {
    if (this.#refusal !== undefined) return { kind: 'REFUSED', reason: this.#refusal };
    return this.#mapping ? { kind: 'ACCEPTED', warnings: [] } : { kind: 'PENDING' };
  }

  get lastLineEnded(): boolean {
    return this.#records.isClosed && this.#records.fault === undefined;
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    if (this.#refusal !== undefined) return;
    const text = this.#decoded(chunk);
    if (text !== undefined) yield* this.#bound(this.#records.push(text));
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    yield* this.#toldFault(openLine === 'READ' && !this.#records.isClosed);
    if (!this.#mapping && this.#row === 0) {
      this.#refusal ??= this.#records.isClosed
        ? `NO_MAPPING: no element of <${this.#records.rootName.slice(0, 40)}> is a vehicle we know`
        : 'BAD_XML: the document ends before its first vehicle';
    }
  }

  #decoded(chunk: Buffer): string | undefined {
    try {
      this.#decoder ??= this.#decoderFor(chunk);
      return this.#decoder?.decode(chunk, { stream: true });
    } catch {
      this.#refusal = 'WRONG_ENCODING: the document has bytes its encoding does not know';
      return undefined;
    }
  }

  #decoderFor(chunk: Buffer): TextDecoder | undefined {
    const name = declared.exec(chunk.toString('latin1', 0, 512))?.[1]?.toLowerCase() ?? 'utf-8';
    const label = encodings[name];
    if (label !== undefined) return new TextDecoder(label, { fatal: true });
    this.#refusal = `WRONG_ENCODING: ${name} is not read`;
    return undefined;
  }

  *#bound(found: readonly XmlRecord[]): Generator<FeedRecord> {
    for (const record of found) {
      this.#row += 1;
      this.#mapping ??= this.#mappingFor(record);
      if (!this.#mapping) return;
      yield this.#toRecord(record, this.#mapping);
    }
    if (this.#records.fault !== undefined && !this.#mapping) this.#refusal = this.#records.fault;
    yield* this.#toldFault(false);
  }

  /** The fault of a document that was good so far costs what is behind it, and is told once. */
  *#toldFault(isOpen: boolean): Generator<FeedRecord> {
    const fault =
      this.#records.fault ?? (isOpen ? 'BAD_XML: the document is not closed' : undefined);
    if (fault === undefined || !this.#mapping || this.#isFaultTold) return;
    this.#isFaultTold = true;
    const [row, payload] = [this.#row + 1, Buffer.alloc(0)];
    yield { kind: 'UNREADABLE', siteListingId: null, row, reason: fault, payload };
  }

  #mappingFor({ columns }: XmlRecord): Mapping | undefined {
    const names = new Set([...columns.keys()].map(plainName));
    const fits = this.#mappings.find(({ id }) => id.every((name) => names.has(plainName(name))));
    if (!fits) this.#refusal = 'NO_MAPPING: no mapping knows the id of these vehicles';
    return fits;
  }

  #toRecord({ columns, text }: XmlRecord, mapping: Mapping): FeedRecord {
    const plain = new Map([...columns].map(([name, values]) => [plainName(name), values]));
    const bound = new MappedRow(mapping, plain).bound();
    const payload = Buffer.from(withoutDropped(mapping, columns, text));
    const row = this.#row;
    if (!bound.ok) return { kind: 'UNREADABLE', ...bound, row, payload };
    const { siteListingId, cells } = bound;
    return { kind: 'LISTING', siteListingId, row, cells, encoding: 'utf-8', payload };
  }
}

/** The sender's own text; written anew, as JSON, only where a column must go. */
function withoutDropped({ drop }: Mapping, columns: XmlRecord['columns'], text: string): string {
  const dropped = new Set(drop.map(plainName));
  const kept = [...columns].filter(([name]) => !dropped.has(plainName(name)));
  return kept.length === columns.size ? text : JSON.stringify(Object.fromEntries(kept));
}

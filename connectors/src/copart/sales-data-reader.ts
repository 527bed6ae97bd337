import { copartSalesdata } from '@auction/avro/layouts';
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { bindHeader } from './bind-header.ts';
import type { Binding } from './bind-header.ts';
import { decodeLine } from '../decode-line.ts';
import { LineSplitter } from './line-splitter.ts';
import type { Line } from './line-splitter.ts';
import { toRawListing } from './to-raw-listing.ts';

/** Longest line read; real ones have about 600 bytes. Also the most a dead letter keeps. */
export const lineBytesMax = 64 * 1024;
const updatedIndex = copartSalesdata.cells.indexOf('lastUpdatedAt');

/** Reads one file of Copart's sales data: the header first, then a record a line. */
export class SalesDataReader implements FeedReader {
  readonly #lines = new LineSplitter(lineBytesMax);
  #header: HeaderState = { kind: 'PENDING' };
  #binding: Binding | undefined;
  #lastLineEnded = true;
  #newestUpdate = '';

  get header(): HeaderState {
    return this.#header;
  }

  get lastLineEnded(): boolean {
    return this.#lastLineEnded;
  }

  get newestUpdateAt(): number | null {
    const at = Date.parse(this.#newestUpdate);
    return Number.isNaN(at) ? null : at;
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    if (this.#header.kind === 'REFUSED') return;
    for (const line of this.#lines.push(chunk)) {
      const record = this.#record(line);
      if (record) yield record;
    }
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    const rest = this.#lines.rest();
    this.#lastLineEnded = rest === undefined;
    // A file of one line without an end still has a header to judge (a web page, say).
    const isReadable = openLine === 'READ' || this.#header.kind === 'PENDING';
    const record = rest && isReadable ? this.#record(rest) : undefined;
    if (record) yield record;
  }

  #record(line: Line): FeedRecord | undefined {
    if (this.#binding) return isBlank(line) ? undefined : this.#row(line, this.#binding);
    if (this.#header.kind === 'PENDING' && !isBlank(line)) this.#readHeader(line);
    return undefined;
  }

  #row(line: Line, binding: Binding): FeedRecord {
    const record = toRawListing(line, binding);
    const stamp = record.kind === 'LISTING' ? (record.cells[updatedIndex] ?? '') : '';
    // ISO texts in UTC sort as their instants do.
    if (stamp > this.#newestUpdate) this.#newestUpdate = stamp;
    return record;
  }

  #readHeader(line: Line): void {
    const verdict = bindHeader(decodeLine(line.bytes).text.replace(/^\uFEFF/, ''));
    if (verdict.ok) {
      this.#binding = verdict.binding;
      this.#header = { kind: 'ACCEPTED', warnings: verdict.binding.warnings };
    } else {
      this.#header = { kind: 'REFUSED', reason: verdict.reason };
    }
  }
}

function isBlank(line: Line): boolean {
  return (
    line.bytes.length === 0 || (line.bytes.length < 16 && decodeLine(line.bytes).text.trim() === '')
  );
}

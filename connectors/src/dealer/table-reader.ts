/** A sender's delimited text: columns are bound by the mapping that fits them. */
import type { FeedReader, FeedRecord, HeaderState } from '../connector.ts';
import { decodeLine } from '../decode-line.ts';
import type { Bound } from '../json/json-reader.ts';
import { MappedRow, knownColumns, plainName, requiredColumns } from './apply-mapping.ts';
import { CsvRecords, delimiterOf, splitRecord } from './csv-records.ts';
import type { CsvRecord } from './csv-records.ts';
import type { Mapping } from './mapping.ts';

/** Longest record read; also the most a dead letter keeps. */
const recordBytesMax = 64 * 1024;
const columnsMax = 2_000;
const warningsMax = 20;

interface Table {
  readonly mapping: Mapping;
  readonly delimiter: string;
  /** Plain name of each column. */
  readonly names: readonly string[];
  readonly header: string;
  readonly dropped: ReadonlySet<number>;
}

export class TableReader implements FeedReader {
  readonly #mappings: readonly Mapping[];
  readonly #records = new CsvRecords(recordBytesMax);
  #header: HeaderState = { kind: 'PENDING' };
  #table: Table | undefined;
  #lastLineEnded = true;
  readonly newestUpdateAt = null;

  constructor(mappings: readonly Mapping[]) {
    this.#mappings = mappings;
  }

  get header(): HeaderState {
    return this.#header;
  }

  get lastLineEnded(): boolean {
    return this.#lastLineEnded;
  }

  *read(chunk: Buffer): Generator<FeedRecord> {
    for (const record of this.#records.push(chunk)) {
      if (this.#header.kind === 'REFUSED') return;
      const read = this.#record(record);
      if (read) yield read;
    }
  }

  *end(openLine: 'READ' | 'DISCARD'): Generator<FeedRecord> {
    const rest = this.#records.rest();
    this.#lastLineEnded = rest === undefined;
    const isReadable = openLine === 'READ' || this.#header.kind === 'PENDING';
    const read = rest && isReadable ? this.#record(rest) : undefined;
    if (read) yield read;
  }

  #record(record: CsvRecord): FeedRecord | undefined {
    const { text, encoding } = decodeLine(record.bytes);
    if (text.trim() === '') return undefined;
    if (!this.#table) {
      this.#bind(text.replace(/^\uFEFF/, ''));
      return undefined;
    }
    const row = record.line;
    const payload = record.bytes;
    const fault = faultOf(record, text, this.#table);
    const values = splitRecord(text, this.#table.delimiter);
    if (fault !== undefined) {
      return { kind: 'UNREADABLE', siteListingId: null, row, reason: fault, payload };
    }
    const bound = boundRow(this.#table, values);
    const published = withoutDropped(this.#table, values, payload);
    if (!bound.ok) return { kind: 'UNREADABLE', ...bound, row, payload: published };
    const { siteListingId, cells } = bound;
    return { kind: 'LISTING', siteListingId, row, cells, encoding, payload: published };
  }

  #bind(header: string): void {
    const delimiter = delimiterOf(header);
    const names = splitRecord(header, delimiter).map(plainName);
    const found =
      names.length > columnsMax
        ? 'TOO_MANY_COLUMNS: more than 2000'
        : fitting(this.#mappings, new Set(names));
    if (typeof found === 'string') {
      this.#header = { kind: 'REFUSED', reason: found };
      return;
    }
    const known = knownColumns(found);
    const added = names.filter((name) => !known.has(name)).slice(0, warningsMax);
    const drop = new Set(found.drop.map(plainName));
    const dropped = new Set(names.flatMap((name, index) => (drop.has(name) ? [index] : [])));
    this.#table = { mapping: found, delimiter, names, header, dropped };
    this.#header = {
      kind: 'ACCEPTED',
      warnings: added.map((name) => `not mapped: ${name.slice(0, 60)}`),
    };
  }
}

/** The mapping all of whose columns are there; of several the one that knows most of them. */
function fitting(mappings: readonly Mapping[], names: ReadonlySet<string>): Mapping | string {
  const lacks = (mapping: Mapping): string[] =>
    requiredColumns(mapping).filter((name) => !names.has(name));
  const fits = mappings.filter((mapping) => lacks(mapping).length === 0);
  const [best] = fits.sort(
    (one, other) => requiredColumns(other).length - requiredColumns(one).length,
  );
  if (best) return best;
  const nearest = [...mappings].sort((one, other) => lacks(one).length - lacks(other).length)[0];
  if (!nearest) return 'NO_MAPPING: there is no mapping at all';
  const missing = lacks(nearest).slice(0, 8).join(', ');
  return `NO_MAPPING: no mapping fits these columns; nearest is ${nearest.sender}, which misses ${missing}`;
}

function faultOf(
  { isTooLong }: CsvRecord,
  text: string,
  { header, names, delimiter }: Table,
): string | undefined {
  if (isTooLong) return `RECORD_TOO_LONG: cut at ${recordBytesMax} bytes, a quote may be open`;
  if (text.includes('\0')) return 'NUL_BYTE: the record holds NUL bytes';
  if (text === header) return 'REPEATED_HEADER: the header once more';
  const count = splitRecord(text, delimiter).length;
  if (count === names.length) return undefined;
  return `COLUMN_COUNT: ${count} columns, the header has ${names.length}`;
}

function boundRow({ mapping, names }: Table, values: readonly string[]): Bound {
  const columns = new Map<string, string[]>();
  for (const [index, name] of names.entries()) {
    columns.set(name, [...(columns.get(name) ?? []), values[index] ?? '']);
  }
  return new MappedRow(mapping, columns).bound();
}

/** The sender's own bytes, written anew only where a column must go. */
function withoutDropped(
  { dropped, delimiter }: Table,
  values: readonly string[],
  payload: Buffer,
): Buffer {
  if (dropped.size === 0) return payload;
  const kept = values.map((value, index) =>
    dropped.has(index) ? '' : `"${value.replaceAll('"', '""')}"`,
  );
  return Buffer.from(kept.join(delimiter));
}

/**
 * A CSV file somebody uploaded -> rows of cells, under limits that stand before anything is believed:
 * named encoding or strict UTF-8, rows, columns, bytes of a record. Source: ops-security.md section 5.
 */
import { parse } from 'csv-parse';

export const csvLimits = {
  bytes: 10 * 1024 * 1024,
  rows: 10_000,
  columns: 200,
  /** Characters of a record, and so of a cell. */
  record: 64 * 1024,
} as const;

export const encodings = ['utf-8', 'windows-1252', 'iso-8859-1', 'iso-8859-15'] as const;
export type Encoding = (typeof encodings)[number];

export interface CsvRow {
  /** Of the file, from 1; a cell with line breaks counts with its last one. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

export type ReadCsv =
  | { readonly ok: true; readonly table: CsvTable }
  | { readonly ok: false; readonly message: string };

const chunkCharacters = 64 * 1024;
const delimiters = [',', ';', '\t'] as const;

/** The text, or why the bytes are none. */
function textOf(bytes: Buffer, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined; // a byte that stands for no letter
  }
}

/** The sign that stands most often in the first line outside of quotes. */
function delimiterOf(text: string): string {
  const end = text.slice(0, csvLimits.record).search(/[\r\n]/);
  const first = text.slice(0, end === -1 ? csvLimits.record : end).replace(/"[^"]*"/g, '');
  const count = (sign: string) => first.split(sign).length;
  return [...delimiters].sort((one, other) => count(other) - count(one))[0] ?? ',';
}

function* chunksOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += chunkCharacters) {
    yield text.slice(at, at + chunkCharacters);
  }
}

const refused = (message: string): ReadCsv => ({ ok: false, message });

/** @returns all rows, or the first reason not to read on. Total: no throw; stops at the first limit. */
export async function readCsv(bytes: Buffer, encoding: Encoding): Promise<ReadCsv> {
  if (bytes.includes(0)) {
    return refused('has NUL bytes, as UTF-16 has: save it as CSV in UTF-8');
  }
  const text = textOf(bytes, encoding);
  if (text === undefined) {
    return refused(`is not written in ${encoding}: save it in UTF-8, or name its encoding`);
  }
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    max_record_size: csvLimits.record,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const feeding = feed(parser, text);
  const rows: CsvRow[] = [];
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      if (record.length > csvLimits.columns) {
        return refused(`line ${info.lines} has more than ${csvLimits.columns} columns`);
      }
      rows.push({ line: info.lines, cells: record });
      if (rows.length > csvLimits.rows + 1) {
        return refused(`has more than ${csvLimits.rows.toLocaleString('en')} rows: split it`);
      }
    }
  } catch (error) {
    return refused(parserWords(error));
  } finally {
    parser.destroy();
    await feeding;
  }
  const [header, ...rest] = rows;
  if (header === undefined || rest.length === 0) {
    return refused('has no rows: the first line names the columns, lots follow');
  }
  return { ok: true, table: { header: header.cells, rows: rest } };
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Gives the text in pieces, so that a limit is met before the rest is looked at. */
async function feed(parser: ReturnType<typeof parse>, text: string): Promise<void> {
  for (const chunk of chunksOf(text)) {
    if (parser.destroyed) return;
    const isReady = parser.write(chunk, () => undefined);
    if (!isReady) {
      await new Promise<void>((resolve) => {
        const goOn = (): void => {
          parser.off('drain', goOn).off('close', goOn);
          resolve();
        };
        parser.on('drain', goOn).on('close', goOn);
      });
    }
  }
  if (!parser.destroyed) parser.end();
}

function parserWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'CSV_MAX_RECORD_SIZE':
      return 'has a row of more than 64 KB: perhaps a quotation mark is not closed';
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'has a quotation mark that is not closed';
    default:
      return 'cannot be read as CSV: a quotation mark stands where none may';
  }
}

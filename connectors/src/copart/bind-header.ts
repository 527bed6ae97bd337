/** Reads the header line of a sales-data file: accepts what we know, names what it is otherwise. */
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import { cellOf, nameOf, normalisedName, requiredCells } from './columns.ts';
import { splitFields } from './split-fields.ts';

export interface Binding {
  /** The header line itself: met again among the rows it is no listing. */
  readonly line: string;
  readonly columnCount: number;
  /** For every cell of the layout the column that holds it, -1 where the file has none. */
  readonly columnOf: readonly number[];
  /** Columns added or missing, for people. */
  readonly warnings: readonly string[];
}

export type HeaderVerdict =
  | { readonly ok: true; readonly binding: Binding }
  /** @property reason `CODE: text`; codes: HTML_PAGE, JSON_FILE, WRONG_ENCODING, WRONG_EXPORT, NOT_SALES_DATA, MISSING_COLUMN, DOUBLED_COLUMN */
  | { readonly ok: false; readonly reason: string };

/** Columns of Copart's lot-search export that the sales data never has (feeds.md section 3). */
const searchExportMarks = ['loturl', 'mybid'];
/** Fewer known names than this and the line is no header of ours at all. */
const knownNamesMin = 10;

/** @param line the file's first line, decoded, without byte order mark */
export function bindHeader(line: string): HeaderVerdict {
  const misfit = misfitOf(line);
  if (misfit !== undefined) return { ok: false, reason: misfit };
  const names = splitFields(line).values;
  const normalised = names.map(normalisedName);
  if (searchExportMarks.every((mark) => normalised.includes(mark))) {
    return refused(
      'WRONG_EXPORT',
      "this is Copart's lot-search export (masked VINs, viewer's time zone), not the sales data; " +
        'download the sales data CSV (salesdata.csv) from your member account',
    );
  }
  return bound(line, names);
}

function bound(line: string, names: readonly string[]): HeaderVerdict {
  const cells = names.map(cellOf);
  const known = cells.filter((cell) => cell !== undefined);
  if (known.length < knownNamesMin) {
    return refused(
      'NOT_SALES_DATA',
      `the first line is no header of Copart's sales data: ${known.length} of ` +
        `${copartSalesdata.cells.length} known columns found`,
    );
  }
  const missing = copartSalesdata.cells.filter((cell) => !known.includes(cell));
  const required = missing.filter((cell) => requiredCells.includes(cell));
  if (required.length > 0) return refused('MISSING_COLUMN', `required: ${named(required)}`);
  const doubled = known.filter((cell, index) => known.indexOf(cell) !== index);
  if (doubled.length > 0) return refused('DOUBLED_COLUMN', named(doubled));
  const added = names.filter((_, index) => cells[index] === undefined);
  return {
    ok: true,
    binding: {
      line,
      columnCount: names.length,
      columnOf: copartSalesdata.cells.map((cell) => cells.indexOf(cell)),
      warnings: warnings(added, missing),
    },
  };
}

/** What the first line shows to be something else than CSV in a one-byte or UTF-8 encoding. */
function misfitOf(line: string): string | undefined {
  const first = line.trimStart().charAt(0);
  if (first === '<') return 'HTML_PAGE: the answer is a web page, not the sales data file';
  if (first === '{' || first === '[') return 'JSON_FILE: the answer is JSON, not the sales data';
  if (line.includes('\0')) return 'WRONG_ENCODING: UTF-16 or binary, expected UTF-8 or Latin-1';
  return undefined;
}

function warnings(added: readonly string[], missing: readonly CopartCell[]): string[] {
  const found: string[] = [];
  if (added.length > 0) found.push(`unknown columns ignored: ${added.join(', ')}`);
  if (missing.length > 0) found.push(`columns the file does not have: ${named(missing)}`);
  return found;
}

const named = (cells: readonly CopartCell[]): string => cells.map(nameOf).join(', ');
const refused = (code: string, text: string): HeaderVerdict => ({
  ok: false,
  reason: `${code}: ${text}`,
});

/**
 * Shape of one row of Copart's sales data: the line's bytes untouched, and its values in the order
 * of `copart-salesdata@1`. Meaning (VIN, money, zones, sentinels) is the domain's.
 */
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import type { FeedRecord } from '../connector.ts';
import type { Binding } from './bind-header.ts';
import { nameOf } from './columns.ts';
import { decodeLine } from '../decode-line.ts';
import type { Line } from './line-splitter.ts';
import { repaired, splitFields } from './split-fields.ts';

/** Why a line is no listing. */
export type LineFault =
  'LINE_TOO_LONG' | 'NUL_BYTE' | 'OPEN_QUOTE' | 'COLUMN_COUNT' | 'KEY_COLUMN' | 'REPEATED_HEADER';

const number = /^-?[\d.,]*$/;
const stamp = /^(\d{4}-\d\d-\d\d.*)?$/;
/** Columns whose type shows that a line was split at the right places, spread over the line. */
const typedColumns: readonly (readonly [CopartCell, RegExp])[] = [
  ['saleDate', /^\d{0,8}$/],
  ['lotNumber', /^\d{1,12}$/],
  ['year', /^\d{0,4}$/],
  ['odometer', number],
  ['highBid', number],
  ['createdAt', stamp],
  ['lastUpdatedAt', stamp],
];
const typeChecks = typedColumns.map(([cell, type]) => ({
  cell,
  type,
  index: copartSalesdata.cells.indexOf(cell),
}));
const saleDateIndex = copartSalesdata.cells.indexOf('saleDate');
const lotNumberIndex = copartSalesdata.cells.indexOf('lotNumber');
const noBreakSpaces = /\u00A0/g;

type Row =
  | { readonly ok: true; readonly cells: string[] }
  /** @property cells what could be read up to the damage */
  | { readonly ok: false; readonly reason: string; readonly cells: readonly string[] };

/**
 * Reads one line.
 * @returns LISTING when it has the header's columns with fitting types, if need be after the one
 * repair; else UNREADABLE with the line's bytes and a `LineFault: text`, and the lot number where the
 * part before the damage shows it
 */
export function toRawListing(line: Line, binding: Binding): FeedRecord {
  const { text, encoding } = decodeLine(line.bytes);
  const read = readRow(text, binding);
  const fault = lineFault(line, text, binding) ?? (read.ok ? undefined : read.reason);
  const row = line.number;
  const payload = line.bytes;
  const siteListingId = read.ok ? read.cells[lotNumberIndex] : lotNumberBefore(read.cells);
  if (read.ok && fault === undefined && siteListingId !== undefined) {
    return { kind: 'LISTING', siteListingId, row, cells: read.cells, encoding, payload };
  }
  return {
    kind: 'UNREADABLE',
    siteListingId: siteListingId ?? null,
    row,
    reason: fault ?? because('KEY_COLUMN', 'no lot number'),
    payload,
  };
}

/** Faults of a line as a whole, whatever its columns look like. */
function lineFault(line: Line, text: string, binding: Binding): string | undefined {
  if (line.tooLong) return because('LINE_TOO_LONG', `cut at ${line.bytes.length} bytes`);
  if (text.includes('\0')) return because('NUL_BYTE', 'the line holds NUL bytes');
  if (text === binding.line) return because('REPEATED_HEADER', 'the header line once more');
  return undefined;
}

function readRow(text: string, binding: Binding): Row {
  const first = fitted(text, binding);
  if (first.ok) return first;
  const mended = repaired(text);
  if (mended === text) return first;
  const second = fitted(mended, binding);
  return second.ok ? second : first;
}

function fitted(text: string, binding: Binding): Row {
  const { values, closed } = splitFields(text);
  const cells = binding.columnOf.map((column) => tidied(values[column] ?? ''));
  if (!closed) return { ok: false, reason: because('OPEN_QUOTE', 'a quote is not closed'), cells };
  if (values.length !== binding.columnCount) {
    const text = `${values.length} columns, the header has ${binding.columnCount}`;
    return { ok: false, reason: because('COLUMN_COUNT', text), cells };
  }
  const misfit = typeChecks.find(
    ({ index, type }) => (binding.columnOf[index] ?? -1) >= 0 && !type.test(cells[index] ?? ''),
  );
  if (misfit === undefined) return { ok: true, cells };
  const reason = because('KEY_COLUMN', `the value of ${nameOf(misfit.cell)} is not of its type`);
  return { ok: false, reason, cells };
}

/** The lot number of a damaged line, when the columns up to it are whole. */
function lotNumberBefore(cells: readonly string[]): string | undefined {
  const lotNumber = cells[lotNumberIndex] ?? '';
  const isWhole = /^\d{5,12}$/.test(lotNumber) && /^(0|\d{8})$/.test(cells[saleDateIndex] ?? '');
  return isWhole ? lotNumber : undefined;
}

/** Padding and no-break spaces are the site's typography, not part of a value. */
function tidied(value: string): string {
  const spaced = value.includes('\u00A0') ? value.replaceAll(noBreakSpaces, ' ') : value;
  return spaced.trim();
}

const because = (fault: LineFault, text: string): string => `${fault}: ${text}`;

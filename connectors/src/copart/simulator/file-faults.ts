/** Faults that are in the file: what the site wrote is not what it should be (feeds.md section 15). */
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import { columnsOf2025, headerOf } from './sales-lines.ts';
import type { Column } from './sales-lines.ts';
import type { FaultSettings } from '../../simulator/fault-settings.ts';
import { plain } from './sales-files.ts';
import type { Variant } from './sales-files.ts';

const dayMs = 86_400_000;
const question = { missing: 401 };
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

const renamed = (from: CopartCell, name: string): Column[] =>
  columnsOf2025.map((column) => (column.cell === from ? { ...column, name } : column));
const without = (cell: CopartCell): Column[] =>
  columnsOf2025.filter((column) => column.cell !== cell);
const first = (count: number): Column[] => columnsOf2025.slice(0, count);
const columnsOf2015 = columnsOf2025
  .slice(1, 45)
  .map((column) => (column.cell === 'retailValue' ? { ...column, name: 'Lot ACV' } : column));
const added: Column[] = [
  ...columnsOf2025.slice(0, 30),
  { name: 'Battery Health', cell: undefined },
  ...columnsOf2025.slice(30),
];

/** Columns of the other export, which has none of the sales data's names in common but a few. */
const searchExport =
  'Lot URL,Lot #,Est. Retail value,Sale date,Year,Make,Model,Engine type,Cylinders,VIN,Title code,' +
  'Odometer,Odometer description,Damage description,Current bid,My bid,Item number,Sale name,' +
  'Auto grade,Sale light,Announcements';

const missing =
  (share: number): NonNullable<Variant['has']> =>
  ({ chance }) =>
    !chance.happens(question.missing, share);

type MakeVariant = (settings: FaultSettings) => Omit<Variant, 'name'>;

export const fileFaults = {
  'header-only': () => ({ has: () => false }),
  short: ({ share = 0.6 }) => ({ has: missing(1 - share) }),
  stale: () => ({ contentAgeMs: dayMs }),
  backwards: () => ({ contentAgeMs: dayMs, modifiedAgeMs: dayMs }),
  'columns-44': () => ({ columns: columnsOf2015 }),
  'columns-49': () => ({ columns: first(49) }),
  'column-added': () => ({ columns: added }),
  'column-dropped': () => ({ columns: without('color') }),
  'column-renamed': () => ({ columns: renamed('copartSelect', 'Wholesale') }),
  'required-dropped': () => ({ columns: without('lotNumber') }),
  'wrong-export': () => ({ reshape: () => [Buffer.from(`${searchExport}\r\n`)] }),
  'json-for-csv': () => ({ reshape: () => [Buffer.from('{"lots":[],"error":"maintenance"}\n')] }),
  'doubled-header': () => ({ reshape: withHeaderInside }),
  'mass-vanish': ({ share = 0.2 }) => ({ has: missing(share) }),
  flicker: ({ share = 0.02 }) => ({ has: missing(share) }),
  bom: () => ({ reshape: (lines) => joined([byteOrderMark], lines) }),
  latin1: () => ({ reshape: (lines) => mapped(lines, (line) => recoded(line, 'latin1')) }),
  utf16: () => ({ reshape: (lines) => mapped(lines, (line) => recoded(line, 'utf16le')) }),
  'nul-bytes': () => ({ reshape: withNul }),
} as const satisfies Record<string, MakeVariant>;

export type FileFault = keyof typeof fileFaults;

/** The file a fault makes; without one, the file as it should be. */
export function variantOf(fault: FileFault | undefined, settings: FaultSettings): Variant {
  if (fault === undefined) return plain;
  const name = settings.share === undefined ? fault : `${fault}-${settings.share}`;
  return { name, ...fileFaults[fault](settings) };
}

function* joined(...parts: Iterable<Buffer>[]): Generator<Buffer> {
  for (const part of parts) yield* part;
}

function* mapped(lines: Iterable<Buffer>, change: (line: Buffer) => Buffer): Generator<Buffer> {
  for (const line of lines) yield change(line);
}

const recoded = (line: Buffer, encoding: BufferEncoding): Buffer =>
  Buffer.from(line.toString('utf8'), encoding);

/** The header once more in the middle, as when two files are put together. */
function* withHeaderInside(lines: Iterable<Buffer>): Generator<Buffer> {
  let row = 0;
  for (const line of lines) {
    yield line;
    row += 1;
    if (row === 100) yield Buffer.from(`${headerOf(columnsOf2025)}\r\n`);
  }
}

/** A NUL in every hundredth row: in a text behind the lot number, which can still be read. */
function* withNul(lines: Iterable<Buffer>): Generator<Buffer> {
  const makeIndex = copartSalesdata.cells.indexOf('make');
  let row = 0;
  for (const line of lines) {
    row += 1;
    yield row % 100 === 0 ? Buffer.from(nulIn(line.toString('latin1'), makeIndex), 'latin1') : line;
  }
}

function nulIn(line: string, column: number): string {
  const cells = line.split(',');
  cells[column] = '"A\0B"';
  return cells.join(',');
}

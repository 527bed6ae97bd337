/** The lines of a sales file, in any of the shapes the format had, has, or breaks into. */
import { copartSalesdata } from '@auction/avro/layouts';
import type { CopartCell } from '@auction/avro/layouts';
import type { Market, MarketLot } from '@auction/streams/simulation/market';
import { columnNames } from '../columns.ts';
import { quoteDamage, salesRow } from './sales-row.ts';
import type { QuoteDamage, RowContext, SalesRow } from './sales-row.ts';

export interface Column {
  readonly name: string;
  /** undefined: a column nobody knows. */
  readonly cell: CopartCell | undefined;
}

export interface LinesRequest {
  readonly market: Market;
  /** Epoch ms of the market. */
  readonly at: number;
  readonly imageHost: string;
  readonly columns: readonly Column[];
  /** Which lots the file has. */
  readonly has: (lot: MarketLot) => boolean;
}

export const columnsOf2025: readonly Column[] = copartSalesdata.cells.map((cell, index) => ({
  name: columnNames[index] ?? cell,
  cell,
}));

/** Cells written without quotes; everything else is text. */
// prettier-ignore
const bareCells: ReadonlySet<CopartCell> = new Set([
  'id', 'yardNumber', 'saleDate', 'saleTime', 'itemNumber', 'lotNumber', 'year', 'odometer',
  'retailValue', 'repairCost', 'highBid', 'buyItNowPrice',
]);

const lineEnd = '\r\n';

/** Bytes of the file, a line or more at a time: UTF-8 with CRLF, and one line in Latin-1. */
export function* salesLines(request: LinesRequest): Generator<Buffer> {
  yield Buffer.from(headerOf(request.columns) + lineEnd);
  let id = 0;
  let latin1Left = 1;
  for (const lot of request.market.lotsAt(request.at)) {
    if (!request.has(lot)) continue;
    id += 1;
    const line = lineOf(
      lot,
      { id, now: request.at, imageHost: request.imageHost },
      request.columns,
    );
    const isLatin1: boolean = latin1Left > 0 && line.includes('É');
    if (isLatin1) latin1Left -= 1;
    yield Buffer.from(line + lineEnd, isLatin1 ? 'latin1' : 'utf8');
  }
}

/** A name is quoted only where it holds a comma. */
export function headerOf(columns: readonly Column[]): string {
  return columns.map(({ name }) => (name.includes(',') ? `"${name}"` : name)).join(',');
}

function lineOf(lot: MarketLot, context: RowContext, columns: readonly Column[]): string {
  const row = salesRow(lot, context);
  const damage = quoteDamage(lot);
  return columns
    .map(({ cell }) => {
      if (cell === undefined) return '"N"';
      if (bareCells.has(cell)) return row[cell];
      return cell === 'modelDetail' ? detail(row, damage) : quoted(row[cell]);
    })
    .join(',');
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Broken as the site breaks it: quotes left as they are, also one right before the closing quote. */
function detail({ modelDetail }: SalesRow, damage: QuoteDamage): string {
  return damage === 'NONE' ? quoted(modelDetail) : `"${modelDetail}"`;
}

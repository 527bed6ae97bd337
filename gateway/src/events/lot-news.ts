/**
 * What people who follow a lot are told of it, read from two rows of the board. Pure. Every gateway
 * reads the same rows, so an event has the same id wherever it is made.
 */
import type { BoardRow } from '../board-columns.ts';
import type { EventKind } from '../board-protocol.ts';
import { isLive } from '../board/board-row.ts';

export interface LotNews {
  readonly id: string;
  readonly kind: Extract<EventKind, 'opened' | 'extended' | 'closed' | 'correction'>;
  readonly lot: string;
  /** Amounts in minor units of the lot's currency `cur`, instants epoch ms. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Ends that are known to the minute or better; a day is no end to count down to. */
const minutePrecision = 2;
export const hasExactEnd = ({ prec, end }: BoardRow): boolean =>
  prec >= minutePrecision && end !== null;

/**
 * @param was the row before; undefined for a lot that is new, which is no news of a lot one follows
 * @returns at most one of each kind
 */
export function newsOf(row: BoardRow, was: BoardRow | undefined): LotNews[] {
  if (!was) return [];
  const news: LotNews[] = [];
  const say = (kind: LotNews['kind'], data: LotNews['data']) =>
    news.push({ id: `l-${row.id}-${row.v}-${kind}`, kind, lot: row.id, data });
  if (was.status !== 'OPEN' && row.status === 'OPEN') say('opened', { end: row.end });
  if (isCorrected(row, was)) say('correction', { price: row.price, was: was.price, cur: row.cur });
  if (isExtended(row, was)) say('extended', { end: row.end, was: was.end });
  if (isLive(was) && !isLive(row)) {
    say('closed', { status: row.status, price: row.price, cur: row.cur });
  }
  return news;
}

/** A price goes down only when the site takes it back, or bids are removed. */
const isCorrected = (row: BoardRow, was: BoardRow): boolean =>
  isLive(row) &&
  row.cur === was.cur &&
  was.price !== null &&
  (row.price === null ? row.bids === 0 : row.price < was.price);

const isExtended = (row: BoardRow, was: BoardRow): boolean =>
  row.status === 'OPEN' &&
  was.status === 'OPEN' &&
  hasExactEnd(row) &&
  hasExactEnd(was) &&
  (row.end ?? 0) > (was.end ?? 0);

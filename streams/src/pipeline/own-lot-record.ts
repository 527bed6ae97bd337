/** The book of an own lot as it is kept on lots.book, and back. */
import type { LotSummary, OwnLot } from '@auction/avro/records';
import { byOrg, marketOf } from '../domain/auction/book.ts';
import type { Book, Party } from '../domain/auction/book.ts';
import { SeenCommand } from '../domain/auction/seen.ts';

/** A book with what the board shows beside it. */
export interface KeptLot {
  readonly book: Book;
  summary: LotSummary;
  /** Stamp of the command or instant of the timer of the last public change, epoch ms. */
  changedAt: number;
  /** Stamp of the command behind a row that is still to be written, 0 for a timer; null: none is. */
  rowDue: number | null;
}

export function ownLotRecord({ book, summary, changedAt }: KeptLot): OwnLot {
  const { market } = book;
  return {
    terms: book.terms,
    summary,
    status: book.status,
    statusReason: book.statusReason,
    seq: book.seq,
    bookVersion: book.bookVersion,
    lotClock: book.lotClock,
    endsAt: book.endsAt,
    extensionCount: book.extensionCount,
    bidCount: book.bidCount,
    aliasCount: book.aliasCount,
    orderCount: market.orderCount,
    isBuyNowOpen: book.isBuyNowOpen,
    isReserveWaived: market.isReserveWaived,
    closedSeq: book.closedSeq,
    deadlineAt: book.deadlineAt,
    counterMinor: book.counterMinor,
    winnerOrg: book.winnerOrg,
    soldBy: book.soldBy,
    soldMinor: book.soldMinor,
    createdAt: book.createdAt,
    changedAt,
    parties: [...book.parties.values()].sort(byOrg),
  };
}

/** Parties of a decoded record, as objects that may change. */
function parties(record: OwnLot): Map<string, Party> {
  return new Map(
    record.parties.map((kept): [string, Party] => {
      const { orgId, maxMinor, floorMinor, rank, order, userId, via, alias, letterCount } = kept;
      const standing = { maxMinor, floorMinor, rank, order };
      const seen = kept.seen.map((entry) => SeenCommand.of(entry));
      return [orgId, { ...standing, orgId, userId, via, alias, letterCount, seen }];
    }),
  );
}

export function keptLot(lotId: string, record: OwnLot): KeptLot {
  const known = parties(record);
  const market = marketOf(record.terms);
  market.orderCount = record.orderCount;
  market.isReserveWaived = record.isReserveWaived;
  market.rankAll(known.values());
  const book: Book = {
    lotId,
    terms: record.terms,
    market,
    parties: known,
    status: record.status,
    statusReason: record.statusReason,
    seq: record.seq,
    bookVersion: record.bookVersion,
    lotClock: record.lotClock,
    endsAt: record.endsAt,
    extensionCount: record.extensionCount,
    bidCount: record.bidCount,
    aliasCount: record.aliasCount,
    isBuyNowOpen: record.isBuyNowOpen,
    closedSeq: record.closedSeq,
    deadlineAt: record.deadlineAt,
    counterMinor: record.counterMinor,
    winnerOrg: record.winnerOrg,
    soldBy: record.soldBy,
    soldMinor: record.soldMinor,
    createdAt: record.createdAt,
  };
  return { book, summary: record.summary, changedAt: record.changedAt, rowDue: null };
}

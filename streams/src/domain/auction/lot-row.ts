/** What everybody sees of an own lot: a pure function of its book that shows no maximum. */
import type { LotRow, LotStatus } from '../external-lot.ts';
import type { Reserve } from '../reserve.ts';
import type { Book, BookStatus } from './book.ts';

/** Site under which our own lots stand beside those of others. */
export const ownSite = 'own';

export interface RowGiven<S> {
  readonly summary: S;
  /** Stamp of the command or instant of the timer of the last public change, epoch ms. */
  readonly changedAt: number;
  /** Stamp of the command that caused the row; 0: a timer did. Epoch ms. */
  readonly publishedAt: number;
}

const statuses: Readonly<Record<BookStatus, LotStatus>> = {
  DRAFT: 'UNKNOWN', // never written
  SCHEDULED: 'SCHEDULED',
  OPEN: 'OPEN',
  PENDING_APPROVAL: 'PENDING_APPROVAL',
  COUNTERED: 'COUNTERED',
  SOLD: 'SOLD',
  NOT_SOLD: 'NOT_SOLD',
  WITHDRAWN: 'WITHDRAWN',
};

function shownReserve({ terms, market }: Book): Reserve {
  if (terms.policy.reserveShown === 'NOTHING') return 'UNKNOWN';
  if (terms.reserveMinor === null) return 'NONE';
  return market.isReserveMet ? 'MET' : 'NOT_MET';
}

/** The row of the board; its version is the number of the last public event. */
export function lotRow<S>(book: Book, { summary, changedAt, publishedAt }: RowGiven<S>): LotRow<S> {
  const { terms, market, status } = book;
  const isBiddable = status === 'SCHEDULED' || status === 'OPEN';
  const isBoughtNow = book.soldBy === 'BUY_NOW';
  const priceMinor = isBoughtNow ? book.soldMinor : market.priceMinor;
  const first = isBoughtNow ? book.parties.get(book.winnerOrg ?? '') : market.leader;
  const waits = status === 'PENDING_APPROVAL' || status === 'COUNTERED';
  return {
    lotId: book.lotId,
    version: book.seq,
    kind: 'OWN',
    site: ownSite,
    siteListingId: book.lotId,
    status: statuses[status],
    statusReason: book.statusReason,
    currency: terms.currency,
    priceMinor: priceMinor === 0 ? null : priceMinor,
    askMinor: isBiddable ? market.askMinor : null,
    bidCount: book.bidCount,
    buyNowMinor: isBiddable && book.isBuyNowOpen ? terms.buyNowMinor : null,
    reserve: shownReserve(book),
    startsAt: terms.startsAt,
    endsAt: book.endsAt,
    endsAtPrecision: 'MS',
    correctionCount: 0,
    leaderAlias: first?.alias ?? null,
    incTable: terms.incTable,
    granularityMinor: terms.granularityMinor,
    reserveMinor: terms.policy.reserveShown === 'AMOUNT' ? terms.reserveMinor : null,
    extensionCount: book.extensionCount,
    decisionUntil: waits ? book.deadlineAt : null,
    graceMs: terms.policy.graceMs,
    firstSeenAt: book.createdAt,
    observedAt: changedAt,
    publishedAt,
    summary,
    earlierRuns: [],
  };
}

/** What time does to a lot when it reaches it as a record (bidding.md sections 8 and 9). */
import { award } from './approval.ts';
import { shownReserveMet } from './book.ts';
import type { Book } from './book.ts';
import type { Timer } from './command.ts';
import type { LotEvent } from './event.ts';

/** Events of a lot whose end has come. */
function closing(book: Book): LotEvent[] {
  const { market, bidCount, terms, endsAt } = book;
  const { approval, approvalMs } = terms.policy;
  const priceMinor = market.leader === undefined ? null : market.priceMinor;
  const closed: LotEvent = {
    type: 'LotClosed',
    priceMinor,
    bidCount,
    reserveMet: shownReserveMet(book),
  };
  if (priceMinor === null) return [closed, { type: 'LotNotSold', reason: 'NO_BIDS' }];
  if (market.isReserveMet && approval !== 'ALWAYS') {
    return [closed, ...award(book, 'BID', priceMinor)];
  }
  if (approval === 'AUTO') return [closed, { type: 'LotNotSold', reason: 'BELOW_RESERVE' }];
  return [closed, { type: 'LotPending', until: endsAt + approvalMs }];
}

/**
 * Events of a timer.
 * @param appendedAt the broker's time of the timer record, epoch ms: the timer's own clock may be fast
 * @returns empty for a stale timer (another instant, another state, too early): however many come, they
 * are harmless
 */
export function timerEvents(book: Book, timer: Timer, appendedAt: number): readonly LotEvent[] {
  if (appendedAt < timer.forAt) return [];
  switch (timer.type) {
    case 'OPEN_DUE': {
      const isDue = book.status === 'SCHEDULED' && timer.forAt === book.terms.startsAt;
      return isDue ? [{ type: 'LotOpened', endsAt: book.endsAt }] : [];
    }
    case 'CLOSE_DUE': {
      const isDue = book.status === 'OPEN' && timer.forAt === book.endsAt;
      return isDue ? closing(book) : [];
    }
    case 'DEADLINE_DUE': {
      const waits = book.status === 'PENDING_APPROVAL' || book.status === 'COUNTERED';
      const isDue = waits && timer.forAt === book.deadlineAt;
      return isDue ? [{ type: 'LotNotSold', reason: 'NO_DECISION' }] : [];
    }
  }
}

/** What an event makes of a book. No rules here: whether it may happen was decided before. */
import { marketOf, partyOf } from './book.ts';
import type { Book } from './book.ts';
import { isPublic } from './event.ts';
import type { LotEvent, PrivateEvent, PublicEvent } from './event.ts';

/** A broken invariant: program and log disagree, so nothing more may be written. */
function assert(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`broken invariant: ${what}`);
}

function stand(book: Book, event: Extract<PrivateEvent, { type: 'BidStands' }>): void {
  const { offer, at } = event;
  assert(event.orgId !== book.terms.sellerOrg, 'the seller never stands');
  assert(at < book.endsAt, 'nothing is accepted at or after the end');
  const party = partyOf(book, event.orgId);
  if (party.alias === 0) {
    book.aliasCount += 1;
    party.alias = book.aliasCount;
  }
  party.userId = event.userId;
  party.via = event.via;
  book.market.put(party, offer);
  if (event.isCounted) book.bidCount += 1;
  book.lotClock = at;
}

function remove(book: Book, orgIds: readonly string[]): void {
  const gone = orgIds.map((orgId) => partyOf(book, orgId));
  book.market.remove(gone, book.parties.values());
}

function evolvePrivate(book: Book, event: PrivateEvent): void {
  switch (event.type) {
    case 'TermsSet':
      book.terms = event.terms;
      book.endsAt = event.terms.endsAt;
      book.isBuyNowOpen = event.terms.buyNowMinor !== null;
      book.market = marketOf(event.terms);
      return;
    case 'DraftDropped':
      end(book, 'WITHDRAWN', 'SELLER');
      return;
    case 'OrgsExcluded': {
      const excludedOrgs = [...new Set([...book.terms.excludedOrgs, ...event.orgIds])];
      book.terms = { ...book.terms, excludedOrgs };
      return;
    }
    case 'BidStands':
      stand(book, event);
      return;
    case 'BidsRemoved':
      remove(book, event.orgIds);
      return;
    case 'CounterMade':
      book.counterMinor = event.amountMinor;
      return;
    case 'Sold': {
      const party = partyOf(book, event.orgId);
      if (party.alias === 0) {
        book.aliasCount += 1;
        party.alias = book.aliasCount;
      }
      book.winnerOrg = event.orgId;
      book.soldBy = event.how;
      book.soldMinor = event.priceMinor;
      return;
    }
  }
}

function end(book: Book, status: 'SOLD' | 'NOT_SOLD' | 'WITHDRAWN', reason: string): void {
  book.status = status;
  book.statusReason = reason;
  book.deadlineAt = 0;
}

function evolvePublic(book: Book, event: PublicEvent): void {
  book.seq += 1;
  switch (event.type) {
    case 'LotPublished':
      book.status = 'SCHEDULED';
      return;
    case 'LotOpened':
      book.status = 'OPEN';
      return;
    case 'PriceChanged': {
      const { priceMinor, askMinor, leader } = book.market;
      assert((event.priceMinor ?? 0) === priceMinor, 'the price told is the price');
      assert(event.askMinor === askMinor, 'the ask told is the ask');
      assert((event.leaderAlias ?? undefined) === leader?.alias, 'the leader told leads');
      assert(
        leader === undefined || priceMinor <= leader.maxMinor,
        'nobody pays above the maximum',
      );
      return;
    }
    case 'BuyNowRemoved':
      book.isBuyNowOpen = false;
      return;
    case 'LotExtended':
      assert(event.endsAt > book.endsAt, 'an extension is later');
      book.endsAt = event.endsAt;
      book.extensionCount = event.extensionCount;
      return;
    case 'ReserveWaived':
      book.market.waiveReserve();
      return;
    case 'LotAmended':
      book.endsAt = event.endsAt;
      return;
    case 'BidsVoided':
      return;
    case 'LotClosed':
      book.closedSeq = book.seq;
      return;
    case 'LotPending':
      book.status = 'PENDING_APPROVAL';
      book.deadlineAt = event.until;
      return;
    case 'LotCountered':
      book.status = 'COUNTERED';
      book.deadlineAt = event.until;
      return;
    case 'LotAwarded':
      end(book, 'SOLD', event.how);
      return;
    case 'LotNotSold':
      end(book, 'NOT_SOLD', event.reason);
      return;
    case 'LotWithdrawn':
      end(book, 'WITHDRAWN', event.reason);
      return;
  }
}

/**
 * The book after an event, changed in place and returned.
 * @throws when event and book contradict each other: a bug, never a refusal
 */
export function evolve(book: Book, event: LotEvent): Book {
  if (isPublic(event)) evolvePublic(book, event);
  else evolvePrivate(book, event);
  return book;
}

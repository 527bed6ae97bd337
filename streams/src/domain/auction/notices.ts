/** Who is told what besides the sender: a notice to each organisation whose position changed. */
import { standings } from './book.ts';
import type { Book, Party } from './book.ts';
import type { LotEvent } from './event.ts';
import type { Letter, NoticeKind } from './letter.ts';

/** Adds a numbered notice to an organisation. */
function notify(
  book: Book,
  to: Party,
  kind: NoticeKind,
  amountMinor: number | null,
  letters: Letter[],
): void {
  to.letterCount += 1;
  const { priceMinor } = book.market;
  const notice = { kind, priceMinor: priceMinor === 0 ? null : priceMinor, amountMinor };
  letters.push({
    toOrg: to.orgId,
    number: to.letterCount,
    outcome: null,
    notice,
    isRepeat: false,
  });
}

/** Won and lost, to everybody who stands; what is paid, to the two parties only. */
function tellSale(book: Book, winnerOrg: string, letters: Letter[]): void {
  const { parties, soldMinor, terms } = book;
  const winner = parties.get(winnerOrg);
  if (winner !== undefined) notify(book, winner, 'WON', soldMinor, letters);
  for (const party of standings(book)) {
    if (party !== winner) notify(book, party, 'LOST', null, letters);
  }
  const seller = parties.get(terms.sellerOrg);
  if (seller !== undefined) notify(book, seller, 'SOLD', soldMinor, letters);
}

/**
 * Notices of events that have happened.
 * @param leaderBefore who led before them
 * @param letters where they go
 */
export function addNotices(
  book: Book,
  events: readonly LotEvent[],
  leaderBefore: Party | undefined,
  letters: Letter[],
): void {
  const { market } = book;
  for (const event of events) {
    switch (event.type) {
      case 'BidStands':
        if (leaderBefore !== undefined && market.leader !== leaderBefore) {
          notify(book, leaderBefore, 'OUTBID', null, letters);
        }
        break;
      case 'BidsRemoved':
        for (const orgId of event.orgIds) {
          const party = book.parties.get(orgId);
          if (party !== undefined) notify(book, party, 'VOIDED', null, letters);
        }
        if (market.leader !== undefined && market.leader !== leaderBefore) {
          notify(book, market.leader, 'LEADING_AGAIN', null, letters);
        }
        break;
      case 'LotCountered':
        if (market.leader !== undefined) {
          notify(book, market.leader, 'COUNTER_OFFERED', book.counterMinor, letters);
        }
        break;
      case 'Sold':
        tellSale(book, event.orgId, letters);
        break;
      case 'LotNotSold':
        for (const party of standings(book)) notify(book, party, 'LOST', null, letters);
        break;
      case 'LotWithdrawn':
        for (const party of standings(book)) notify(book, party, 'VOIDED', null, letters);
        break;
      default:
        break;
    }
  }
}

/** The seller's word on a bid below the reserve, and the buyer's on a counter-offer (bidding.md section 9). */
import type { Verdict } from './bidding.ts';
import type { Book, BookStatus } from './book.ts';
import type { Sender } from './command.ts';
import type { AwardedBy, LotEvent } from './event.ts';
import { refused } from './refusals.ts';
import type { Refused } from './refusals.ts';

/** Whether this is still to be decided, stamped before the deadline. */
function decisionRefusal(
  book: Book,
  status: BookStatus,
  mayDecide: boolean,
  { receivedAt }: Sender,
): Refused | undefined {
  if (!mayDecide) return refused('NOT_ALLOWED');
  if (book.status !== status) return refused('CLOSED');
  return receivedAt < book.deadlineAt ? undefined : refused('ENDED');
}

const isSeller = ({ terms }: Book, { orgId }: Sender): boolean => orgId === terms.sellerOrg;
const isBuyer = ({ market }: Book, { orgId }: Sender): boolean => orgId === market.leader?.orgId;

/** Events by which the leader gets the lot; the price of a counter-offer is not public. */
export function award(book: Book, how: AwardedBy, paidMinor: number): LotEvent[] {
  const { leader } = book.market;
  if (leader === undefined) return [];
  const { orgId, alias: leaderAlias } = leader;
  const priceMinor = how === 'COUNTER' ? null : paidMinor;
  return [
    { type: 'Sold', orgId, priceMinor: paidMinor, how },
    { type: 'LotAwarded', leaderAlias, how, priceMinor },
  ];
}

export function decideApproval(book: Book, sender: Sender): Verdict {
  const refusal = decisionRefusal(book, 'PENDING_APPROVAL', isSeller(book, sender), sender);
  return refusal ?? { ok: true, events: award(book, 'APPROVAL', book.market.priceMinor) };
}

export function decideRejection(book: Book, sender: Sender): Verdict {
  const refusal = decisionRefusal(book, 'PENDING_APPROVAL', isSeller(book, sender), sender);
  return refusal ?? { ok: true, events: [{ type: 'LotNotSold', reason: 'REJECTED' }] };
}

/** A counter-offer is above the closing price and is never accepted by reading the hidden maximum. */
export function decideCounter(book: Book, sender: Sender, amountMinor: number): Verdict {
  const refusal = decisionRefusal(book, 'PENDING_APPROVAL', isSeller(book, sender), sender);
  if (refusal !== undefined) return refusal;
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= book.market.priceMinor) {
    return refused('AMOUNT');
  }
  if (amountMinor % book.terms.granularityMinor !== 0) return refused('OFF_GRID');
  const until = sender.receivedAt + book.terms.policy.counterMs;
  return {
    ok: true,
    events: [
      { type: 'CounterMade', amountMinor },
      { type: 'LotCountered', until },
    ],
  };
}

export function decideCounterAnswer(book: Book, sender: Sender, accepts: boolean): Verdict {
  const refusal = decisionRefusal(book, 'COUNTERED', isBuyer(book, sender), sender);
  if (refusal !== undefined) return refusal;
  if (accepts) return { ok: true, events: award(book, 'COUNTER', book.counterMinor) };
  return { ok: true, events: [{ type: 'LotNotSold', reason: 'DECLINED' }] };
}

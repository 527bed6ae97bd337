/** May it be, and what happens then? Pure: state, command and time in, events or a refusal out. */
import { decideApproval, decideCounter, decideCounterAnswer, decideRejection } from './approval.ts';
import { decideBid, decideBuyNow, decideRetraction } from './bidding.ts';
import type { Verdict } from './bidding.ts';
import type { Book } from './book.ts';
import type { Command } from './command.ts';
import { refused } from './refusals.ts';
import type { Refused } from './refusals.ts';
import { decideAmendment, decidePublish, decideWithdrawal } from './selling.ts';

/** A stamp may be this far ahead of the broker's clock, ms. */
const stampAheadMaxMs = 1000;

/** Checks 2 and 3: a gateway's clock that is fast, and what the limiter said. */
export function upstreamRefusal({ sender }: Command, appendedAt: number): Refused | undefined {
  if (sender.receivedAt > appendedAt + stampAheadMaxMs) return refused('BAD_STAMP');
  return sender.refused === null ? undefined : refused(sender.refused);
}

/**
 * Decides a command on a lot that exists, idempotency aside.
 * @param appendedAt the broker's time of the record, epoch ms
 * @returns events in the order in which they happen, or why not; changes nothing
 * Source: bidding.md section 3, the checks in their order.
 */
export function decide(book: Book, command: Command, appendedAt: number): Verdict {
  const upstream = upstreamRefusal(command, appendedAt);
  if (upstream !== undefined) return upstream;
  const { sender, wish } = command;
  switch (wish.type) {
    case 'PLACE_BID':
      return decideBid(book, sender, wish.bid);
    case 'BUY_NOW':
      return decideBuyNow(book, sender, wish.amountMinor);
    case 'RETRACT_BID':
      return decideRetraction(book, sender, wish.targetOrg, wish.reasonCode);
    case 'CREATE_LOT':
      return refused('EXISTS');
    case 'AMEND_LOT':
      return decideAmendment(book, sender, wish.amend);
    case 'PUBLISH_LOT':
      return decidePublish(book, sender);
    case 'WITHDRAW_LOT':
      return decideWithdrawal(book, sender, wish.reason);
    case 'APPROVE_SALE':
      return decideApproval(book, sender);
    case 'REJECT_SALE':
      return decideRejection(book, sender);
    case 'COUNTER':
      return decideCounter(book, sender, wish.amountMinor);
    case 'ACCEPT_COUNTER':
      return decideCounterAnswer(book, sender, true);
    case 'DECLINE_COUNTER':
      return decideCounterAnswer(book, sender, false);
  }
}

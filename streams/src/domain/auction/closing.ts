/** When bids still count, and when they move the end (bidding.md section 8). Times epoch ms. */
import { isTerminal } from './book.ts';
import type { Book } from './book.ts';
import { refused } from './refusals.ts';
import type { Refused } from './refusals.ts';
import type { SoftClose } from './terms.ts';

/** Whether a bid stamped so finds the lot open; undefined: it does. */
export function timeRefusal(book: Book, receivedAt: number): Refused | undefined {
  const { status, terms, endsAt, closedSeq } = book;
  if (status === 'OPEN') return receivedAt < endsAt ? undefined : refused('ENDED');
  if (status === 'DRAFT') return refused('NOT_OPEN');
  if (status === 'SCHEDULED') {
    if (receivedAt < terms.startsAt) return refused('NOT_OPEN');
    return receivedAt < endsAt ? undefined : refused('ENDED');
  }
  // The log is the truth: a bid behind LotClosed came too late, whatever its stamp says.
  if (closedSeq > 0 && receivedAt < endsAt) return refused('LATE', { closedSeq });
  return refused(isTerminal(book) ? 'CLOSED' : 'ENDED');
}

/** What an accepted bid changed. */
export interface Effect {
  readonly movesPrice: boolean;
  readonly changesLeader: boolean;
}

function isTriggered({ trigger }: SoftClose, effect: Effect): boolean {
  switch (trigger) {
    case 'ANY_BID':
      return true;
    case 'LEADER_CHANGE':
      return effect.changesLeader;
    case 'PRICE_OR_LEADER':
      return effect.movesPrice || effect.changesLeader;
  }
}

/**
 * End of the lot after an accepted bid.
 * @param at when the bid counts as made
 * @returns the old end when the bid does not extend the lot; never an earlier one
 */
export function endAfter(book: Book, at: number, effect: Effect): number {
  const { endsAt, extensionCount, terms } = book;
  const rule = terms.policy.softClose;
  if (rule === null || endsAt - at > rule.windowMs || !isTriggered(rule, effect)) return endsAt;
  if (rule.maxExt !== null && extensionCount >= rule.maxExt) return endsAt;
  const wanted = rule.mode === 'ADD' ? endsAt + rule.extMs : at + rule.extMs;
  return Math.max(endsAt, Math.min(wanted, rule.hardEnd ?? wanted));
}

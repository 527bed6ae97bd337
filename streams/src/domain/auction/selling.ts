/** What the seller and operators may do with a lot (bidding.md sections 9 and 14). */
import { removal } from './bidding.ts';
import type { Verdict } from './bidding.ts';
import { standings } from './book.ts';
import type { Book } from './book.ts';
import type { AmendLot, Sender } from './command.ts';
import type { LotEvent } from './event.ts';
import { refused } from './refusals.ts';
import type { Refused } from './refusals.ts';
import { termsFaults } from './terms.ts';
import type { LotTerms } from './terms.ts';

/** In the last hour the end may only be moved by bids. */
const endFreezeMs = 3_600_000;
/** After a material change bidders have at least this long. */
const voidedMinMs = 30 * 60_000;

const granted = (...events: LotEvent[]): Verdict => ({ ok: true, events });

function sellerRefusal({ terms }: Book, { orgId, isAdmin }: Sender): Refused | undefined {
  return isAdmin || orgId === terms.sellerOrg ? undefined : refused('NOT_ALLOWED');
}

const beforeOpening = ({ status }: Book): boolean => status === 'DRAFT' || status === 'SCHEDULED';

/** Why terms are not acceptable from this sender; undefined when they are. */
export function termsRefusal(sender: Sender, terms: LotTerms): Refused | undefined {
  if (!sender.isAdmin && sender.orgId !== terms.sellerOrg) return refused('NOT_ALLOWED');
  const reasons = termsFaults(terms);
  return reasons.length > 0 ? refused('BAD_TERMS', { reasons }) : undefined;
}

export function decidePublish(book: Book, sender: Sender): Verdict {
  const refusal = sellerRefusal(book, sender);
  if (refusal !== undefined) return refusal;
  if (book.status !== 'DRAFT') return refused('NOT_ALLOWED');
  const { startsAt, endsAt } = book.terms;
  if (sender.receivedAt >= endsAt) return refused('BAD_TERMS', { reasons: ['TIMES'] });
  return granted({ type: 'LotPublished', startsAt, endsAt });
}

/** The seller before anybody bids; an operator with a reason until the end; nobody afterwards. */
export function decideWithdrawal(book: Book, sender: Sender, reason: string | null): Verdict {
  const refusal = sellerRefusal(book, sender);
  if (refusal !== undefined) return refusal;
  if (!beforeOpening(book) && book.status !== 'OPEN') return refused('CLOSED');
  const bidders = standings(book).map(({ orgId }) => orgId);
  if (bidders.length > 0 && !(sender.isAdmin && reason !== null)) return refused('NOT_ALLOWED');
  // A draft was never shown to anybody, so its end is not either.
  if (book.status === 'DRAFT') return granted({ type: 'DraftDropped' });
  return granted({ type: 'LotWithdrawn', reason: reason ?? 'SELLER' });
}

function amendBeforeOpening(book: Book, sender: Sender, amend: AmendLot): Verdict {
  const events: LotEvent[] = [];
  const terms = withEnd(amend.terms ?? book.terms, amend.endsAt);
  if (terms !== book.terms) {
    const refusal = termsRefusal(sender, terms);
    if (refusal !== undefined) return refusal;
    events.push({ type: 'TermsSet', terms });
  }
  events.push(...exclusion(book, amend));
  if (book.status === 'SCHEDULED') {
    events.push({ type: 'LotAmended', isMaterial: false, endsAt: terms.endsAt });
  }
  return granted(...events);
}

const withEnd = (terms: LotTerms, endsAt: number | null): LotTerms =>
  endsAt === null ? terms : { ...terms, endsAt };

/** A link found later removes what that organisation has bid, like an operator's retraction. */
function exclusion(book: Book, { excludedOrgs }: AmendLot): LotEvent[] {
  if (excludedOrgs.length === 0) return [];
  const orgIds = excludedOrgs.filter((orgId) => (book.parties.get(orgId)?.maxMinor ?? 0) > 0);
  const excluded: LotEvent = { type: 'OrgsExcluded', orgIds: excludedOrgs };
  return orgIds.length === 0 ? [excluded] : [excluded, ...removal(book, orgIds)];
}

function endRefusal(book: Book, { receivedAt }: Sender, endsAt: number): Refused | undefined {
  const { startsAt, policy } = book.terms;
  const hardEnd = policy.softClose?.hardEnd ?? endsAt;
  const isLater = endsAt > book.endsAt && endsAt <= hardEnd;
  if (!isLater || receivedAt >= book.endsAt - endFreezeMs) return refused('NOT_ALLOWED');
  const reasons = termsFaults({ ...book.terms, startsAt, endsAt });
  return reasons.length > 0 ? refused('BAD_TERMS', { reasons }) : undefined;
}

/** Facts that change what was bid on: nobody is bound any more, and there is time to bid again. */
function voided(book: Book, sender: Sender, endsAt: number): Verdict {
  if (!sender.isAdmin) return refused('NOT_ALLOWED');
  const orgIds = standings(book).map(({ orgId }) => orgId);
  const end = Math.max(endsAt, sender.receivedAt + voidedMinMs);
  return granted(
    { type: 'LotAmended', isMaterial: true, endsAt: end },
    ...(orgIds.length > 0 ? removal(book, orgIds, [{ type: 'BidsVoided' }]) : []),
  );
}

function amendOpen(book: Book, sender: Sender, amend: AmendLot): Verdict {
  if (sender.receivedAt >= book.endsAt) return refused('ENDED');
  if (amend.terms !== null) return refused('NOT_ALLOWED');
  if (amend.excludedOrgs.length > 0 && !sender.isAdmin) return refused('NOT_ALLOWED');
  if (amend.endsAt !== null) {
    const refusal = endRefusal(book, sender, amend.endsAt);
    if (refusal !== undefined) return refusal;
  }
  const endsAt = amend.endsAt ?? book.endsAt;
  if (amend.isMaterial) return voided(book, sender, endsAt);
  const waiver = amend.waivesReserve ? waiverOf(book) : [];
  if (waiver === undefined) return refused('NOT_ALLOWED');
  const isShown = !amend.waivesReserve && amend.excludedOrgs.length === 0;
  const amended: LotEvent[] =
    isShown || amend.endsAt !== null ? [{ type: 'LotAmended', isMaterial: false, endsAt }] : [];
  return granted(...waiver, ...amended, ...exclusion(book, amend));
}

/** Only while the reserve is known not to be met; a seller cannot feel his way down to the maximum. */
function waiverOf({ terms, market, isBuyNowOpen }: Book): LotEvent[] | undefined {
  if (terms.reserveMinor === null || market.isReserveWaived || market.isReserveMet) {
    return undefined;
  }
  const removesBuyNow = isBuyNowOpen && market.leader !== undefined;
  return removesBuyNow
    ? [{ type: 'ReserveWaived' }, { type: 'BuyNowRemoved' }]
    : [{ type: 'ReserveWaived' }];
}

export function decideAmendment(book: Book, sender: Sender, amend: AmendLot): Verdict {
  const refusal = sellerRefusal(book, sender);
  if (refusal !== undefined) return refusal;
  if (beforeOpening(book)) return amendBeforeOpening(book, sender, amend);
  return book.status === 'OPEN' ? amendOpen(book, sender, amend) : refused('CLOSED');
}

/** What bidders may do with a lot: bid, buy now, take a bid back (bidding.md sections 3 and 5). */
import { amountMaxMinor } from '../money.ts';
import { newParty, shownReserveMet } from './book.ts';
import type { Book, Party } from './book.ts';
import { endAfter, timeRefusal } from './closing.ts';
import type { PlaceBid, Sender } from './command.ts';
import { confirmReasons } from './confirmation.ts';
import type { LotEvent, PublicEvent } from './event.ts';
import { increment } from './increments.ts';
import type { Offer } from './market.ts';
import { refused } from './refusals.ts';
import type { Refused } from './refusals.ts';

export interface Granted {
  readonly ok: true;
  /** In the order in which they happen. */
  readonly events: readonly LotEvent[];
}
export type Verdict = Granted | Refused;

/** Who may not bid here at all. */
function partyRefusal({ terms }: Book, { orgId }: Sender): Refused | undefined {
  if (orgId === terms.sellerOrg) return refused('OWN_LOT');
  return terms.excludedOrgs.includes(orgId) ? refused('LINKED_ORG') : undefined;
}

/** Whether the amount is one at all, in the lot's currency and on its grid; it is never rounded. */
function amountRefusal({ terms }: Book, amountMinor: number): Refused | undefined {
  const isAmount =
    Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= amountMaxMinor;
  if (!isAmount) return refused('AMOUNT');
  return amountMinor % terms.granularityMinor === 0 ? undefined : refused('OFF_GRID');
}

/** The event by which a lot opens when a bid comes before the timer does. */
function opening(book: Book): PublicEvent[] {
  return book.status === 'SCHEDULED' ? [{ type: 'LotOpened', endsAt: book.endsAt }] : [];
}

function bidRefusal(book: Book, by: Party, bid: PlaceBid): Refused | undefined {
  const { market } = book;
  const code = market.refusal(by, bid.kind, bid.amountMinor);
  if (code !== undefined) {
    return refused(code, code === 'TOO_LOW' ? { askMinor: market.askMinor } : {});
  }
  if (bid.confirmMinor === bid.amountMinor) return undefined;
  const reasons = confirmReasons(bid.kind, bid.amountMinor, {
    askMinor: market.askMinor,
    table: market.terms.table,
    guideMinor: book.terms.guideMinor,
    openBuyNowMinor: book.isBuyNowOpen ? book.terms.buyNowMinor : null,
    confirm: book.terms.policy.confirm,
  });
  return reasons.length > 0 ? refused('CONFIRM', { reasons }) : undefined;
}

/** Events of an acceptable bid: what stands, then what everybody sees of it. */
function bidEvents(book: Book, by: Party, sender: Sender, bid: PlaceBid): LotEvent[] {
  const { market } = book;
  const { orgId, userId, receivedAt } = sender;
  const at = receivedAt > book.lotClock ? receivedAt : book.lotClock;
  const offer = market.offerAfter(by, bid.kind, bid.amountMinor, bid.phase === 'PRE');
  const { leads, priceMinor } = market.outlook(by, offer);
  const movesPrice = priceMinor !== market.priceMinor;
  const changesLeader = leads && by !== market.leader;
  const isCounted = movesPrice || changesLeader;
  const endsAt = endAfter(book, at, { movesPrice, changesLeader });
  const first: LotEvent[] = opening(book);
  first.push({ type: 'BidStands', orgId, userId, via: bid.via, offer, isCounted, at });
  if (isCounted) {
    first.push(
      priceEvent(book, { leader: leads ? by : market.leader, offer, leads, priceMinor, endsAt }),
    );
  }
  if (removesBuyNow(book, leads ? offer : market.leader)) first.push({ type: 'BuyNowRemoved' });
  if (endsAt > book.endsAt) {
    first.push({ type: 'LotExtended', endsAt, extensionCount: book.extensionCount + 1 });
  }
  return first;
}

interface NewPrice {
  readonly leader: Party | undefined;
  readonly offer: Offer;
  readonly leads: boolean;
  readonly priceMinor: number;
  readonly endsAt: number;
}

/** An alias is given with the first accepted bid, so a new leader may not have one yet. */
function priceEvent(book: Book, after: NewPrice): PublicEvent {
  const { market, terms } = book;
  const { leader, priceMinor } = after;
  const leaderMax = after.leads ? after.offer.maxMinor : (leader?.maxMinor ?? 0);
  const alias = leader?.alias ?? 0;
  return {
    type: 'PriceChanged',
    priceMinor,
    askMinor: priceMinor + increment(market.terms.table, priceMinor),
    leaderAlias: alias > 0 ? alias : book.aliasCount + 1,
    bidCount: book.bidCount + 1,
    reserveMet:
      terms.reserveMinor === null || terms.policy.reserveShown === 'NOTHING'
        ? null
        : leaderMax >= market.reserveMinor,
    endsAt: after.endsAt,
  };
}

/** Buy-now goes with the first bid, or where there is a reserve, when that is met. */
function removesBuyNow(
  { market, isBuyNowOpen }: Book,
  leader: Pick<Offer, 'maxMinor'> | undefined,
) {
  return isBuyNowOpen && leader !== undefined && leader.maxMinor >= market.reserveMinor;
}

/** Checks 4 to 10 of a bid, in this order. */
export function decideBid(book: Book, sender: Sender, bid: PlaceBid): Verdict {
  const { terms } = book;
  const refusal =
    timeRefusal(book, sender.receivedAt) ??
    (terms.policy.modes.includes(bid.kind) ? undefined : refused('MODE')) ??
    partyRefusal(book, sender) ??
    (bid.currency === terms.currency ? undefined : refused('CURRENCY')) ??
    amountRefusal(book, bid.amountMinor);
  if (refusal !== undefined) return refusal;
  const by = book.parties.get(sender.orgId) ?? newParty(sender.orgId);
  return bidRefusal(book, by, bid) ?? { ok: true, events: bidEvents(book, by, sender, bid) };
}

/** Ends the lot at its buy-now price, with no approval. */
export function decideBuyNow(book: Book, sender: Sender, amountMinor: number): Verdict {
  const refusal = timeRefusal(book, sender.receivedAt) ?? partyRefusal(book, sender);
  if (refusal !== undefined) return refusal;
  const { buyNowMinor } = book.terms;
  if (buyNowMinor === null || !book.isBuyNowOpen) return refused('BUY_NOW_GONE');
  if (amountMinor !== buyNowMinor) return refused('AMOUNT');
  const { orgId } = sender;
  const leaderAlias = book.parties.get(orgId)?.alias;
  const alias = leaderAlias === undefined || leaderAlias === 0 ? book.aliasCount + 1 : leaderAlias;
  const how = 'BUY_NOW';
  return {
    ok: true,
    events: [
      ...opening(book),
      { type: 'Sold', orgId, priceMinor: buyNowMinor, how },
      { type: 'LotAwarded', leaderAlias: alias, how, priceMinor: buyNowMinor },
    ],
  };
}

/**
 * Events of removed standings: price and reserve state may fall; count, end and buy-now stay.
 * @param between public events that stand before the new price
 */
export function removal(
  book: Book,
  orgIds: readonly string[],
  between: readonly PublicEvent[] = [],
): LotEvent[] {
  const gone = new Set(orgIds);
  const { market, bidCount, endsAt } = book;
  const isTouched = gone.has(market.leader?.orgId ?? '') || gone.has(market.runnerUp?.orgId ?? '');
  const left = bookWithout(book, gone);
  const isSilent =
    !isTouched ||
    (left.market.priceMinor === market.priceMinor &&
      left.market.leader?.orgId === market.leader?.orgId);
  const removed: LotEvent = { type: 'BidsRemoved', orgIds };
  if (isSilent) return [removed, ...between];
  const { leader, priceMinor, askMinor } = left.market;
  const leaderAlias = leader?.alias ?? null;
  const shown = priceMinor === 0 ? null : priceMinor;
  const reserveMet = shownReserveMet(left);
  const event = { type: 'PriceChanged', priceMinor: shown, askMinor, leaderAlias } as const;
  return [removed, ...between, { ...event, bidCount, reserveMet, endsAt }];
}

/** A copy that lacks some organisations; rare enough that its cost does not matter. */
function bookWithout(book: Book, gone: ReadonlySet<string>): Book {
  const parties = new Map(
    [...book.parties]
      .filter(([orgId]) => !gone.has(orgId))
      .map(([id, party]) => [id, { ...party }]),
  );
  const market = book.market.emptyCopy();
  market.rankAll(parties.values());
  return { ...book, parties, market };
}

/** Takes an organisation's bid back: by an operator, or by itself where the policy allows it. */
export function decideRetraction(
  book: Book,
  sender: Sender,
  targetOrg: string,
  reasonCode: string | null,
): Verdict {
  const late = timeRefusal(book, sender.receivedAt);
  if (late !== undefined) return late;
  const { retract, untilBeforeEndMs } = book.terms.policy;
  const isOwnInTime =
    retract === 'REASONED' &&
    targetOrg === sender.orgId &&
    reasonCode !== null &&
    sender.receivedAt < book.endsAt - untilBeforeEndMs;
  if (!sender.isAdmin && !isOwnInTime) return refused('NOT_ALLOWED');
  const stands = (book.parties.get(targetOrg)?.maxMinor ?? 0) > 0;
  if (!stands) return refused('NOTHING_STANDS');
  return { ok: true, events: removal(book, [targetOrg]) };
}

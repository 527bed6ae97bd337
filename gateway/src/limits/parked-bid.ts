/** Which wishes are above a user's limit, and how they are sent once an approver has agreed. */
import type { Wish } from '../bids/lot-desk.ts';
import type { OwnLotKind, ParkedBid } from './approval-store.ts';
import type { Bounds, UserBound } from './limit-store.ts';

type Named = Pick<ParkedBid, 'commandId' | 'organisationId' | 'lotId' | 'userId'>;

/**
 * @param bounds with the user's limits and the lot's currency
 * @returns undefined when the user may do it alone, or when it binds to nothing
 */
export function parkedBid(
  named: Named,
  wish: Wish,
  bounds: Bounds,
): (ParkedBid & Bound) | undefined {
  const { userLimits } = bounds;
  const bound = boundTo(wish, bounds);
  if (bound === undefined) return undefined;
  return isAlone(bound, userLimits) ? undefined : { ...named, ...bound };
}

/**
 * Whether a user may bind the organisation to it without an approver. Each limit is of its currency
 * alone; a currency without one is never within.
 */
export const isAlone = (
  { currency, amountMinor }: Pick<Bound, 'currency' | 'amountMinor'>,
  userLimits: readonly UserBound[] | null,
): boolean =>
  userLimits === null ||
  userLimits.some((limit) => currency === limit.currency && amountMinor <= limit.amountMinor);

interface Bound {
  readonly kind: OwnLotKind;
  readonly amountMinor: number;
  readonly currency: string;
}

function boundTo({ kind, placeBid, buyNow }: Wish, bounds: Bounds): Bound | undefined {
  const currency = bounds.currency ?? '';
  if (placeBid) {
    return { kind: placeBid.kind, amountMinor: placeBid.amountMinor, currency: placeBid.currency };
  }
  if (buyNow) return { kind: 'BUY_NOW', amountMinor: buyNow.amountMinor, currency };
  // Without an offer there is nothing to accept: the lot will say so.
  if (kind !== 'ACCEPT_COUNTER' || bounds.counterMinor === null) return undefined;
  return { kind: 'ACCEPT_COUNTER', amountMinor: bounds.counterMinor, currency };
}

/** The wish as it is sent after the approval; whoever approves an amount has confirmed it. */
export function approvedWish({ kind, amountMinor, currency }: Bound): Wish {
  switch (kind) {
    case 'BUY_NOW':
      return { kind, buyNow: { amountMinor } };
    case 'ACCEPT_COUNTER':
      return { kind };
    case 'FLAT':
    case 'PROXY': {
      const money = { amountMinor, currency, confirmMinor: amountMinor };
      return { kind: 'PLACE_BID', placeBid: { kind, ...money, phase: 'LIVE', via: 'HAND' } };
    }
  }
}

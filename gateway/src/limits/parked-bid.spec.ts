import type { Wish } from '../bids/lot-desk.ts';
import { approvedWish, parkedBid } from './parked-bid.ts';

const named = { commandId: 'c', organisationId: 'o', lotId: 'l', userId: 'u' };
const bid = (amountMinor: number, currency = 'EUR'): Wish => {
  const money = { amountMinor, currency, confirmMinor: null };
  return { kind: 'PLACE_BID', placeBid: { kind: 'PROXY', ...money, phase: 'LIVE', via: 'HAND' } };
};
const buy: Wish = { kind: 'BUY_NOW', buyNow: { amountMinor: 1001 } };
const accept: Wish = { kind: 'ACCEPT_COUNTER' };

test.each<
  [what: string, wish: Wish, limit: number | null, counter: number | null, parked: boolean]
>([
  ['no limit', bid(1_000_000), null, null, false],
  ['exactly the limit', bid(1000), 1000, null, false],
  ['above it', bid(1001), 1000, null, true],
  ['a limit of nothing', bid(1), 0, null, true],
  ['another currency', bid(1, 'USD'), 1000, null, true],
  ['within the limit of its currency', bid(50, 'CAD'), 1000, null, false],
  ['above the limit of its currency', bid(51, 'CAD'), 1000, null, true],
  ['a purchase above it', buy, 1000, null, true],
  ['a purchase within it', buy, 1001, null, false],
  ['a counter-offer above it', accept, 1000, 1001, true],
  ['a counter-offer within it', accept, 1000, 1000, false],
  ['no counter-offer', accept, 1000, null, false],
  ['declining', { kind: 'DECLINE_COUNTER' }, 0, 1001, false],
])('%s', (_what, wish, limit, counterMinor, isParked) => {
  const further = { amountMinor: 50, currency: 'CAD' };
  const userLimits = limit === null ? null : [{ amountMinor: limit, currency: 'EUR' }, further];
  const bounds = { isLimited: false, currency: 'EUR', counterMinor, userLimits };
  const parked = parkedBid(named, wish, bounds);
  expect(parked !== undefined).toBe(isParked);
  if (parked) expect(approvedWish(parked).kind).toBe(wish.kind);
});

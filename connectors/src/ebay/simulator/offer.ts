/** The two calls of the Buy Offer API, with the errors its description names. */
import type { MarketLot } from '@auction/streams/simulation/market';
import type { ApiAnswer, ApiRequest } from '../../simulator/api-simulator.ts';
import { decimalOf, minorOf } from '../amounts.ts';
import type { BuyerBids } from './buyer-bids.ts';
import { currencyOf, endOf, isFixedPrice, itemIdOf } from './item-record.ts';

export const offerRoot = '/buy/offer/v1_beta/bidding/';
export const offerFaults = ['offer-error', 'bid-dropped', 'stale-read'] as const;

const json = (status: number, body: unknown): ApiAnswer => ({ status, body: JSON.stringify(body) });
const refusal = (errorId: number): ApiAnswer =>
  json(statusOf(errorId), {
    errors: [
      {
        errorId,
        domain: 'API_OFFER',
        category: statusOf(errorId) === 400 ? 'REQUEST' : 'BUSINESS',
        message: `Invented text of error ${errorId}.`,
      },
    ],
  });
/** As the description files them. */
const badRequests = [
  120_001, 120_007, 120_011, 120_013, 120_014, 120_015, 120_016, 120_017, 120_018, 120_032, 120_033,
];
const statusOf = (errorId: number): number =>
  errorId === 120_000 ? 500 : badRequests.includes(errorId) ? 400 : 409;

export interface OfferSite {
  readonly bids: BuyerBids;
  /** Of the moment; lots that have ended included. */
  readonly lotsAt: (at: number) => Iterable<MarketLot>;
}

/** When each auction ends, as long as it was seen open: afterwards it is shown as it was at its end. */
export class Offers {
  readonly #site: OfferSite;
  readonly #endsAt = new Map<string, number>();

  constructor(site: OfferSite) {
    this.#site = site;
  }

  /** @param buyer whose token the call carries */
  answer(request: ApiRequest, buyer: string): ApiAnswer {
    const { url, headers, fault, method, at } = request;
    if (headers['x-ebay-c-marketplace-id'] === undefined) return refusal(120_015);
    if (fault?.name === 'offer-error') return refusal(fault.errorId ?? 120_000);
    if (fault?.name === 'bid-dropped') return refusal(120_000);
    const path = decodeURIComponent(url.pathname.slice(offerRoot.length));
    const isBid = method === 'POST' && path.endsWith('/place_proxy_bid');
    const itemId = isBid ? path.slice(0, -'/place_proxy_bid'.length) : path;
    const lot = this.#lotOf(itemId, at);
    if (!lot || isFixedPrice(lot)) return refusal(120_001);
    if (isBid) return this.#place(lot, request, buyer);
    return fault?.name === 'stale-read' ? refusal(120_033) : this.#read(lot, buyer, at);
  }

  #lotOf(itemId: string, at: number): MarketLot | undefined {
    const { lotsAt } = this.#site;
    const find = (when: number) => [...lotsAt(when)].find((lot) => itemIdOf(lot) === itemId);
    const now = find(at);
    const endsAt = this.#endsAt.get(itemId) ?? Infinity;
    if (now && endOf(now) > at) {
      this.#endsAt.set(itemId, endOf(now));
      return now;
    }
    const last = Math.min(now ? endOf(now) : Infinity, endsAt);
    return Number.isFinite(last) ? find(last - 1) : undefined;
  }

  #place(lot: MarketLot, { body, at }: ApiRequest, buyer: string): ApiAnswer {
    const { bids } = this.#site;
    const amount = amountIn(body);
    if (amount === undefined) return refusal(120_016);
    const maxMinor = minorOf(amount.value, amount.currency);
    if (maxMinor === undefined || maxMinor === 0) return refusal(120_013);
    if (endOf(lot) <= at) return refusal(120_012);
    if (amount.currency !== currencyOf(lot)) return refusal(120_009);
    if (maxMinor <= (bids.proxyOf(lot, buyer)?.maxMinor ?? 0)) return refusal(120_010);
    const { askMinor, leader } = bids.standing(lot);
    if (leader !== buyer && maxMinor < askMinor) return refusal(120_008);
    return json(200, { proxyBidId: bids.place(lot, buyer, maxMinor) });
  }

  #read(lot: MarketLot, buyer: string, at: number): ApiAnswer {
    const { bids } = this.#site;
    const own = bids.proxyOf(lot, buyer);
    if (!own) return refusal(120_033);
    const { priceMinor, bidCount, askMinor, leader } = bids.standing(lot);
    const currency = currencyOf(lot);
    const money = (minor: number) => ({ currency, value: decimalOf(minor, currency) });
    return json(200, {
      auctionStatus: endOf(lot) > at ? 'LIVE' : 'ENDED',
      auctionEndDate: new Date(endOf(lot)).toISOString(),
      itemId: itemIdOf(lot),
      currentPrice: money(priceMinor),
      bidCount,
      highBidder: leader === buyer,
      suggestedBidAmounts: [money(askMinor)],
      currentProxyBid: { proxyBidId: own.proxyBidId, maxAmount: money(own.maxMinor) },
    });
  }
}

function amountIn(body: string): { value?: unknown; currency?: unknown } | undefined {
  try {
    const { maxAmount } = JSON.parse(body) as { maxAmount?: unknown };
    return typeof maxAmount === 'object' && maxAmount !== null ? maxAmount : undefined;
  } catch {
    return undefined;
  }
}

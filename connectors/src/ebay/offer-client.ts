/** eBay's Buy Offer API (v1_beta, limited release): places proxy bids in a buyer's own name. */
import type { Bid, BidAnswer, BiddingPort, BidRead } from '../bidding-port.ts';
import { ask } from '../http/ask.ts';
import type { Answer } from '../http/ask.ts';
import { decimalOf, minorOf } from './amounts.ts';
import { jsonIn } from '../http/application-token.ts';
import type { Refused } from './client.ts';
import { internalError, noBidding, offerErrors } from './offer-errors.ts';
import { UserTokens } from './user-tokens.ts';
import type { OfferAccess } from './user-tokens.ts';

const bidding = (siteListingId: string): string =>
  `buy/offer/v1_beta/bidding/${encodeURIComponent(`v1|${siteListingId}|0`)}`;

/** The port to eBay; see `BiddingPort` for what can come. */
export function ebayBidding(access: OfferAccess): BiddingPort {
  const tokens = new UserTokens(access);
  /** With a new access token when the old one was refused: a 401 has changed nothing. */
  const call = async (
    path: string,
    token: string,
    message: { readonly method: 'GET' | 'POST'; readonly body?: string },
    signal: AbortSignal,
  ): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      const granted = await tokens.current(token, signal);
      if (!granted.ok) return granted;
      const { baseUrl, marketplaceId, limits, rate, now } = access;
      const headers = {
        accept: 'application/json',
        'content-type': 'application/json',
        'x-ebay-c-marketplace-id': marketplaceId,
      };
      const answer = await ask(
        {
          url: new URL(path, baseUrl.replace(/\/*$/, '/')),
          headers,
          credentials: { query: {}, headers: { authorization: `Bearer ${granted.text}` } },
          ...{ ...message, limits, rate, now },
        },
        signal,
      );
      if (answer.ok || answer.status !== 401 || attempt > 1) return answer;
      tokens.forget(token);
    }
  };
  return {
    async place({ siteListingId, maxMinor, currency, token }: Bid, signal) {
      const maxAmount = { currency, value: decimalOf(maxMinor, currency) };
      const body = JSON.stringify({ maxAmount });
      const path = `${bidding(siteListingId)}/place_proxy_bid`;
      return answerOf(await call(path, token, { method: 'POST', body }, signal));
    },
    async read({ siteListingId, token }, signal) {
      return readOf(await call(bidding(siteListingId), token, { method: 'GET' }, signal));
    },
  };
}

function answerOf(answer: Answer): BidAnswer {
  if (answer.ok) return { verdict: 'PLACED' };
  const { status, reason } = answer;
  const errorId = errorIn(answer);
  const detail = errorId === undefined ? reason : `${reason} (error ${errorId})`;
  const code = errorId === undefined ? undefined : offerErrors[errorId];
  const isRefusal = status >= 400 && status < 500 && status !== 429 && errorId !== internalError;
  if (!isRefusal) return { verdict: 'UNCLEAR', detail };
  if (status === 401 || reason.startsWith('TOKEN_REFUSED')) {
    return { verdict: 'REFUSED', code: 'RECONNECT', detail };
  }
  const otherwise = status === 404 ? 'ENDED' : 'DEFECT';
  return { verdict: 'REFUSED', code: code ?? otherwise, detail };
}

function errorIn({ body }: Refused): number | undefined {
  const { errors } = (jsonIn(body) ?? {}) as { errors?: unknown };
  if (!Array.isArray(errors)) return undefined;
  const ids = errors.map((one: unknown) => (one as { errorId?: unknown } | null)?.errorId);
  return ids.find((id): id is number => typeof id === 'number');
}

interface Money {
  readonly value?: unknown;
  readonly currency?: unknown;
}
interface Bidding {
  readonly auctionStatus?: unknown;
  readonly auctionEndDate?: unknown;
  readonly highBidder?: unknown;
  readonly reservePriceMet?: unknown;
  readonly currentPrice?: Money;
  readonly currentProxyBid?: { readonly maxAmount?: Money };
}

const minorIn = (money: Money | undefined): number | undefined =>
  minorOf(money?.value, money?.currency);

function readOf(answer: Answer): BidRead {
  if (!answer.ok) {
    if (errorIn(answer) === noBidding) return { finding: 'ABSENT' };
    return { finding: 'FAILED', detail: answer.reason };
  }
  const found = jsonIn(answer.body) as Bidding | undefined;
  if (!found) return { finding: 'FAILED', detail: 'BAD_ANSWER: no JSON object' };
  const maxMinor = minorIn(found.currentProxyBid?.maxAmount);
  if (maxMinor === undefined) {
    if (found.currentProxyBid === undefined) return { finding: 'ABSENT' };
    return { finding: 'FAILED', detail: 'BAD_ANSWER: the own bid cannot be read' };
  }
  const endsAt = typeof found.auctionEndDate === 'string' ? Date.parse(found.auctionEndDate) : NaN;
  return {
    finding: 'FOUND',
    maxMinor,
    isHighBidder: found.highBidder === true,
    isEnded: found.auctionStatus === 'ENDED',
    isReserveMet: typeof found.reservePriceMet === 'boolean' ? found.reservePriceMet : null,
    priceMinor: minorIn(found.currentPrice) ?? null,
    endsAt: Number.isNaN(endsAt) ? null : endsAt,
  };
}

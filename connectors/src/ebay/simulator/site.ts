/** eBay's token and Browse calls, with what is awkward about each (feeds.md sections 8 and 15). */
import type { MarketLot } from '@auction/streams/simulation/market';
import type { ApiAnswer, ApiRequest, ApiSite } from '../../simulator/api-simulator.ts';
import { contentFaults, isShown, reshaped } from '../../simulator/content-faults.ts';
import type { SiteMarket } from '../../simulator/site-market.ts';
import { endOf, idOf, isFixedPrice, itemIdOf, itemOf, summaryOf } from './item-record.ts';
import { bidCountOf, currencyOf, figureOf } from './item-record.ts';
import { matches, readFilter } from './search-filter.ts';
import type { Warning } from './search-filter.ts';
import { BuyerBids } from './buyer-bids.ts';
import { offerFaults, offerRoot, Offers } from './offer.ts';
import { Tokens } from '../../simulator/application-tokens.ts';

export interface EbaySiteOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callsPerDay?: number;
  /** Most items one query shows. */
  readonly queryItemsMax?: number;
}

const dayMs = 86_400_000;
const browse = '/buy/browse/v1/';
const json = (status: number, body: unknown): ApiAnswer => ({ status, body: JSON.stringify(body) });

const refusal = (status: number, errorId: number, domain: string, message: string): ApiAnswer =>
  json(status, {
    errors: [{ errorId, domain, category: 'REQUEST', message, longMessage: message }],
  });

export const ebaySimulator =
  (options: EbaySiteOptions) =>
  (market: SiteMarket, siteUrl: () => string): ApiSite => {
    const { callsPerDay = 5_000, queryItemsMax = 10_000 } = options;
    const tokens = new Tokens(options);
    let day = 0;
    let used = 0;
    const bids = new BuyerBids();
    const offers = new Offers({ bids, lotsAt: (at) => market.lotsAt(at) });
    const openLots = (at: number): MarketLot[] =>
      [...market.lotsAt(at)].filter((lot) => endOf(lot) > at).map((lot) => bids.shown(lot));
    const answer = (request: ApiRequest): ApiAnswer => {
      const { url, at, headers } = request;
      if (url.pathname === '/identity/v1/oauth2/token') return tokens.answer(request);
      if (url.pathname.startsWith(offerRoot)) {
        if (request.fault?.name === 'token-expired') tokens.forget();
        const buyer = tokens.buyerOf(headers.authorization, at);
        if (buyer !== undefined) return offers.answer(request, buyer);
        return { ...refusal(401, 1001, 'OAuth', 'Invalid access token'), isKeyRight: false };
      }
      if (!url.pathname.startsWith(browse))
        return refusal(404, 2002, 'ACCESS', 'Resource not found');
      if (request.fault?.name === 'token-expired') tokens.forget();
      if (!tokens.isValid(headers.authorization, at)) {
        return { ...refusal(401, 1001, 'OAuth', 'Invalid access token'), isKeyRight: false };
      }
      if (Math.floor(at / dayMs) !== day) used = 0;
      day = Math.floor(at / dayMs);
      used += 1;
      // No Retry-After: the caller has to know that the day must end.
      if (used > callsPerDay || request.fault?.name === 'quota-spent') {
        return refusal(429, 2001, 'ACCESS', 'Too many requests.');
      }
      const path = decodeURIComponent(url.pathname.slice(browse.length));
      if (path === 'item_summary/search') {
        return search(openLots(at), request, { queryItemsMax, siteUrl: siteUrl() });
      }
      const marketplace = String(headers['x-ebay-c-marketplace-id'] ?? 'EBAY_US');
      const wanted = path.startsWith('item/get_item_by_legacy_id')
        ? `v1|${url.searchParams.get('legacy_item_id') ?? ''}|0`
        : path.slice('item/'.length);
      const lot = openLots(at).find((one) => itemIdOf(one) === wanted);
      if (lot) return json(200, itemOf(lot, siteUrl(), marketplace));
      return refusal(404, 11001, 'API_BROWSE', 'The specified item Id was not found.');
    };
    const truth = (at: number): unknown[] =>
      openLots(at)
        .filter((lot) => !isFixedPrice(lot))
        .map((lot) => ({
          id: idOf(lot),
          vin: lot.vehicle.vin,
          priceMinor: bidCountOf(lot) === 0 ? null : figureOf(lot),
          currency: currencyOf(lot),
          bidCount: bidCountOf(lot),
          endAt: endOf(lot),
          goneAt: lot.life.goneAt,
          ...bids.told(lot),
        }));
    const own = ['filter-ignored', 'token-expired', 'quota-spent', ...offerFaults];
    const faults = [...contentFaults, ...own];
    return { contentFaults: faults, answer, truth };
  };

interface Searching {
  readonly queryItemsMax: number;
  readonly siteUrl: string;
}

/** What is wrong with the numbers of a query; undefined: nothing. */
function pagingFault(limit: number, offset: number, most: number): ApiAnswer | undefined {
  const bad = (errorId: number, message: string): ApiAnswer =>
    refusal(400, errorId, 'API_BROWSE', message);
  if (!Number.isInteger(offset) || offset < 0) return bad(12_004, "The 'offset' value is invalid.");
  if (!Number.isInteger(limit) || limit < 1) return bad(12_006, "The 'limit' value is invalid.");
  if (limit > 200) return bad(12_023, "The 'limit' value is too large.");
  return offset + limit > most ? bad(12_029, 'The offset is beyond what can be shown.') : undefined;
}

function search(
  lots: readonly MarketLot[],
  { url, fault, number }: ApiRequest,
  { queryItemsMax, siteUrl }: Searching,
): ApiAnswer {
  const { searchParams } = url;
  const categories = searchParams.get('category_ids');
  if (categories === null && searchParams.get('q') === null) {
    return refusal(400, 12_001, 'API_BROWSE', 'The call must have a query.');
  }
  if (categories === '6000') {
    return refusal(409, 12_013, 'API_BROWSE', 'The response is too large: name a category below.');
  }
  const limit = Number(searchParams.get('limit') ?? 50);
  const offset = Number(searchParams.get('offset') ?? 0);
  const wrong = pagingFault(limit, offset, queryItemsMax);
  if (wrong) return wrong;
  const isIgnored = fault?.name === 'filter-ignored';
  const { filter, warnings } = readFilter(isIgnored ? null : searchParams.get('filter'));
  const found = lots.filter((lot) => matches(filter, lot) && isShown(lot, fault));
  const shown = found.slice(offset, offset + limit);
  const href = url.href.replace(url.origin, siteUrl);
  return json(200, {
    href,
    // Counted by another machine, at another moment.
    total: found.length === 0 ? 0 : found.length + (number % 2),
    ...(offset + limit < found.length ? { next: href } : {}),
    limit,
    offset,
    ...(shown.length === 0
      ? {}
      : { itemSummaries: shown.map((lot) => reshaped(summaryOf(lot, siteUrl), 'itemId', fault)) }),
    ...warningsOf(warnings),
  });
}

const warningsOf = (warnings: readonly Warning[]): object =>
  warnings.length === 0 ? {} : { warnings };

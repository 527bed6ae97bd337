/** Talks to the "maestro" API of GovDeals and AllSurplus. Only with the operator's permission and keys. */
import { ask } from '../http/ask.ts';
import type { Answer } from '../http/ask.ts';
import type { HttpLimits } from '../http/exchange.ts';
import type { RateLimit } from '../http/rate-limit.ts';

export interface GovdealsAccess {
  /** https://maestro.lqdt1.com, or wherever the same format is served. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly subscriptionKey: string;
  /** GD: GovDeals; GI: AllSurplus. */
  readonly businessId: string;
  /** Asked for, and checked: a filter the API does not understand is ignored with a 200. */
  readonly categoryIds: readonly string[];
  /** Page of the shop, sent as Origin and Referer. */
  readonly shopUrl: string;
  readonly limits: HttpLimits;
  readonly rate: RateLimit;
  /** Epoch ms. */
  readonly now: () => number;
}

export const rowsPerPage = 120;

function call(
  access: GovdealsAccess,
  path: string,
  body: object | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const { apiKey, subscriptionKey, shopUrl, limits, rate, now } = access;
  const sent = body === undefined ? {} : { body: JSON.stringify(body), method: 'POST' as const };
  return ask(
    {
      url: new URL(path, access.baseUrl.replace(/\/*$/, '/')),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        origin: shopUrl,
        referer: `${shopUrl}/`,
        'x-user-id': '-1',
        // Decides the zone of every printed text; we read none of them.
        'x-user-timezone': 'Etc/UTC',
      },
      credentials: {
        query: {},
        headers: { 'x-api-key': apiKey, 'ocp-apim-subscription-key': subscriptionKey },
      },
      limits,
      rate,
      now,
      ...sent,
    },
    signal,
  );
}

/** One page of the open assets. @param page from 1 */
export function searchPage(
  access: GovdealsAccess,
  page: number,
  signal: AbortSignal,
): Promise<Answer> {
  const body = {
    businessId: access.businessId,
    page,
    displayRows: rowsPerPage,
    sortField: 'auctionclose',
    sortOrder: 'asc',
    searchText: '*',
    categoryIds: access.categoryIds.join(','),
    facets: [],
    facetsFilter: [],
    facetLimit: 0,
    facetsShortened: false,
  };
  return call(access, 'search/list', body, signal);
}

/** Bids and status of an asset; 204: it is not known (any more). @param id three parts */
export function bidBox(access: GovdealsAccess, id: string, signal: AbortSignal): Promise<Answer> {
  return call(access, `bids/bidbox/${access.businessId}/${id}`, undefined, signal);
}

/** Everything else about an asset. @param id three parts, of which two are asked with */
export function detail(access: GovdealsAccess, id: string, signal: AbortSignal): Promise<Answer> {
  const [assetId = '', accountId = ''] = id.split('/');
  return call(access, `assets/${assetId}/${accountId}/false`, {}, signal);
}

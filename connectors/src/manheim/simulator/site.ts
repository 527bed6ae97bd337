/** Manheim's API: token, search, resources, subscribers, replay (feeds.md sections 10 and 15). */
import type { ApiAnswer, ApiRequest, ApiSite } from '../../simulator/api-simulator.ts';
import { Tokens } from '../../simulator/application-tokens.ts';
import { contentFaults, isShown, reshaped } from '../../simulator/content-faults.ts';
import type { SiteMarket } from '../../simulator/site-market.ts';
import { EventFeed } from './event-feed.ts';
import { endOf, idOf, listingRecord, sourcesOf } from './listing-record.ts';
import type { ListingRecord } from './listing-record.ts';

export interface ManheimSiteOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly seed: number;
}

export interface ManheimSite extends ApiSite {
  readonly events: EventFeed;
  /** Where somebody wants events sent to. */
  readonly callbacks: () => readonly string[];
}

const json = (status: number, body: unknown): ApiAnswer => ({ status, body: JSON.stringify(body) });
const refusal = (status: number, error: string): ApiAnswer => json(status, { error });

export const manheimSimulator =
  (options: ManheimSiteOptions) =>
  (market: SiteMarket, siteUrl: () => string): ManheimSite => {
    const tokens = new Tokens(options);
    const callbacks: string[] = [];
    const events = new EventFeed({ seed: options.seed, market, siteUrl });
    const recordsAt = (at: number, request?: ApiRequest): ListingRecord[] =>
      [...market.lotsAt(at)]
        .filter((lot) => endOf(lot) > at && isShown(lot, request?.fault))
        .flatMap((lot) => sourcesOf(lot).map((source) => listingRecord(lot, source, siteUrl())));
    const listed = (request: ApiRequest): ApiAnswer => {
      const { start = 0, limit = 100 } = bodyOf(request);
      const from = Number(start);
      const all = recordsAt(request.at, request);
      const items = all.slice(from, from + Math.min(1_000, Number(limit)));
      const shown = items.map((record) => reshaped(record, 'id', request.fault));
      return json(200, { totalCount: all.length, start: from, items: shown });
    };
    const subscribe = (request: ApiRequest): ApiAnswer => {
      const { callback } = bodyOf(request);
      if (typeof callback !== 'string' || !URL.canParse(callback)) return refusal(400, 'invalid_callback');
      if (!callbacks.includes(callback)) callbacks.push(callback);
      return json(201, { id: `subscriber-${callbacks.indexOf(callback) + 1}` });
    };
    const replay = ({ url, at }: ApiRequest): ApiAnswer => {
      const since = Date.parse(url.searchParams.get('since') ?? '');
      const start = Number(url.searchParams.get('start') ?? 0);
      const limit = Number(url.searchParams.get('limit') ?? 100);
      const found = events.since(Number.isNaN(since) ? at : since);
      return json(200, { items: found.slice(start, start + limit) });
    };
    const resource = ({ url, at }: ApiRequest): ApiAnswer => {
      const id = url.pathname.split('/').at(-1);
      const record = recordsAt(at).find((one) => one.id === id);
      return record ? json(200, record) : refusal(404, 'not_found');
    };
    const answer = (request: ApiRequest): ApiAnswer => {
      const { method, url, headers, at } = request;
      if (url.pathname === '/oauth2/token') return tokens.answer(request);
      if (!tokens.isValid(headers.authorization, at)) {
        return { ...refusal(401, 'invalid_token'), isKeyRight: false };
      }
      const route = `${method} ${url.pathname}`;
      if (route === 'POST /searches') return listed(request);
      if (route === 'POST /subscribers') return subscribe(request);
      if (route === 'POST /subscriptions') return json(201, { id: 'subscription-1' });
      if (route.startsWith('GET /events/subscription/')) return replay(request);
      if (route.startsWith('GET /listings/')) return resource(request);
      return refusal(404, 'not_found');
    };
    const truth = (at: number): unknown[] =>
      [...market.lotsAt(at)]
        .filter((lot) => endOf(lot) > at)
        .flatMap((lot) =>
          sourcesOf(lot).map((source) => ({
            id: `${source}:${idOf(lot, source)}`,
            vin: lot.vehicle.vin,
            priceMinor: lot.bidMinor,
            bidCount: lot.bidCount,
            endAt: endOf(lot),
            goneAt: lot.life.goneAt,
          })),
        );
    return { contentFaults, answer, truth, events, callbacks: () => callbacks };
  };

function bodyOf({ body }: ApiRequest): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {}; // the site answers what it would without one
  }
}

/** The maestro API: search, bid box, detail, with what is awkward about each (feeds.md section 15). */
import type { MarketLot } from '@auction/streams/simulation/market';
import { Chance } from '@auction/streams/simulation/chance';
import type { ApiAnswer, ApiRequest, ApiSite } from '../../simulator/api-simulator.ts';
import { contentFaults, isShown, reshaped } from '../../simulator/content-faults.ts';
import type { FaultRule } from '../../simulator/fault-plan.ts';
import type { SiteMarket } from '../../simulator/site-market.ts';
import { bidBox, detailOf, endOf, idOf, idsOf, searchRow } from './asset-record.ts';

export interface GovdealsSiteOptions {
  readonly apiKey: string;
  readonly subscriptionKey: string;
}

const json = (body: unknown, headers = {}): ApiAnswer => ({
  status: 200,
  headers,
  body: JSON.stringify(body),
});
const refused: ApiAnswer = { status: 401, body: '{"message":"Unauthorized"}', isKeyRight: false };
const unknown: ApiAnswer = { status: 204, body: '' };
/** Share of the lots that stand somewhere else when the next page is asked for. */
const shiftingShare = 0.005;

export const govdealsSimulator =
  ({ apiKey, subscriptionKey }: GovdealsSiteOptions) =>
  (market: SiteMarket): ApiSite => {
    const places = new Places(market);
    const isRight = ({ headers }: ApiRequest): boolean =>
      headers['x-api-key'] === apiKey && headers['ocp-apim-subscription-key'] === subscriptionKey;
    const openLots = (at: number, fault?: FaultRule): MarketLot[] =>
      [...market.lotsAt(at)].filter((lot) => endOf(lot) > at && isShown(lot, fault));
    const answer = (request: ApiRequest): ApiAnswer => {
      if (!isRight(request)) return refused;
      const { method, url, at } = request;
      const [first, second, ...rest] = url.pathname.split('/').filter((part) => part !== '');
      if (method === 'POST' && first === 'search' && second === 'list') {
        return search(openLots(at, request.fault), request);
      }
      if (first === 'bids' && second === 'bidbox') {
        return boxOf(places.lot(rest.slice(1, 3).join('/'), at), at);
      }
      if (method === 'POST' && first === 'assets') {
        const lot = places.lot(`${second ?? ''}/${rest[0] ?? ''}`, at);
        return lot ? json(detailOf(lot)) : unknown;
      }
      return { status: 404, body: '{"message":"Resource not found"}' };
    };
    const truth = (at: number): unknown[] =>
      openLots(at).map((lot) => {
        const { bidMinor: priceMinor, bidCount, vehicle, life } = lot;
        return {
          id: idOf(lot),
          vin: vehicle.vin,
          priceMinor,
          bidCount,
          endAt: endOf(lot),
          goneAt: life.goneAt,
        };
      });
    return { contentFaults: [...contentFaults, 'filter-ignored'], answer, truth };
  };

interface SearchBody {
  readonly businessId?: string;
  readonly page?: number;
  readonly displayRows?: number;
  readonly categoryIds?: string;
  readonly facetLimit?: number | null;
}

function search(lots: readonly MarketLot[], { body, fault, number }: ApiRequest): ApiAnswer {
  const asked = JSON.parse(body) as SearchBody;
  if (asked.facetLimit === null) return { status: 400, body: '{"message":"facetLimit"}' };
  const rows = asked.displayRows ?? 24;
  const page = asked.page ?? 1;
  const shifted = inMovingOrder(lots, number);
  const shown = shifted.slice((page - 1) * rows, page * rows);
  const records = shown.map((lot) => reshaped(searchRow(lot), 'assetId', fault));
  // A filter that is not understood is ignored, with a 200: furniture comes too.
  const isIgnored = asked.categoryIds === undefined || fault?.name === 'filter-ignored';
  const extra = isIgnored ? [{ ...records[0], assetId: 1, assetCategory: '372' }] : [];
  const isAPIFailureActive = number % 5 === 0;
  return json(
    { assetSearchResults: [...records, ...extra], isAPIFailureActive },
    { 'x-total-count': String(lots.length) },
  );
}

/** Neighbours change places between requests: at a page's edge one is shown twice, another never. */
function inMovingOrder(lots: readonly MarketLot[], request: number): MarketLot[] {
  const order = [...lots].sort((one, other) => endOf(one) - endOf(other));
  const chance = new Chance(request);
  for (let index = 1; index < order.length; index++) {
    const [before, here] = [order[index - 1], order[index]];
    if (before && here && chance.happens(index, shiftingShare)) {
      order[index - 1] = here;
      order[index] = before;
    }
  }
  return order;
}

/** Where each lot stands, or stood last; made anew every few seconds of market time. */
class Places {
  #market: SiteMarket;
  #madeAt = -Infinity;
  #slots = new Map<string, number>();

  constructor(market: SiteMarket) {
    this.#market = market;
  }

  /** A lot that is listed, or the one that was there before it. @param asset asset and account */
  lot(asset: string, at: number): MarketLot | undefined {
    if (Math.abs(at - this.#madeAt) > placesKeptMs) this.#make(at);
    const slot = this.#slots.get(asset);
    if (slot === undefined) return undefined;
    const lot = this.#market.lotAt(slot, at);
    return assetOf(lot) === asset ? lot : this.#market.predecessorOf(slot, at);
  }

  #make(at: number): void {
    this.#madeAt = at;
    this.#slots = new Map();
    for (let slot = 0; slot < this.#market.lotCount; slot++) {
      this.#slots.set(assetOf(this.#market.predecessorOf(slot, at)), slot);
      this.#slots.set(assetOf(this.#market.lotAt(slot, at)), slot);
    }
  }
}

const placesKeptMs = 5_000;
const assetOf = (lot: MarketLot): string => {
  const { assetId, accountId } = idsOf(lot);
  return `${assetId}/${accountId}`;
};

function boxOf(lot: MarketLot | undefined, at: number): ApiAnswer {
  const box = lot && bidBox(lot, at);
  return box ? json(box) : unknown;
}

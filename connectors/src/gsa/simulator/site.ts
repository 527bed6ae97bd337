/** GSA Auctions as its gateway serves it: one call, a redirect first, limits with headers. */
import type { ApiAnswer, ApiRequest, ApiSite } from '../../simulator/api-simulator.ts';
import { contentFaults, isShown, reshaped } from '../../simulator/content-faults.ts';
import type { SiteMarket } from '../../simulator/site-market.ts';
import { auctionRecord, isProperty, numbersOf } from './auction-record.ts';

export interface GsaSiteOptions {
  readonly apiKey: string;
  /** Calls a key may make in an hour. */
  readonly hourlyMax?: number;
}

const path = '/assets/gsaauctions/v2/auctions';
const storedPath = '/assets/gsaauctions/v2/stored/auctions.json';
const hourMs = 3_600_000;

const refusal = (status: number, code: string, headers = {}): ApiAnswer => ({
  status,
  headers,
  body: JSON.stringify({ error: { code, message: `${code}: see api.data.gov` } }),
});

export const gsaSimulator =
  ({ apiKey, hourlyMax = 5_000 }: GsaSiteOptions) =>
  (market: SiteMarket, siteUrl: () => string): ApiSite => {
    let hour = 0;
    let used = 0;
    const list = ({ at, fault }: ApiRequest): ApiAnswer => {
      const lots = [...market.lotsAt(at)].filter((lot) => isShown(lot, fault));
      const records = lots.map((lot) => reshaped(auctionRecord(lot, siteUrl()), 'saleNo', fault));
      return { status: 200, body: JSON.stringify({ Results: records }, null, 1) };
    };
    const answer = (request: ApiRequest): ApiAnswer => {
      const { url, headers, at } = request;
      if (url.pathname === storedPath) return list(request);
      if (url.pathname !== path) return refusal(404, 'NOT_FOUND');
      const key = headers['x-api-key'] ?? url.searchParams.get('api_key');
      if (key === null) return { ...refusal(403, 'API_KEY_MISSING'), isKeyRight: false };
      if (key !== apiKey) return { ...refusal(403, 'API_KEY_INVALID'), isKeyRight: false };
      if (Math.floor(at / hourMs) !== hour) used = 0;
      hour = Math.floor(at / hourMs);
      used += 1;
      const limits = {
        'x-ratelimit-limit': String(hourlyMax),
        'x-ratelimit-remaining': String(Math.max(0, hourlyMax - used)),
      };
      if (used > hourlyMax) {
        return refusal(429, 'OVER_RATE_LIMIT', { ...limits, 'retry-after': '3600' });
      }
      return { status: 303, headers: { ...limits, location: storedPath }, body: '' };
    };
    const truth = (at: number): unknown[] =>
      [...market.lotsAt(at)].map((lot) => {
        const { saleNo, lotNo } = numbersOf(lot);
        const { bidMinor: priceMinor, saleAt, vehicle, life } = lot;
        const id = `${saleNo}-${lotNo}`;
        return {
          id,
          isVehicle: !isProperty(lot),
          vin: vehicle.vin,
          priceMinor,
          saleAt,
          goneAt: life.goneAt,
        };
      });
    return { contentFaults, answer, truth };
  };

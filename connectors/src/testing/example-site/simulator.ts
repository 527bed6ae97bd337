import type { ApiRequest, ApiSite } from '../../simulator/api-simulator.ts';
import { contentFaults, isShown, reshaped } from '../../simulator/content-faults.ts';
import type { SiteMarket } from '../../simulator/site-market.ts';

/** Serves the made-up market in the site's own format. */
export const exampleSimulator =
  (apiKey: string) =>
  (market: SiteMarket): ApiSite => ({
    contentFaults,
    truth: (at) => [...market.lotsAt(at)].map(({ lotNumber }) => ({ id: String(lotNumber) })),
    answer: ({ headers, at, fault }: ApiRequest) => {
      if (headers['x-api-key'] !== apiKey) return { status: 403, body: '{}', isKeyRight: false };
      const vehicles = [...market.lotsAt(at)]
        .filter((lot) => isShown(lot, fault))
        .map((lot) => ({
          number: lot.lotNumber,
          vin: lot.vehicle.vin,
          title: `${lot.vehicle.year} ${lot.vehicle.model.make} ${lot.vehicle.detail}`,
          bid: lot.bidMinor === null ? null : lot.bidMinor / 100,
          endsAt: lot.saleAt === null ? null : new Date(lot.saleAt).toISOString(),
        }))
        .map((record) => reshaped(record, 'number', fault));
      return { status: 200, body: JSON.stringify({ vehicles }) };
    },
  });

import type { SaleItem } from '@auction/gateway/contract';

/** A draft of an own lot, with whatever a spec cares about. */
export function aSale(given: Partial<SaleItem> = {}): SaleItem {
  return {
    lotId: 'a',
    title: '2018 Camry',
    status: 'DRAFT',
    currency: 'USD',
    start: 500_000,
    reserve: 900_000,
    buyNow: null,
    guide: null,
    startsAt: Date.UTC(2030, 0, 1),
    endsAt: Date.UTC(2030, 0, 2),
    relistOf: null,
    vehicle: { photos: [] },
    policy: {},
    price: null,
    bidCount: null,
    watcherCount: 0,
    reserveMet: null,
    ask: null,
    decisionNeeded: false,
    decisionUntil: null,
    soldFor: null,
    runList: null,
    externalRef: null,
    createdAt: Date.UTC(2026, 0, 1),
    ...given,
  };
}

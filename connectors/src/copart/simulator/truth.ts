import type { Market, MarketLot } from '@auction/streams/simulation/market';

/** One lot as it really is, whatever a file says. */
export interface Truth {
  readonly lotNumber: string;
  readonly vin: string;
  readonly currency: string;
  /** Minor units; null: no bid, or bids are sealed. */
  readonly priceMinor: number | null;
  readonly bidCount: number;
  /** Epoch ms; null: not scheduled. */
  readonly saleAt: number | null;
  readonly isListed: boolean;
  readonly fate: string;
  /** When it leaves or left, epoch ms. */
  readonly goneAt: number;
}

/** Every lot that is listed, and the one before it in each place of the market. */
export function* truthOf(market: Market, at: number): Generator<Truth> {
  for (const lot of market.lotsAt(at)) {
    yield truth(lot, true);
    yield truth(market.predecessorOf(lot), false);
  }
}

function truth(lot: MarketLot, isListed: boolean): Truth {
  const { life, vehicle, bidMinor, bidCount, saleAt } = lot;
  return {
    lotNumber: String(lot.lotNumber),
    vin: vehicle.vin,
    currency: life.yard.currency,
    priceMinor: bidMinor,
    bidCount,
    saleAt,
    isListed,
    fate: life.fate,
    goneAt: life.goneAt,
  };
}

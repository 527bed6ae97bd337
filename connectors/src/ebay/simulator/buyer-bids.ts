/**
 * Proxy bids of our buyers on the made-up auctions: they change what everybody sees of the item.
 * The market's own bidders go on as they would have; their figure is the maximum ours must beat.
 */
import type { MarketLot } from '@auction/streams/simulation/market';
import { bidCountOf, currencyOf, figureOf, idOf } from './item-record.ts';

/** Minor units: least raise from a price on (the site's published table). */
const ladder = [
  [1_000_000, 10_000],
  [500_000, 10_000],
  [250_000, 5_000],
  [100_000, 2_500],
  [50_000, 1_000],
  [25_000, 500],
  [10_000, 250],
  [2_500, 100],
  [500, 50],
  [100, 25],
  [0, 5],
] as const;
const stepAt = (minor: number): number => ladder.find(([from]) => minor >= from)?.[1] ?? 5;

interface Proxy {
  maxMinor: number;
  readonly proxyBidId: string;
  /** Rises with every bid: of equal maxima the earlier leads. */
  order: number;
}

export interface Standing {
  readonly priceMinor: number;
  readonly bidCount: number;
  readonly askMinor: number;
  readonly leader: string | undefined;
}

export class BuyerBids {
  readonly #lots = new Map<string, Map<string, Proxy>>();
  readonly #counts = new Map<string, number>();
  #order = 0;

  proxyOf(lot: MarketLot, buyer: string): Readonly<Proxy> | undefined {
    return this.#lots.get(idOf(lot))?.get(buyer);
  }

  /** Takes a bid without asking whether it may be. */
  place(lot: MarketLot, buyer: string, maxMinor: number): string {
    const id = idOf(lot);
    this.#order += 1;
    const proxyBidId = `invented-bid-${this.#order}`;
    const proxies = this.#lots.get(id) ?? new Map<string, Proxy>();
    this.#lots.set(id, proxies.set(buyer, { maxMinor, proxyBidId, order: this.#order }));
    this.#counts.set(id, this.countOf(lot) + 1);
    return proxyBidId;
  }

  /** Bids our buyers have placed on the item: what a doubled bid would show. */
  countOf(lot: MarketLot): number {
    return this.#counts.get(idOf(lot)) ?? 0;
  }

  standing(lot: MarketLot): Standing {
    const others = bidCountOf(lot) === 0 ? undefined : figureOf(lot);
    const start = figureOf(lot);
    const [first, second] = [...(this.#lots.get(idOf(lot)) ?? [])].sort(
      ([, a], [, b]) => b.maxMinor - a.maxMinor || a.order - b.order,
    );
    const bidCount = bidCountOf(lot) + this.countOf(lot);
    const isOurs = first !== undefined && (others === undefined || first[1].maxMinor >= others);
    const rivals = [others ?? 0, second?.[1].maxMinor ?? 0];
    const rival = Math.max(...rivals);
    const raised = rival === 0 ? start : rival + stepAt(rival);
    const priceMinor = isOurs ? Math.max(start, Math.min(first[1].maxMinor, raised)) : start;
    const askMinor = bidCount === 0 ? start : priceMinor + stepAt(priceMinor);
    return { priceMinor, bidCount, askMinor, leader: isOurs ? first[0] : undefined };
  }

  /** The lot as the site shows it. */
  shown(lot: MarketLot): MarketLot {
    if (this.countOf(lot) === 0) return lot;
    const { priceMinor, bidCount } = this.standing(lot);
    return { ...lot, bidMinor: priceMinor, bidCount };
  }

  /** For the truth: currency and maxima by buyer. */
  told(lot: MarketLot): object {
    const bids = [...(this.#lots.get(idOf(lot)) ?? [])].map(([buyer, { maxMinor }]) => ({
      buyer,
      maxMinor,
    }));
    return { buyerBidCount: this.countOf(lot), buyerBids: bids, currency: currencyOf(lot) };
  }
}

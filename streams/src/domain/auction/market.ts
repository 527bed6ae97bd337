/**
 * Who leads at what price: the closed form of bidding.md section 5. Numbers in, numbers out, nothing
 * simulated: two proxies never bid step by step. Changed in place, because this is the innermost loop.
 */
import { increment } from './increments.ts';
import type { IncrementTable } from './increments.ts';
import type { BidKind, Policy } from './terms.ts';

/** What an organisation's accepted bids amount to. */
export interface Offer {
  /** The most it will pay, minor units; 0: nothing stands. */
  readonly maxMinor: number;
  /** A price it has stated openly, minor units; 0: none. */
  readonly floorMinor: number;
  /** 1 for a maximum that loses ties: a bid before the live sale under PREBID_LOSES. */
  readonly rank: number;
  /** Counter of the lot, taken when the maximum was reached. */
  readonly order: number;
}

/** An organisation's place in the market, changed by `Market.put` only. */
export interface Standing {
  maxMinor: number;
  floorMinor: number;
  rank: number;
  order: number;
}

export interface MarketTerms {
  readonly startMinor: number;
  readonly reserveMinor: number | null;
  readonly table: IncrementTable;
  readonly policy: Pick<Policy, 'tie' | 'belowReserve' | 'selfFlat' | 'allowLower'>;
}

export type OfferRefusal = 'TOO_LOW' | 'NOT_HIGHER' | 'EQUAL_MAX';

/** Order of the standings: maximum, then rank, then who was first. */
function isBefore(one: Offer, other: Offer): boolean {
  if (one.maxMinor !== other.maxMinor) return one.maxMinor > other.maxMinor;
  return one.rank === other.rank ? one.order < other.order : one.rank < other.rank;
}

export class Market<S extends Standing> {
  readonly terms: MarketTerms;
  leader: S | undefined;
  runnerUp: S | undefined;
  /** What the leader would pay now, minor units; 0: nothing stands. */
  priceMinor = 0;
  /** Least acceptable bid of a challenger, minor units. */
  askMinor: number;
  orderCount = 0;
  isReserveWaived = false;

  constructor(terms: MarketTerms) {
    this.terms = terms;
    this.askMinor = terms.startMinor;
  }

  /** The same terms and counters, nobody standing. */
  emptyCopy(): Market<S> {
    const copy = new Market<S>(this.terms);
    copy.orderCount = this.orderCount;
    copy.isReserveWaived = this.isReserveWaived;
    return copy;
  }

  /** The reserve while it binds, else 0; minor units. */
  get reserveMinor(): number {
    return this.isReserveWaived ? 0 : (this.terms.reserveMinor ?? 0);
  }

  /** Whether the lot may be sold to its leader: the reserve is reached, waived, or there is none. */
  get isReserveMet(): boolean {
    return (this.leader?.maxMinor ?? 0) >= this.reserveMinor;
  }

  /** Price of a lot between its first two. Total. */
  #priceOf(first: Offer, second: Offer | undefined): number {
    const { startMinor, table } = this.terms;
    let price = first.floorMinor > startMinor ? first.floorMinor : startMinor;
    if (second !== undefined) {
      const step = second.maxMinor + increment(table, second.maxMinor);
      const needed = step < first.maxMinor ? step : first.maxMinor;
      if (needed > price) price = needed;
    }
    const reserve = this.reserveMinor;
    return reserve > price && first.maxMinor >= reserve ? reserve : price;
  }

  /** Why an amount is not acceptable from this organisation; undefined when it is. */
  refusal(by: S, kind: BidKind, amountMinor: number): OfferRefusal | undefined {
    const { tie, selfFlat, allowLower } = this.terms.policy;
    const { leader } = this;
    if (by !== leader) {
      if (amountMinor < this.askMinor) return 'TOO_LOW';
      return tie === 'REJECT_EQUAL' && amountMinor === leader?.maxMinor ? 'EQUAL_MAX' : undefined;
    }
    if (kind === 'FLAT' && selfFlat === 'RAISE_PRICE') {
      return amountMinor < this.askMinor ? 'TOO_LOW' : undefined;
    }
    if (amountMinor > by.maxMinor) return undefined;
    if (!allowLower || amountMinor === by.maxMinor) return 'NOT_HIGHER';
    return amountMinor < this.priceMinor ? 'TOO_LOW' : undefined;
  }

  /**
   * What stands after an acceptable bid.
   * @param isPre made before the live sale
   */
  offerAfter(by: S, kind: BidKind, amountMinor: number, isPre: boolean): Offer {
    const { tie, selfFlat } = this.terms.policy;
    const leads = by === this.leader;
    const statesPrice = kind === 'FLAT' && (!leads || selfFlat === 'RAISE_PRICE');
    // Stating a price below the own maximum does not give the maximum up.
    const keepsMax = leads && statesPrice && amountMinor < by.maxMinor;
    const maxMinor = keepsMax ? by.maxMinor : amountMinor;
    const stated = statesPrice ? amountMinor : by.floorMinor;
    const floorMinor = this.#isShownInFull(maxMinor) ? maxMinor : stated;
    // A maximum that is kept or lowered was reached when it was first given.
    if (maxMinor <= by.maxMinor) return { maxMinor, floorMinor, rank: by.rank, order: by.order };
    const rank = isPre && tie === 'PREBID_LOSES' ? 1 : 0;
    return { maxMinor, floorMinor, rank, order: this.orderCount + 1 };
  }

  #isShownInFull(maxMinor: number): boolean {
    return this.terms.policy.belowReserve === 'FULL' && maxMinor < this.reserveMinor;
  }

  /**
   * Who would lead at what price if `by` stood so; changes nothing.
   * An acceptable challenger is always above the runner-up: the ask is above the price, and the price is
   * the runner-up's maximum and a step, or the leader's maximum. So the first two are all it takes.
   */
  outlook(by: S, offer: Offer): { readonly leads: boolean; readonly priceMinor: number } {
    const { leader } = this;
    if (leader === undefined || by === leader) {
      return { leads: true, priceMinor: this.#priceOf(offer, this.runnerUp) };
    }
    return isBefore(offer, leader)
      ? { leads: true, priceMinor: this.#priceOf(offer, leader) }
      : { leads: false, priceMinor: this.#priceOf(leader, offer) };
  }

  /** Lets an acceptable bid stand. */
  put(by: S, offer: Offer): void {
    by.maxMinor = offer.maxMinor;
    by.floorMinor = offer.floorMinor;
    by.rank = offer.rank;
    by.order = offer.order;
    if (offer.order > this.orderCount) this.orderCount = offer.order;
    this.#rank(by);
    this.#price();
  }

  /** Finds the places of one standing that has risen, or of the leader's that was lowered. */
  #rank(by: S): void {
    const { leader, runnerUp } = this;
    if (by === leader) return;
    if (leader === undefined || isBefore(by, leader)) {
      this.runnerUp = leader;
      this.leader = by;
    } else if (by !== runnerUp && (runnerUp === undefined || isBefore(by, runnerUp))) {
      this.runnerUp = by;
    }
  }

  #price(): void {
    const { leader, terms } = this;
    if (leader === undefined) {
      this.priceMinor = 0;
      this.askMinor = terms.startMinor;
      return;
    }
    this.priceMinor = this.#priceOf(leader, this.runnerUp);
    this.askMinor = this.priceMinor + increment(terms.table, this.priceMinor);
  }

  /** Ends the binding of the reserve; never moves the price (bidding.md section 5). */
  waiveReserve(): void {
    this.isReserveWaived = true;
  }

  /** Takes standings away, then ranks the others anew. */
  remove(gone: Iterable<S>, all: Iterable<S>): void {
    for (const standing of gone) {
      standing.maxMinor = 0;
      standing.floorMinor = 0;
      standing.rank = 0;
      standing.order = 0;
    }
    this.rankAll(all);
  }

  /** Finds the first two among all: after a removal, and when a book has been read. */
  rankAll(all: Iterable<S>): void {
    this.leader = undefined;
    this.runnerUp = undefined;
    for (const standing of all) if (standing.maxMinor > 0) this.#rank(standing);
    this.#price();
  }
}

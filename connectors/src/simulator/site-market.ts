/** What one site offers: its own part of the made-up world, and some lots that stand elsewhere too. */
import { Chance } from '@auction/streams/simulation/chance';
import { Market } from '@auction/streams/simulation/market';
import type { MarketLot } from '@auction/streams/simulation/market';

export interface SiteMarketOptions {
  readonly seed: number;
  /** Unlike that of every other site. */
  readonly siteNumber: number;
  readonly lotCount: number;
  /** Where numbering begins, epoch ms; the same for all sites of a world. */
  readonly startedAt: number;
  /** Lots of the whole world: those that stand on two sites are taken from it. */
  readonly worldLotCount: number;
}

/** Share of a site's vehicles that another site offers too (feeds.md section 15). */
const sharedShare = 0.05;
const question = 601;
/** The world numbers its lots like each site its own: eight digits again, and none of a site's. */
const firstSharedNumber = 10_000_000;
const sharedNumbers = 20_000_000;

export class SiteMarket {
  readonly lotCount: number;
  readonly startedAt: number;
  readonly #own: Market;
  readonly #world: Market;
  readonly #chance: Chance;
  readonly #worldLotCount: number;
  readonly #kept = new Map<number, MarketLot>();
  #keptAt = NaN;

  constructor({ seed, siteNumber, lotCount, startedAt, worldLotCount }: SiteMarketOptions) {
    this.lotCount = lotCount;
    this.startedAt = startedAt;
    this.#worldLotCount = worldLotCount;
    this.#own = new Market({ seed: seed + siteNumber, lotCount, startedAt });
    this.#world = new Market({ seed, lotCount: worldLotCount, startedAt });
    this.#chance = new Chance(seed, siteNumber);
  }

  /** A lot is worked out once an instant: a page and its details are asked for at the same one. */
  lotAt(slot: number, at: number): MarketLot {
    if (at !== this.#keptAt) {
      this.#keptAt = at;
      this.#kept.clear();
    }
    const kept = this.#kept.get(slot) ?? this.#worked(slot, at);
    this.#kept.set(slot, kept);
    return kept;
  }

  #worked(slot: number, at: number): MarketLot {
    const isShared = this.#chance.of(slot).happens(question, sharedShare);
    if (!isShared) return this.#own.lotAt(slot, at);
    const lot = this.#world.lotAt(slot % this.#worldLotCount, at);
    return { ...lot, lotNumber: firstSharedNumber + (lot.lotNumber % sharedNumbers) };
  }

  /** All lots of an instant, in the order of their slots. */
  *lotsAt(at: number): Generator<MarketLot> {
    for (let slot = 0; slot < this.lotCount; slot++) yield this.lotAt(slot, at);
  }

  /** The lot that was there before, as it was at its end. */
  predecessorOf(slot: number, at: number): MarketLot {
    const lot = this.lotAt(slot, at);
    return this.#worked(slot, lot.life.listedAt - 1);
  }
}

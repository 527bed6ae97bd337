/** The made-up market all site simulators render: every lot of any moment, from a seed. */
import { standingAt } from './bidding.ts';
import { Chance } from './chance.ts';
import { fateInSlot, lifetimeAt, lifetimeOf, livelyCount } from './lifetime.ts';
import type { Lifetime, MarketOptions, SalePlan } from './lifetime.ts';
import { vehicleOf } from './vehicles.ts';
import type { Vehicle } from './vehicles.ts';

/** One lot as it is at an instant. */
export interface MarketLot {
  readonly lotNumber: number;
  /** Stable answers about this lot, for whoever renders it. */
  readonly chance: Chance;
  readonly life: Lifetime;
  readonly vehicle: Vehicle;
  /** The sale announced at this instant, epoch ms; null: not scheduled. */
  readonly saleAt: number | null;
  readonly run: number;
  /** When something other than a bid changed last, epoch ms. */
  readonly updatedAt: number;
  /** How often the yard has moved it. */
  readonly moves: number;
  /** Minor units; null: no bid, or bids are sealed. */
  readonly bidMinor: number | null;
  readonly bidCount: number;
  /** Minor units; null: not offered. */
  readonly buyNowMinor: number | null;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A yard's updates come together. */
const batchMs = 15 * minuteMs;
const firstLivelyNumber = 70_000_000;
const firstCalmNumber = 40_000_000;
const numbersOfAKind = 20_000_000;
const question = { moveEvery: 201, isSealed: 202, hasBuyNow: 203, auction: 204, vehicle: 205 };

export class Market {
  readonly options: MarketOptions;

  constructor(options: MarketOptions) {
    this.options = options;
  }

  /** The lot in a slot at an instant (epoch ms). @param slot from 0 to lotCount - 1 */
  lotAt(slot: number, at: number): MarketLot {
    return this.#lot(lifetimeAt(this.options, slot, at), at);
  }

  /** All lots of an instant, in the order of their slots. */
  *lotsAt(at: number): Generator<MarketLot> {
    for (let slot = 0; slot < this.options.lotCount; slot++) yield this.lotAt(slot, at);
  }

  /** The lot that was in the slot before this one, as it was at its end. */
  predecessorOf({ life }: MarketLot): MarketLot {
    const before = lifetimeOf(this.options, life.slot, life.generation - 1);
    return this.#lot(before, before.goneAt - 1);
  }

  #lot(life: Lifetime, at: number): MarketLot {
    const chance = this.#chanceOf(life.slot, life.generation);
    const plan = planAt(life, at);
    const vehicle = this.#vehicle(life);
    const moves = movesAt(life, chance, at);
    const { bidMinor, bidCount } = standing(life, plan, chance, vehicle, at);
    return {
      lotNumber: this.#numberOf(life.slot, life.generation),
      chance,
      life,
      vehicle,
      saleAt: plan.saleAt,
      run: plan.run,
      updatedAt: updatedAt(life, Math.max(plan.from, moves.at)),
      moves: moves.count,
      bidMinor,
      bidCount,
      buyNowMinor: chance.happens(question.hasBuyNow, 0.15)
        ? Math.round((vehicle.worthMinor * 1.2) / 10_000) * 10_000 + 10_000
        : null,
    };
  }

  /** A relisted vehicle is the one of the generation before. */
  #vehicle(life: Lifetime): Vehicle {
    const { slot } = life;
    let generation = life.generation;
    while (fateInSlot(this.options, slot, generation - 1) === 'RELISTED') generation -= 1;
    const year = new Date(this.options.startedAt).getUTCFullYear();
    const chance = this.#chanceOf(slot, generation).of(question.vehicle);
    return vehicleOf(chance, year, this.#numberOf(slot, generation));
  }

  #chanceOf(slot: number, generation: number): Chance {
    return new Chance(this.options.seed, slot, generation);
  }

  /** Eight digits, unlike those of every other lot for years. */
  #numberOf(slot: number, generation: number): number {
    const lively = livelyCount(this.options.lotCount);
    const isLively = slot < lively;
    const kindCount = isLively ? lively : this.options.lotCount - lively;
    const index = isLively ? slot : slot - lively;
    const first = isLively ? firstLivelyNumber : firstCalmNumber;
    return first + ((generation * kindCount + index) % numbersOfAKind);
  }
}

function planAt(life: Lifetime, at: number): SalePlan {
  const plan = life.plans.findLast(({ from }) => from <= at) ?? life.plans[0];
  return plan ?? { from: life.listedAt, saleAt: null, run: 0 };
}

function movesAt(life: Lifetime, chance: Chance, at: number): { count: number; at: number } {
  if (life.isLively) return { count: 0, at: life.listedAt };
  const everyMs = chance.whole(question.moveEvery, 2 * dayMs, 6 * dayMs);
  const count = Math.max(0, Math.floor((at - life.listedAt) / everyMs));
  return { count, at: life.listedAt + count * everyMs };
}

function updatedAt(life: Lifetime, changedAt: number): number {
  if (life.isLively) return changedAt;
  const second = (life.yard.number * 37_000) % batchMs;
  return Math.floor((changedAt - second) / batchMs) * batchMs + second;
}

function standing(
  life: Lifetime,
  plan: SalePlan,
  chance: Chance,
  { worthMinor }: Vehicle,
  at: number,
): { bidMinor: number | null; bidCount: number } {
  const { from, saleAt, run } = plan;
  if (saleAt === null || chance.happens(question.isSealed, 0.15)) {
    return { bidMinor: null, bidCount: 0 };
  }
  // A sale that is moved keeps its bids: they belong to the run, not to its date.
  const openedAt = life.plans.find((other) => other.run === run && other.saleAt !== null)?.from;
  const auction = {
    chance: chance.of(question.auction + run),
    from: openedAt ?? from,
    saleAt,
    worthMinor,
    bidCountMax: life.isLively ? 45 : 25,
  };
  return standingAt(auction, at);
}

/**
 * The life of a lot, as a function of seed and place in the market: when it is listed, which sale
 * dates it is given, how and when it leaves. A market has a fixed number of slots; in each, one lot
 * follows the other for ever, so the state of any moment can be told without the moments before.
 */
import { Chance } from './chance.ts';
import { lastSaleTime } from './wall-time.ts';
import { yards } from './yards.ts';
import type { Yard } from './yards.ts';

export interface MarketOptions {
  readonly seed: number;
  /** Lots offered at any moment. */
  readonly lotCount: number;
  /** Where the numbering of generations begins, epoch ms. */
  readonly startedAt: number;
}

/** Why a lot leaves. RELISTED: the same vehicle comes back at once under a new number. */
export type Fate = 'SOLD' | 'SOLD_EARLY' | 'WITHDRAWN' | 'RELISTED';

/** From an instant on, the announced sale; null: not scheduled. */
export interface SalePlan {
  readonly from: number;
  readonly saleAt: number | null;
  /** Counts the sales of this lot from 1; the lane number changes with it. */
  readonly run: number;
}

export interface Lifetime {
  readonly slot: number;
  readonly generation: number;
  readonly isLively: boolean;
  readonly yard: Yard;
  /** Epoch ms, half open: listed at the first, gone at the second. */
  readonly listedAt: number;
  readonly goneAt: number;
  readonly fate: Fate;
  /** In time order; the first begins at `listedAt`. */
  readonly plans: readonly SalePlan[];
}

/** How fast lots live. Lively ones end within minutes, so that a board is never asleep. */
interface Cadence {
  readonly periodMs: readonly [number, number];
  /** Between two sales of a lot. */
  readonly rerunMs: number;
  /** From the sale to the row's removal. */
  readonly removalMs: readonly [number, number];
  /** Share of its life before a lot is given a date. */
  readonly undated: readonly [number, number];
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const calm: Cadence = {
  periodMs: [12 * dayMs, 40 * dayMs],
  rerunMs: 7 * dayMs,
  removalMs: [10 * minuteMs, 120 * minuteMs],
  undated: [0.3, 0.8],
};
const lively: Cadence = {
  periodMs: [8 * minuteMs, 25 * minuteMs],
  rerunMs: 4 * minuteMs,
  removalMs: [20_000, 90_000],
  undated: [0, 0.15],
};
const livelyShare = 0.03;
const livelyCountMin = 40;
const livelyCountMax = 400;
const saleHours = [9, 10, 12, 13];

const question = {
  period: 1,
  phase: 2,
  yard: 3,
  fate: 4,
  removal: 5,
  hour: 6,
  undated: 7,
  plan: 8,
};

/** Slots whose lots live for minutes; they come first. */
export function livelyCount(lotCount: number): number {
  const wanted = Math.round(lotCount * livelyShare);
  return Math.min(lotCount, Math.max(livelyCountMin, Math.min(livelyCountMax, wanted)));
}

/** The lot that is in a slot at an instant (epoch ms). Total; instants before the start count back. */
export function lifetimeAt(options: MarketOptions, slot: number, at: number): Lifetime {
  const places = new Slot(options, slot);
  return places.lifetime(places.generationAt(at));
}

/** A lot by its place in the line of its slot; negative ones were before the start. */
export function lifetimeOf(options: MarketOptions, slot: number, generation: number): Lifetime {
  return new Slot(options, slot).lifetime(generation);
}

/** How the lot before, or any other of the slot, left; cheaper than its whole life. */
export function fateInSlot({ seed }: MarketOptions, slot: number, generation: number): Fate {
  return fateOf(new Chance(seed, slot).of(generation));
}

class Slot {
  readonly #slot: number;
  readonly #chance: Chance;
  readonly #isLively: boolean;
  readonly #cadence: Cadence;
  readonly #periodMs: number;
  /** When generation 0 began at the latest. */
  readonly #origin: number;
  readonly #yard: Yard;

  constructor({ seed, lotCount, startedAt }: MarketOptions, slot: number) {
    this.#slot = slot;
    this.#chance = new Chance(seed, slot);
    this.#isLively = slot < livelyCount(lotCount);
    this.#cadence = this.#isLively ? lively : calm;
    this.#periodMs = this.#chance.whole(question.period, ...this.#cadence.periodMs);
    this.#origin = startedAt - this.#chance.whole(question.phase, 0, this.#periodMs - 1);
    this.#yard = this.#chance.pick(question.yard, yards);
  }

  generationAt(at: number): number {
    const nominal = Math.floor((at - this.#origin) / this.#periodMs);
    return at < this.#end(nominal).goneAt ? nominal : nominal + 1;
  }

  lifetime(generation: number): Lifetime {
    const listedAt = this.#end(generation - 1).goneAt;
    const { fate, saleAt, goneAt } = this.#end(generation);
    return {
      slot: this.#slot,
      generation,
      isLively: this.#isLively,
      yard: this.#yard,
      listedAt,
      goneAt,
      fate,
      plans:
        saleAt === null ? [unscheduled(listedAt, 0)] : this.#plans(generation, listedAt, saleAt),
    };
  }

  #end(generation: number): { fate: Fate; saleAt: number | null; goneAt: number } {
    const chance = this.#chance.of(generation);
    const latest = this.#origin + (generation + 1) * this.#periodMs;
    const fate = fateOf(chance);
    const removal = chance.whole(question.removal, ...this.#cadence.removalMs);
    if (fate === 'SOLD') {
      const saleAt = this.#saleTime(chance, latest - removal);
      return { fate, saleAt, goneAt: saleAt + removal };
    }
    // Gone before its day; half of the withdrawn ones never had one.
    const isDated = fate !== 'WITHDRAWN' || chance.happens(question.plan, 0.5);
    const saleAt = isDated ? this.#saleTime(chance, latest + this.#cadence.rerunMs) : null;
    return { fate, saleAt: saleAt !== null && saleAt > latest ? saleAt : null, goneAt: latest };
  }

  /** The last instant up to `latest` at which this yard sells. */
  #saleTime(chance: Chance, latest: number): number {
    if (this.#isLively) return Math.floor(latest / minuteMs) * minuteMs;
    return lastSaleTime(this.#yard.zone, latest, chance.pick(question.hour, saleHours));
  }

  /** A third of the lots has more than one date in its life (feeds.md section 1, fact 9). */
  #plans(generation: number, listedAt: number, saleAt: number): SalePlan[] {
    const { undated, rerunMs, removalMs } = this.#cadence;
    const chance = this.#chance.of(generation);
    const share = undated[0] + chance.share(question.undated) * (undated[1] - undated[0]);
    const datedAt = Math.floor(listedAt + (saleAt - listedAt) * share);
    const first = saleAt - rerunMs;
    const kind = chance.share(question.plan);
    const head = [unscheduled(listedAt, 0)];
    const sale = (from: number, at: number, run: number): SalePlan => ({ from, saleAt: at, run });
    if (kind < 0.1 && first > datedAt + rerunMs / 8) {
      const over = first + removalMs[0];
      const again = over + Math.floor(rerunMs / 8);
      return [...head, sale(datedAt, first, 1), unscheduled(over, 1), sale(again, saleAt, 2)];
    }
    const moveAt = Math.floor(datedAt + (Math.min(first, saleAt) - datedAt) * 0.6);
    if (kind < 0.18 && moveAt > datedAt) {
      return [...head, sale(datedAt, first, 1), sale(moveAt, saleAt, 1)];
    }
    if (kind < 0.19 && moveAt > datedAt) {
      return [...head, sale(datedAt, saleAt + rerunMs, 1), sale(moveAt, saleAt, 1)];
    }
    return [...head, sale(datedAt, saleAt, 1)];
  }
}

const unscheduled = (from: number, run: number): SalePlan => ({ from, saleAt: null, run });

function fateOf(chance: Chance): Fate {
  const share = chance.share(question.fate);
  if (share < 0.86) return 'SOLD';
  if (share < 0.9) return 'SOLD_EARLY';
  return share < 0.97 ? 'WITHDRAWN' : 'RELISTED';
}

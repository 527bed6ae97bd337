/** Bids on a made-up lot, as a function of time: they rise, thicken towards the end, and sometimes fall. */
import type { Chance } from './chance.ts';

export interface Auction {
  readonly chance: Chance;
  /** Epoch ms: when bidding opened and when it ends. */
  readonly from: number;
  readonly saleAt: number;
  /** What the vehicle is worth at this auction, minor units. */
  readonly worthMinor: number;
  /** Most bids such an auction may see. */
  readonly bidCountMax: number;
}

export interface Standing {
  /** Minor units; null while nobody has bid. */
  readonly bidMinor: number | null;
  readonly bidCount: number;
}

const question = { isQuiet: 1, count: 2, worth: 3, isLate: 4, lastSecond: 5, typo: 100 };
const quietShare = 0.12;
/** A third of auctions is decided in the last minute (feeds.md section 12). */
const lateShare = 1 / 3;
/** A mistyped bid stands until the next one corrects it. */
const typoShare = 1 / 250;
/** Exponent under which bids thicken towards the end. */
const haste = 2.8;

/** @param at epoch ms */
export function standingAt(auction: Auction, at: number): Standing {
  const { chance } = auction;
  const planned = plannedCount(auction);
  const bidCount = countAt(auction, planned, at);
  if (bidCount === 0) return { bidMinor: null, bidCount };
  const finalMinor = auction.worthMinor * (0.55 + 0.6 * chance.share(question.worth));
  const amount = amountOf(bidCount, planned, finalMinor);
  const isTypo =
    bidCount > 1 && bidCount < planned && chance.happens(question.typo + bidCount, typoShare);
  return { bidMinor: isTypo ? amount * 10 : amount, bidCount };
}

function plannedCount({ chance, bidCountMax }: Auction): number {
  return chance.happens(question.isQuiet, quietShare)
    ? 0
    : chance.whole(question.count, 1, bidCountMax);
}

function countAt({ chance, from, saleAt }: Auction, planned: number, at: number): number {
  if (planned === 0 || at < from) return 0;
  const isLate = chance.happens(question.isLate, lateShare);
  const lastBidAt = saleAt - (isLate ? chance.whole(question.lastSecond, 1, 55) * 1_000 : 0);
  if (at >= lastBidAt) return planned;
  const elapsed = (at - from) / (lastBidAt - from);
  return Math.min(planned - 1, Math.floor(planned * elapsed ** haste));
}

/** Rises from a twentieth of the final amount; rounded to the steps people bid in. */
function amountOf(bid: number, planned: number, finalMinor: number): number {
  const startMinor = Math.max(2_500, finalMinor * 0.05);
  const raw = startMinor + (finalMinor - startMinor) * (bid / planned) ** 1.5;
  const step = raw < 50_000 ? 2_500 : raw < 500_000 ? 5_000 : 10_000;
  return Math.max(step, Math.round(raw / step) * step);
}

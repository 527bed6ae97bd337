/** Which price an external lot has after an observation. Prices fall: bids are withdrawn or mistyped. */

export interface PriceBefore {
  readonly priceMinor: number | null;
  readonly bidCount: number | null;
}

export interface PriceAfter {
  readonly priceMinor: number | null;
  readonly bidCount: number | null;
  /** A lower price seen once and not yet believed. */
  readonly heldMinor: number | null;
  /** The price fell because the site took something back. */
  readonly isCorrection: boolean;
}

/**
 * Whether a fall is believed at once.
 * A site that counts bids shows by the count whether one was withdrawn; an equal count may be a slip
 * of one answer, so it must be seen twice. A site that gives no count publishes whole files, and its
 * newer file is its last word (docs/decisions/0023-falling-prices.md).
 */
function isBelievedAtOnce(before: PriceBefore, bidCount: number | null): boolean {
  return before.bidCount === null || bidCount === null || bidCount < before.bidCount;
}

/**
 * Whether this may be a fall that must be seen again: then the next observation is news although nothing has
 * changed. Seen from one statement and the one before: where that lacked a price or a count, an older one may
 * stand that is higher.
 * @param before of the same lot in the same currency
 */
export function mayBeUnconfirmedFall(before: PriceBefore, now: PriceBefore): boolean {
  if (now.priceMinor === null || now.bidCount === null) return false;
  if (before.priceMinor === null || before.bidCount === null) return true;
  return now.priceMinor < before.priceMinor && !isBelievedAtOnce(before, now.bidCount);
}

/**
 * Price and count after an observation. A missing price or count keeps the old one: null is not zero.
 * A rise holds at once; a fall at once or when the next observation is below as well.
 * @param before undefined: first observation
 * @param held the lower price that waits for its confirmation; RESTART: the lot begins anew (run
 * again, or in another currency), so nothing of before counts
 * Source: bidding.md section 12.
 */
export function priceAfter(
  before: PriceBefore | undefined,
  held: number | 'RESTART' | null,
  observation: PriceBefore,
): PriceAfter {
  const { priceMinor, bidCount } = observation;
  if (before === undefined || held === 'RESTART') {
    return { priceMinor, bidCount, heldMinor: null, isCorrection: false };
  }
  const counted = bidCount ?? before.bidCount;
  if (priceMinor === null) {
    return {
      priceMinor: before.priceMinor,
      bidCount: counted,
      heldMinor: held,
      isCorrection: false,
    };
  }
  if (before.priceMinor === null || priceMinor >= before.priceMinor) {
    return { priceMinor, bidCount: counted, heldMinor: null, isCorrection: false };
  }
  if (held !== null || isBelievedAtOnce(before, bidCount)) {
    return { priceMinor, bidCount: counted, heldMinor: null, isCorrection: true };
  }
  return {
    priceMinor: before.priceMinor,
    bidCount: counted,
    heldMinor: priceMinor,
    isCorrection: false,
  };
}

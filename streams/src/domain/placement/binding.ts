/** What a placement binds its organisation to at the site (bidding.md sections 10 and 12). */
import { isUnderWay } from './placement.ts';
import type { Placement } from './placement.ts';

export interface Bound {
  /** Minor units of the listing's currency; 0: nothing. */
  readonly boundMinor: number;
  readonly isWon: boolean;
}

const nothing: Bound = { boundMinor: 0, isWon: false };

/**
 * The most it may have to pay as far as anybody knows: where nobody knows, it counts as bound.
 * @returns a won lot binds to its price until it is settled. Total.
 */
export function bindingOf(placement: Placement): Bound {
  const { state, isLanded, isLeading, standingMaxMinor, priceMinor } = placement;
  const stands = standingMaxMinor ?? 0;
  if (isUnderWay(state)) return { boundMinor: highestOf(placement), isWon: false };
  switch (state) {
    case 'LEADING':
      return { boundMinor: highestOf(placement), isWon: false };
    case 'WON':
      return { boundMinor: priceMinor ?? highestOf(placement), isWon: true };
    case 'ENDED_UNKNOWN':
      // It was outbid when it was last seen; otherwise it may have won.
      return isLanded && !isLeading ? nothing : { boundMinor: highestOf(placement), isWon: true };
    case 'REPORTED':
      return { boundMinor: stands, isWon: false };
    case 'WON_REPORTED':
      return { boundMinor: stands, isWon: true };
    default:
      return nothing;
  }
}

const highestOf = ({ order, waiting, standingMaxMinor, isLanded, state }: Placement): number =>
  Math.max(
    isLanded && !isUnderWay(state) && standingMaxMinor !== null ? 0 : order.maxMinor,
    waiting?.maxMinor ?? 0,
    standingMaxMinor ?? 0,
  );

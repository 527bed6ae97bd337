/**
 * Lots of other sites as a robot sees them (bidding.md section 12): it places there only by the site's
 * API, through the placement's state machine; where there is none it tells its owner the moment.
 */
import { refusals } from '../placement/placement.ts';
import type { Code, Stage } from '../placement/placement.ts';
import type { Answer, LotSight, LotView, RobotOrder } from './robot.ts';

/** What is known of an external lot of an order, as the order's reader saw it last. */
export interface Elsewhere {
  /** BY_HAND: the site has no bid API, or the organisation has not connected its account. */
  readonly way: 'API' | 'BY_HAND';
  readonly sight: LotSight;
  readonly listing: Listing;
  readonly placed: PlacedThere | null;
}

export interface Listing {
  readonly site: string;
  readonly siteListingId: string;
  /** The lot's page at its site. */
  readonly link: string | null;
}

/** The organisation's placement there, as far as it matters here. */
export interface PlacedThere {
  readonly mode: 'UNKNOWN' | 'API' | 'ASSISTED';
  readonly state: Stage;
  readonly code: Code | null;
  readonly order: { readonly orderId: string };
  readonly refused: { readonly orderId: string; readonly code: Code } | null;
  readonly seen: readonly string[];
  readonly standingMaxMinor: number | null;
}

/** The same number of the same robot and lot names the same order. */
export const orderIdOf = (robotId: string, lotId: string, clientSeq: number): string =>
  `robot/${robotId}/${lotId}/${clientSeq}`;

/**
 * @param clientSeq of the robot's last command on the lot
 * @returns what takes the place of rows and letters, which external lots do not have
 */
export function viewElsewhere(
  { robotId }: Pick<RobotOrder, 'robotId'>,
  lotId: string,
  { sight, placed }: Elsewhere,
  clientSeq: number,
): LotView {
  const known = { sight, seenAt: 0, standing: undefined, answer: undefined };
  if (placed === null) return known;
  const orderId = orderIdOf(robotId, lotId, clientSeq);
  const isTaken = placed.seen.includes(orderId);
  const answer = isTaken ? answerOf(placed, orderId, clientSeq) : undefined;
  const { mode, state, standingMaxMinor: maxMinor } = placed;
  const facts = { seq: 0, isLeading: state === 'LEADING', end: null, amountMinor: null };
  const standing = mode === 'API' && maxMinor !== null ? { ...facts, maxMinor } : undefined;
  return { ...known, standing, answer, isTaken };
}

/** @returns undefined while the site has not said what became of it */
function answerOf(
  { state, code, order, refused }: PlacedThere,
  orderId: string,
  clientSeq: number,
): Answer | undefined {
  const answer = { clientSeq, code: null, position: null, priceMinor: null, askMinor: null };
  if (refused?.orderId === orderId) return { ...answer, code: refused.code };
  if (order.orderId !== orderId) return undefined;
  switch (state) {
    case 'LEADING':
    case 'WON':
      return { ...answer, position: 'LEADING' };
    case 'OUTBID':
    case 'LOST':
      return { ...answer, position: 'OUTBID' };
    case 'ENDED_UNKNOWN':
      return answer;
    default:
      return code !== null && state === refusals[code].state ? { ...answer, code } : undefined;
  }
}

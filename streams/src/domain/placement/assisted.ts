/** Assisted bidding (bidding.md section 12): people bid on the site and say so; nothing here is fact. */
import { begun } from './orders.ts';
import type { Changes } from './orders.ts';
import { isIdle } from './placement.ts';
import type { Command, Placement } from './placement.ts';

/** @returns undefined: it changes nothing */
export function reported(placement: Placement, command: Command): Changes | undefined {
  if (command.kind === 'ASSIST') return assisted(placement, command);
  if (placement.mode !== 'ASSISTED') return undefined;
  const { reportedMinor, result, priceMinor } = command;
  switch (command.kind) {
    case 'REPORT':
      return reportedMinor === null ? undefined : placed(placement, reportedMinor, priceMinor);
    case 'RESULT':
      return result === null ? undefined : ended(placement, result);
    case 'PRICE':
      return priceMinor === null ? undefined : priceSeen(placement, priceMinor);
    default:
      return undefined;
  }
}

/** The link is given again for a new intent; a report that stands is not forgotten by it. */
function assisted(placement: Placement, command: Command): Changes | undefined {
  const { order } = command;
  if (order === null) return undefined;
  const { orderId } = order.order;
  const { refused: code, isLimited } = order;
  // The limiter waits until the placement names it.
  if (placement.seen.includes(orderId)) return isLimited ? {} : undefined;
  const seen = [...placement.seen, orderId].slice(-32);
  if (isIdle(placement.state)) return { ...begun(order, command, 'ASSISTED'), seen };
  if (code !== null) return { seen, refused: { orderId, code } };
  if (placement.mode === 'API') return isLimited ? { seen } : undefined;
  const { link, endsAt } = order;
  return { seen, order: order.order, link, endsAt: endsAt ?? placement.endsAt };
}

const isOver = ({ state }: Placement): boolean =>
  state === 'WON_REPORTED' || state === 'LOST_REPORTED';

function placed(
  placement: Placement,
  reportedMinor: number,
  seenMinor: number | null,
): Changes | undefined {
  if (isOver(placement)) return undefined;
  const priceMinor = seenMinor ?? placement.priceMinor;
  return { priceMinor, standingMaxMinor: reportedMinor, state: judged(reportedMinor, priceMinor) };
}

function ended(placement: Placement, result: 'UNKNOWN' | 'WON' | 'LOST'): Changes | undefined {
  if (placement.state === 'LINK_GIVEN' || result === 'UNKNOWN') return undefined;
  const state = result === 'WON' ? 'WON_REPORTED' : 'LOST_REPORTED';
  return state === placement.state ? undefined : { state };
}

function priceSeen(placement: Placement, priceMinor: number): Changes | undefined {
  const { state, standingMaxMinor } = placement;
  if (isOver(placement)) return undefined;
  const next = standingMaxMinor === null ? state : judged(standingMaxMinor, priceMinor);
  // A price is written down only when it says something: lots move all the time.
  return next === state ? undefined : { priceMinor, state: next };
}

const judged = (maxMinor: number, priceMinor: number | null): 'REPORTED' | 'OUTBID_LIKELY' =>
  priceMinor !== null && priceMinor > maxMinor ? 'OUTBID_LIKELY' : 'REPORTED';

/** GROUP: n of m lots within one budget (bidding.md section 11). */
import { onGrid, readiness } from './readiness.ts';
import type { LotMemory, LotView, RobotLot, RobotMemory, RobotOrder } from './robot.ts';
import type { Move } from './strategies.ts';

export type Look = (lotId: string) => LotView;

/** What is won, led and on its way. */
export interface Holdings {
  /** Sold to us. */
  readonly wonCount: number;
  /** Won, waiting for a decision, led or on its way: never above the order's `winCount`. */
  readonly heldCount: number;
  /** Prices of lots won + maxima of lots led or on their way: never above the budget. */
  readonly heldMinor: number;
}

/** What a lot takes of the budget; 0: nothing. */
function heldOn({ inFlight, end }: LotMemory, { sight, standing }: LotView): number {
  if (end === 'WON' || standing?.end === 'WON') {
    return standing?.amountMinor ?? sight?.priceMinor ?? 0;
  }
  if (end !== null) return inFlight?.amountMinor ?? 0;
  const isLeading = standing?.isLeading ?? false;
  const waits = sight?.status === 'PENDING_APPROVAL' || sight?.status === 'COUNTERED';
  // Bound at the closing price; a counter-offer asks for more.
  if (waits && isLeading) return Math.max(sight.priceMinor ?? 0, standing?.amountMinor ?? 0);
  return Math.max(isLeading ? (standing?.maxMinor ?? 0) : 0, inFlight?.amountMinor ?? 0);
}

/** Total: counts what is known now, without judging it. */
export function holdings({ lots }: RobotMemory, look: Look): Holdings {
  let wonCount = 0;
  let heldCount = 0;
  let heldMinor = 0;
  for (const lot of lots) {
    const view = look(lot.lotId);
    const minor = heldOn(lot, view);
    heldMinor += minor;
    if (minor > 0) heldCount += 1;
    if (lot.end === 'WON' || view.standing?.end === 'WON') wonCount += 1;
  }
  return { wonCount, heldCount, heldMinor };
}

export interface GroupMove {
  readonly lotId: string;
  readonly move: Move;
}

/** `move` null: nothing now; `wakeAt`: look again at this instant. */
export interface GroupPlan {
  readonly move: GroupMove | null;
  readonly wakeAt: number | null;
  readonly remarks: readonly { readonly lotId: string; readonly reason: string }[];
}

/** Candidates by end time, then priority. */
function inOrder(order: RobotOrder, look: Look): readonly RobotLot[] {
  const endOf = ({ lotId }: RobotLot): number => look(lotId).sight?.endsAt ?? Infinity;
  const byId = (one: RobotLot, other: RobotLot): number => (one.lotId < other.lotId ? -1 : 1);
  return [...order.lots].sort((one, other) => {
    const [first, second] = [endOf(one), endOf(other)];
    if (first !== second) return first < second ? -1 : 1;
    return one.priority - other.priority || byId(one, other);
  });
}

/**
 * The next bid of a group, if one is due. One at a time: the caller asks again with that bid on its way.
 * A candidate that may be bid on soon is waited for; later ones do not take its share.
 */
export function groupPlan(
  order: RobotOrder,
  memory: RobotMemory,
  look: Look,
  now: number,
): GroupPlan {
  const held = holdings(memory, look);
  const leftMinor = (order.budgetMinor ?? 0) - held.heldMinor;
  const remarks: { lotId: string; reason: string }[] = [];
  for (const lot of inOrder(order, look)) {
    const own = memory.lots.find(({ lotId }) => lotId === lot.lotId);
    const view = look(lot.lotId);
    const { sight, standing } = view;
    if (own === undefined || sight === undefined) continue;
    const isLeading = standing?.isLeading ?? false;
    const heldHere = isLeading ? (standing?.maxMinor ?? 0) : 0;
    const most = onGrid(sight, Math.min(lot.capMinor, heldHere + leftMinor));
    const isWanted = isLeading
      ? most > heldHere
      : held.heldCount < order.winCount && most >= (sight.askMinor ?? Infinity);
    const may = readiness(order, own, view, now);
    if (!may.ok && may.remark !== null) remarks.push({ lotId: lot.lotId, reason: may.remark });
    if (!isWanted) {
      if (may.ok && !isLeading)
        remarks.push({ lotId: lot.lotId, reason: whyNot(order, held, lot, may.ready.askMinor) });
      continue;
    }
    if (!may.ok && may.wakeAt === null) continue;
    if (!may.ok) return { move: null, wakeAt: may.wakeAt, remarks };
    const reason = isLeading ? 'BUDGET_IS_FREE' : 'NEXT_IN_GROUP';
    const move = { type: 'BID', kind: 'PROXY', amountMinor: most, reason, isLast: false } as const;
    return { move: { lotId: lot.lotId, move }, wakeAt: null, remarks };
  }
  return { move: null, wakeAt: null, remarks };
}

function whyNot(
  { winCount }: RobotOrder,
  { heldCount }: Holdings,
  { capMinor }: RobotLot,
  askMinor: number,
): string {
  if (askMinor > capMinor) return 'ASK_ABOVE_CAP';
  return heldCount >= winCount ? 'ENOUGH_LOTS' : 'BUDGET_IS_USED';
}

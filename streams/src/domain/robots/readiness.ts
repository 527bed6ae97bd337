/** The rules all strategies share: when a robot may act on a lot at all (bidding.md section 11). */
import { intervalMinMs, settleMs } from './robot.ts';
import type { LotMemory, LotSight, LotView, RobotOrder } from './robot.ts';

/** A lot that may be bid on now, with what is known of it. */
export interface Ready {
  readonly sight: LotSight;
  readonly askMinor: number;
  readonly endsAt: number;
  /** Of the own organisation; 0: nothing stands. */
  readonly maxMinor: number;
  readonly isLeading: boolean;
}

/** `wakeAt`: not before this instant; null: not before something happens. */
export type Readiness =
  | { readonly ok: true; readonly ready: Ready }
  | { readonly ok: false; readonly wakeAt: number | null; readonly remark: string | null };

const wait = (wakeAt: number | null = null, remark: string | null = null): Readiness => ({
  ok: false,
  wakeAt,
  remark,
});

/** Lots whose end is known to the day only have no moment before it. */
const hasEnd = ({ endsAt, endsAtPrecision }: LotSight): boolean =>
  endsAt !== null && (endsAtPrecision === 'MS' || endsAtPrecision === 'MINUTE');

/** @returns why no robot can ever act on the lot as it is; null: it can */
function unfit(sight: LotSight, { currency }: RobotOrder): string | null {
  if (!hasEnd(sight)) return 'NO_EXACT_END';
  return sight.currency === currency ? null : 'CURRENCY';
}

/** Whether a robot may act on a lot now: total, no refusal beyond the remark. */
export function readiness(
  order: RobotOrder,
  { inFlight, isDone, end, decidedSeq, decidedAt }: LotMemory,
  { sight, seenAt, standing }: LotView,
  now: number,
): Readiness {
  if (sight === undefined || inFlight !== null || isDone || end !== null) return wait();
  const remark = unfit(sight, order);
  if (remark !== null) return wait(null, remark);
  const { endsAt, seq } = sight;
  // Many sites tell a price and no ask: the site itself says when it was too low.
  const isElsewhere = order.lots.some(({ elsewhere }) => elsewhere != null);
  const askMinor = sight.askMinor ?? (isElsewhere ? (sight.priceMinor ?? 0) : null);
  if (sight.status !== 'OPEN' || endsAt === null || askMinor === null || now >= endsAt) {
    return wait();
  }
  // The letter is newer than the row, which is on its way; or nothing has happened since the last bid.
  if ((standing?.seq ?? 0) > seq || seq <= decidedSeq) return wait();
  const opensAt = order.leadMs === null ? 0 : endsAt - order.leadMs;
  const at = Math.max(seenAt + settleMs, decidedAt + intervalMinMs, opensAt);
  if (now < at) return wait(at);
  const maxMinor = standing?.maxMinor ?? 0;
  return {
    ok: true,
    ready: { sight, askMinor, endsAt, maxMinor, isLeading: standing?.isLeading ?? false },
  };
}

/** @returns the largest amount not above `minor` that the lot's grid allows, minor units */
export function onGrid({ granularityMinor }: LotSight, minor: number): number {
  const grid = granularityMinor ?? 1;
  return Math.floor(minor / grid) * grid;
}

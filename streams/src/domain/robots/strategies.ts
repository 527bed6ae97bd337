/** SNIPE and STEP: one lot, one cap (bidding.md section 11). */
import { increment } from '../auction/increments.ts';
import { incrementTable } from '../auction/increment-tables.ts';
import { onGrid } from './readiness.ts';
import type { Ready } from './readiness.ts';
import type { RobotLot, RobotOrder } from './robot.ts';

/** What a strategy wants done on a lot that is ready. */
export type Move =
  | {
      readonly type: 'BID';
      readonly kind: 'FLAT' | 'PROXY';
      readonly amountMinor: number;
      readonly reason: string;
      /** It never acts on this lot again. */
      readonly isLast: boolean;
    }
  | { readonly type: 'HOLD'; readonly reason: string; readonly isLast: boolean };

const hold = (reason: string, isLast = false): Move => ({ type: 'HOLD', reason, isLast });

/** One PROXY of the cap, once; called at `endsAt - leadMs` or after it. */
export function snipe(
  { capMinor }: RobotLot,
  { sight, askMinor, maxMinor, isLeading }: Ready,
): Move {
  const amountMinor = onGrid(sight, capMinor);
  if (isLeading && maxMinor >= amountMinor) return hold('LEADS_WITH_MORE', true);
  if (!isLeading && askMinor > amountMinor) return hold('ASK_ABOVE_CAP', true);
  return { type: 'BID', kind: 'PROXY', amountMinor, reason: 'END_IS_NEAR', isLast: true };
}

/** FLAT `min(cap, ask + k × inc(ask))` when not leading and the ask is within the cap. */
export function step(
  { stepCount }: RobotOrder,
  { capMinor }: RobotLot,
  { sight, askMinor, isLeading }: Ready,
): Move | undefined {
  if (isLeading) return undefined;
  const most = onGrid(sight, capMinor);
  if (askMinor > most) return hold('ASK_ABOVE_CAP');
  const table = incrementTable(sight.incTable ?? '');
  const stepMinor = table === undefined ? 0 : increment(table, askMinor);
  const amountMinor = Math.min(most, askMinor + stepCount * stepMinor);
  return { type: 'BID', kind: 'FLAT', amountMinor, reason: 'NOT_LEADING', isLast: false };
}

/** Whether an amount looks like a slip of the finger; it guards fingers, not security. */
import { increment } from './increments.ts';
import type { IncrementTable } from './increments.ts';
import type { BidKind, Confirmation } from './terms.ts';

export type ConfirmReason = 'GE_BUY_NOW' | 'ABOVE_GUIDE' | 'FAR_ABOVE_ASK' | 'JUMP';

export interface Measure {
  readonly askMinor: number;
  readonly table: IncrementTable;
  readonly guideMinor: number | null;
  /** null when it is gone, or there was none. */
  readonly openBuyNowMinor: number | null;
  readonly confirm: Confirmation;
}

const none: readonly ConfirmReason[] = [];

/**
 * Why an amount must be repeated before it counts; empty when it need not.
 * Source: bidding.md section 5, "Buy-now, confirm".
 */
export function confirmReasons(
  kind: BidKind,
  amountMinor: number,
  measure: Measure,
): readonly ConfirmReason[] {
  const { askMinor, table, guideMinor, openBuyNowMinor, confirm } = measure;
  const reachesBuyNow = openBuyNowMinor !== null && amountMinor >= openBuyNowMinor;
  const isAboveGuide = guideMinor !== null && amountMinor * 100 > guideMinor * confirm.guidePct;
  const isFar =
    guideMinor === null && kind === 'PROXY' && amountMinor > confirm.askFactor * askMinor;
  const isJump =
    kind === 'FLAT' && amountMinor > askMinor + confirm.flatSteps * increment(table, askMinor);
  if (!reachesBuyNow && !isAboveGuide && !isFar && !isJump) return none;
  const reasons: ConfirmReason[] = [];
  if (reachesBuyNow) reasons.push('GE_BUY_NOW');
  if (isAboveGuide) reasons.push('ABOVE_GUIDE');
  if (isFar) reasons.push('FAR_ABOVE_ASK');
  if (isJump) reasons.push('JUMP');
  return reasons;
}

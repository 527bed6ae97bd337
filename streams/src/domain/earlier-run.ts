/** Sales of an external lot that came before the one it stands in: a lot that is run again keeps how they ended. */
import type { LotRow, LotStatus } from './external-lot.ts';
import type { TimePrecision } from './sale-time.ts';

/** As the Avro record `EarlierRun`. */
export interface EarlierRun {
  /** Epoch ms. */
  readonly endsAt: number;
  readonly endsAtPrecision: TimePrecision;
  readonly status: LotStatus;
  readonly statusReason: string | null;
  readonly currency: string;
  /** Last price seen, minor units; null: no bid seen. */
  readonly priceMinor: number | null;
  readonly bidCount: number | null;
}

/** More are not kept: the history has every version. */
export const earlierRunsMax = 20;

/** Statuses that say by themselves that a sale is over. */
const overStatuses: ReadonlySet<LotStatus> = new Set([
  'ENDED',
  'SOLD',
  'NOT_SOLD',
  'PENDING_APPROVAL',
]);

/**
 * Runs of a lot that is run again, its last one among them, oldest first.
 * @param before row of the run that is over; without an end it was no run
 */
export function runsBehind<S>(before: LotRow<S>): readonly EarlierRun[] {
  const { endsAt, endsAtPrecision, currency, priceMinor, bidCount } = before;
  if (endsAt === null) return before.earlierRuns;
  // Nobody said how it ended: that it stands in a later sale says that it did.
  const isOver = overStatuses.has(before.status);
  const status = isOver ? before.status : 'ENDED';
  const statusReason = isOver ? before.statusReason : 'RUN_AGAIN';
  const run = { endsAt, endsAtPrecision, status, statusReason, currency, priceMinor, bidCount };
  return [...before.earlierRuns, run].slice(-earlierRunsMax);
}

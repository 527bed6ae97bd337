/** How a feed is doing now: what its connector said last, unless that was too long ago. Pure. */
import type { SiteStatus } from '@auction/avro/records';

/** Intervals without success after which a feed is late. */
const lateAfterIntervals = 3;

type Said = Pick<SiteStatus, 'state' | 'lastSuccessAt' | 'nextRunAt' | 'pollIntervalMs'>;

/**
 * A connector that was killed says nothing more, so lateness is told by the reader's clock. A feed that
 * nobody polls (imports only) has no next run and cannot be late.
 * @param now epoch ms
 */
export function stateAt(
  { state, lastSuccessAt, nextRunAt, pollIntervalMs }: Said,
  now: number,
): SiteStatus['state'] {
  if (state !== 'OK' || lastSuccessAt === null || nextRunAt === null) return state;
  return now - lastSuccessAt > lateAfterIntervals * pollIntervalMs ? 'LATE' : 'OK';
}

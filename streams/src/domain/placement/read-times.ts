/** When a site is read to learn what became of a bid (bidding.md section 12). All times epoch ms. */

/** A claim is good for so long: longer than any answer is waited for. */
export const claimGoodMs = 12_000;
/** Two reads that do not find a bid count only this far apart, ms. */
export const absentApartMs = 2_000;
/** A retry needs more than this until the end, ms. */
export const retryNeedsMs = 15_000;
/** After the end nothing is read any more, ms. */
export const giveUpAfterEndMs = 24 * 3_600_000;

/** After the moment from which on nobody knows. */
const unclearReadsMs = [1_000, 3_000, 8_000] as const;
const laterReadMs = 15_000;
/** After the end, then hourly. */
const endReadsMs = [5_000, 30_000, 120_000, 600_000] as const;
const hourMs = 3_600_000;

/** @param readCount reads made since it became unclear @param at of the last one */
export function unclearReadAt(unclearAt: number, readCount: number, at: number): number {
  const offset = unclearReadsMs[readCount];
  return offset === undefined ? at + laterReadMs : Math.max(unclearAt + offset, at);
}

/** A bid that stands: often near the end, then by the ladder. @param at of the last read */
export function watchReadAt(at: number, endsAt: number | null): number {
  if (endsAt === null) return at + 60_000;
  if (at >= endsAt) return afterEnd(at, endsAt);
  const remainingMs = endsAt - at;
  const paceMs = remainingMs > 600_000 ? 60_000 : remainingMs > 60_000 ? 15_000 : laterReadMs / 3;
  return Math.min(at + paceMs, endsAt + endReadsMs[0]);
}

function afterEnd(at: number, endsAt: number): number {
  const next = endReadsMs.find((offset) => endsAt + offset > at);
  return next === undefined ? at + hourMs : endsAt + next;
}

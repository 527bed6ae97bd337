/** Records -> rows of the board. Pure; the one place that knows both shapes. */
import type { Lot, SiteStatus } from '@auction/avro/records';
import type { BoardRow, SiteRow } from '../board-columns.ts';

const reserves: Readonly<Record<Lot['reserve'], number>> = {
  UNKNOWN: 0,
  NOT_MET: 1,
  MET: 2,
  NONE: 3,
  ON_APPROVAL: 4,
};
const precisions: Readonly<Record<Lot['endsAtPrecision'], number>> = {
  NONE: 0,
  DAY: 1,
  MINUTE: 2,
  MS: 3,
};
const kmPerMile = 1.609344;

/** @param dup number of other live listings of the vehicle */
export function toBoardRow(lot: Lot, dup: number): BoardRow {
  const { summary } = lot;
  return {
    id: lot.lotId,
    v: lot.version,
    site: lot.site,
    ref: lot.siteListingId,
    name: summary.title,
    vin: summary.vin,
    make: summary.make,
    model: summary.model,
    trim: summary.trim,
    year: summary.year,
    body: summary.body,
    km: toKm(summary.odometer, summary.odometerUnit),
    unit: summary.odometerUnit,
    place: placeOf(summary.city, summary.state),
    damage: summary.damage[0] ?? null,
    title: summary.titleCode,
    grade: null,
    photo: summary.photo,
    cur: lot.currency,
    price: lot.priceMinor,
    ask: lot.askMinor,
    bids: lot.bidCount,
    leader: null,
    reserve: reserves[lot.reserve],
    end: lot.endsAt,
    prec: precisions[lot.endsAtPrecision],
    ext: 0,
    status: lot.status,
    start: lot.startsAt,
    first: lot.firstSeenAt,
    value: summary.retailValueMinor,
    dup,
    seller: null,
  };
}

/** Whole km; turned back into miles and rounded they give the site's own number. */
function toKm(reading: number | null, unit: string | null): number | null {
  if (reading === null || unit === null) return null;
  return unit === 'MI' ? Math.round(reading * kmPerMile) : reading;
}

function placeOf(city: string | null, state: string | null): string | null {
  const parts = [city, state].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** Lots that still go on: they count as other live listings of their vehicle. */
export const isLive = ({ status }: { readonly status: string }): boolean =>
  status === 'SCHEDULED' || status === 'OPEN' || status === 'ENDING_UNCONFIRMED';

/** @param v rises with every record of the topic */
export function toSiteRow(status: SiteStatus, v: number): SiteRow {
  const { lastSnapshot } = status;
  return {
    id: status.site,
    v,
    name: status.name,
    state: status.state,
    reason: status.reason,
    at: status.at,
    every: status.pollIntervalMs,
    attempt: status.lastAttemptAt,
    success: status.lastSuccessAt,
    next: status.nextRunAt,
    fails: status.consecutiveFailureCount,
    snap: lastSnapshot?.completedAt ?? null,
    rows: lastSnapshot?.rows ?? null,
    published: lastSnapshot?.published ?? null,
    rejected: lastSnapshot?.rejected ?? null,
    complete: lastSnapshot ? Number(lastSnapshot.complete) : null,
    why: lastSnapshot?.reason ?? null,
  };
}

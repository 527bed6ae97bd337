/** The public row of a lot from its archived columns: the board's table read backwards. */
import type { Lot, LotSummary } from '@auction/avro/records';
import { numberIn, textIn } from './archived-lot.ts';
import type { ArchivedLot } from './archived-lot.ts';

/** What only a running lot of our own needs; the archive does not keep it. */
const notArchived = {
  leaderAlias: null,
  incTable: null,
  granularityMinor: null,
  reserveMinor: null,
  extensionCount: 0,
  graceMs: 0,
} as const;

/** Fields of the summary that are younger than the oldest archive. */
const youngFields = { photos: [] } satisfies Partial<LotSummary>;

const textOrNull = (lot: ArchivedLot, name: string): string | null => {
  const value = lot[name];
  return typeof value === 'string' ? value : null;
};

/** @throws when the summary is no JSON; a field of the wrong kind is refused by the codec */
export function lotOf(lot: ArchivedLot): Lot {
  // The board's table keeps earlier runs in the summary's document, where there are any.
  const { earlierRuns = [], ...summary } = JSON.parse(textIn(lot, 'summary')) as LotSummary &
    Partial<Pick<Lot, 'earlierRuns'>>;
  return {
    ...notArchived,
    earlierRuns,
    lotId: textIn(lot, 'lot_id'),
    version: numberIn(lot, 'version') ?? 0,
    kind: textIn(lot, 'kind') as Lot['kind'],
    site: textIn(lot, 'site'),
    siteListingId: textIn(lot, 'site_listing_id'),
    status: textIn(lot, 'status') as Lot['status'],
    statusReason: textOrNull(lot, 'status_reason'),
    currency: textIn(lot, 'currency'),
    priceMinor: numberIn(lot, 'price_minor'),
    askMinor: numberIn(lot, 'ask_minor'),
    bidCount: numberIn(lot, 'bid_count'),
    buyNowMinor: numberIn(lot, 'buy_now_minor'),
    reserve: textIn(lot, 'reserve') as Lot['reserve'],
    startsAt: numberIn(lot, 'starts_at'),
    endsAt: numberIn(lot, 'ends_at'),
    endsAtPrecision: textIn(lot, 'ends_at_precision') as Lot['endsAtPrecision'],
    correctionCount: numberIn(lot, 'correction_count') ?? 0,
    firstSeenAt: numberIn(lot, 'first_seen_at') ?? 0,
    observedAt: numberIn(lot, 'observed_at') ?? 0,
    publishedAt: numberIn(lot, 'published_at') ?? 0,
    decisionUntil: numberIn(lot, 'decision_until'),
    summary: { ...youngFields, ...summary },
  };
}

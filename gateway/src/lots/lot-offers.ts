/** The other offers of a lot's vehicle, from rows of the board's table and of the archive. Pure. */
import type { EarlierRun } from '@auction/avro/records';
import type { Candidate, Offer } from '../contract.ts';
import type { LotRow } from './lot-rows.ts';

export const offersMax = 50;
export const candidatesMax = 10;

const running: ReadonlySet<string> = new Set(['SCHEDULED', 'OPEN', 'ENDING_UNCONFIRMED']);

const endOf = ({ ends_at: endsAt, observed_at: observedAt }: LotRow): number =>
  endsAt ?? observedAt;

const shownOf = (row: LotRow): Omit<Offer, 'relation' | 'archived' | 'run'> => ({
  lotId: row.lot_id,
  site: row.site,
  siteListingId: row.site_listing_id,
  title: row.title,
  price: { amount: row.price_minor, currency: row.currency },
  bidCount: row.bid_count,
  status: row.status,
  statusReason: row.status_reason,
  endsAt: row.ends_at,
  endsAtPrecision: row.ends_at_precision,
  observedAt: row.observed_at,
  odometer: row.summary.odometer,
  odometerUnit: row.summary.odometerUnit,
  url: row.summary.url,
});

const offerOf = (row: LotRow, lot: LotRow, archived: boolean): Offer => {
  const relation = relationOf(row, endOf(row), lot);
  return { ...shownOf(row), relation, archived, run: archived ? row.version : null };
};

function relationOf(row: LotRow, endedAt: number, lot: LotRow): Offer['relation'] {
  if (row.lot_id !== lot.lot_id) return row.site === lot.site ? 'SAME_SITE' : 'OTHER_SITE';
  // A sale that is set sooner than it was is no run after the one shown.
  return row.version > lot.version && endedAt > endOf(lot) ? 'LATER_RUN' : 'EARLIER_RUN';
}

/** A run of a lot before the one it stands in now; its facts then are in the history. */
const runOf = (run: EarlierRun, row: LotRow, lot: LotRow): Offer => ({
  ...offerOf(row, lot, false),
  relation: relationOf(row, run.endsAt, lot),
  price: { amount: run.priceMinor, currency: run.currency },
  bidCount: run.bidCount,
  status: run.status === 'UNKNOWN' ? 'ENDED' : run.status,
  statusReason: run.statusReason,
  endsAt: run.endsAt,
  endsAtPrecision: run.endsAtPrecision,
  ...{ observedAt: null, odometer: null, odometerUnit: null },
});

const runsOf = (row: LotRow, lot: LotRow): Offer[] =>
  (row.summary.earlierRuns ?? []).map((run) => runOf(run, row, lot));

/** One end of one lot: whoever tells of it, and from whichever store. */
const nameOf = ({ lotId, endsAt, observedAt }: Offer): string =>
  `${lotId} ${endsAt ?? observedAt ?? ''}`;

/**
 * Other offers of the lot's vehicle: earlier runs of the lot, its sister listings with their earlier
 * runs, and what the archive has. Each end of each lot once; the row of the board goes before the
 * archive's, which adds where a run's page is.
 * @param sisters other lots of the vehicle in the board's table, and the lot itself where it came back
 * @param archived ended lots of the vehicle, earlier ends of this lot and of its sisters among them
 * @returns running ones first, then the newest; at most `offersMax`
 */
export function offersOf(
  lot: LotRow,
  sisters: readonly LotRow[],
  archived: readonly LotRow[],
): Offer[] {
  const own = `${lot.lot_id} ${endOf(lot)}`;
  const offers = new Map<string, Offer>();
  const all = [
    ...sisters.map((row) => offerOf(row, lot, false)),
    ...[lot, ...sisters].flatMap((row) => runsOf(row, lot)),
    ...archived.flatMap((row) => [offerOf(row, lot, true), ...runsOf(row, lot)]),
  ];
  for (const offer of all) {
    const name = nameOf(offer);
    const known = offers.get(name);
    const isRun = offer.relation === 'EARLIER_RUN' || offer.relation === 'LATER_RUN';
    if (name !== own && !known) offers.set(name, offer);
    // What a lot tells of its own runs has no page; the archive's row of that end has one.
    else if (known && (isRun || known.observedAt === null))
      offers.set(name, { ...known, run: known.run ?? offer.run });
  }
  return [...offers.values()]
    .sort((one, other) => rank(other) - rank(one) || when(other) - when(one))
    .slice(0, offersMax);
}

const rank = ({ status, archived }: Offer): number => (running.has(status) && !archived ? 1 : 0);
const when = ({ endsAt, observedAt }: Offer): number => endsAt ?? observedAt ?? 0;

/** The VIN as the lot's site shows it. */
export const vinShown = ({ vin, summary }: LotRow): string | null =>
  vin ?? summary.vinMasked ?? null;

/** Every character that both VINs show is the same; hidden ones agree with everything. */
function agrees(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) {
    const [mine, theirs] = [one.charAt(index), other.charAt(index)];
    if (mine !== theirs && mine !== '*' && theirs !== '*') return false;
  }
  return true;
}

/**
 * Lots that may be the same vehicle, as a suggestion: nothing is merged by it.
 * @param rows lots that agree on what the statement of candidates asks for (lot-sql.ts)
 * @returns those whose shown characters all agree, with what speaks for them; best first
 */
export function candidatesOf(lot: LotRow, rows: readonly LotRow[]): Candidate[] {
  const shown = vinShown(lot);
  if (shown === null) return [];
  return rows.flatMap((row): Candidate[] => {
    const theirs = vinShown(row);
    if (theirs === null || !agrees(shown, theirs)) return [];
    // The statement leaves out readings that are far apart, so two readings of one unit agree.
    const { odometer, odometerUnit } = row.summary;
    const isRead = odometer !== null && lot.summary.odometer !== null;
    const sameReading = isRead && odometerUnit === lot.summary.odometerUnit;
    const agreesOn: Candidate['agreesOn'] = ['VIN', 'YEAR', 'MAKE', 'MODEL'];
    if (sameReading) agreesOn.push('ODOMETER');
    return [{ ...shownOf(row), vinShown: theirs, agreesOn }];
  });
}

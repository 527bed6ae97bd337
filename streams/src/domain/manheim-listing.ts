/** Meaning of a Manheim listing (feeds.md section 10). Its shape is the connector's. */
import { blankListing } from './blank-listing.ts';
import type { CellRow } from './cell-row.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent, Outcome } from './listing.ts';
import { isCurrencyCode } from './money.ts';
import { readOdometer } from './odometer.ts';
import { placeZone } from './place-zone.ts';
import type { Parsed } from './refusal.ts';
import { oneMake } from './spelling.ts';
import { readUtcStamp } from './utc-instant.ts';
import { mergesByVin, readVin } from './vin.ts';

/** Cells that carry meaning; the compiler compares them with the layout. */
export type ManheimColumn =
  | 'id'
  | 'source'
  | 'href'
  | 'status'
  | 'vin'
  | 'year'
  | 'make'
  | 'models'
  | 'trims'
  | 'bodyType'
  | 'exteriorColor'
  | 'odometer'
  | 'odometerUnits'
  | 'bidPrice'
  | 'bidCount'
  | 'buyNowPrice'
  | 'soldPrice'
  | 'currency'
  | 'mmrPrice'
  | 'conditionGradeNumeric'
  | 'auctionStartTime'
  | 'auctionEndTime'
  | 'saleDate'
  | 'laneNumber'
  | 'runNumber'
  | 'light'
  | 'titleStatus'
  | 'announcements'
  | 'pickupLocationCity'
  | 'pickupLocationState'
  | 'pickupLocationZip'
  | 'pickupLocationCountry'
  | 'images'
  | 'updatedAt';
type Row = CellRow<ManheimColumn>;
type InstantName = 'auctionStartTime' | 'auctionEndTime' | 'saleDate' | 'updatedAt';

const site = 'manheim';
const units: Readonly<Record<string, string>> = { MI: 'MI', MILES: 'MI', KM: 'KM' };
const countries: Readonly<Record<string, string>> = { US: 'USA', CA: 'CAN' };
/** A sale under the seller's approval ("if") is none yet. */
const outcomes: Readonly<Record<string, Outcome>> = {
  SOLD: 'SOLD',
  NO_SALE: 'NOT_SOLD',
  IF_SALE: 'PENDING_APPROVAL',
};

/** Epoch ms; null for none. Refuses BAD_SALE_DATE. */
function instantOf(row: Row, name: InstantName): number | null {
  const text = row.text(name);
  if (text === null) return null;
  const at = readUtcStamp(text);
  if (at === null) row.refuse('BAD_SALE_DATE', name);
  return at;
}

function saleOf(row: Row, currency: string): Partial<ListingContent> {
  const saleStartAt = instantOf(row, 'auctionStartTime') ?? instantOf(row, 'saleDate');
  // A lane has a start and no end: what happens there ends when the lot has run.
  const saleEndAt = instantOf(row, 'auctionEndTime') ?? saleStartAt;
  const bidCount = row.whole('bidCount');
  const soldMinor = row.amount('soldPrice', currency);
  const lane = row.text('laneNumber');
  const run = row.text('runNumber');
  return {
    saleStartAt,
    saleEndAt,
    timePrecision: saleEndAt === null ? 'NONE' : 'MS',
    currentBidMinor: soldMinor ?? row.amount('bidPrice', currency),
    bidSemantics: bidCount === 0 ? 'OPENING_ASK' : 'HIGH',
    bidCount,
    outcome: outcomes[row.text('status')?.toUpperCase() ?? ''] ?? 'UNKNOWN',
    saleStatusRaw: row.text('status'),
    buyNowMinor: row.amount('buyNowPrice', currency),
    retailValueMinor: row.amount('mmrPrice', currency),
    gridRow: lane,
    itemNumber: run,
  };
}

function vehicleOf(row: Row, id: string): Partial<ListingContent> {
  const vin = readVin(row.raw('vin'));
  const makeRaw = row.text('make');
  const year = row.year('year');
  const make = makeRaw === null ? null : oneMake(makeRaw);
  const model = row.list('models').join(' / ') || null;
  const trim = row.list('trims').join(' / ') || null;
  const reading = readOdometer(row.raw('odometer'), '');
  if (reading === undefined) row.refuse('BAD_ODOMETER', 'odometer');
  const odometer = reading?.value ?? null;
  const unit = units[row.text('odometerUnits')?.toUpperCase() ?? ''] ?? null;
  return {
    ...{ year, make, makeRaw, model, trim, odometer },
    odometerUnit: odometer === null ? null : unit,
    title: listingTitle({ year, make, model, trim }, `Unit ${id}`),
    vehicleId: mergesByVin(vin) ? vin.vin : ownVehicleId(site, id),
    vin: vin.vin,
    vinStatus: vin.status,
    vinRaw: vin.raw,
    body: row.text('bodyType'),
    color: row.text('exteriorColor'),
    grade: row.text('conditionGradeNumeric'),
    light: row.text('light'),
    titleState: row.text('titleStatus'),
    note: row.list('announcements').join('; ') || null,
  };
}

/**
 * Canonical content of a listing on one channel.
 * @param id id under which the connector published it: `<source>:<the site's id>`
 * Refuses ID_MISMATCH, BAD_CURRENCY, BAD_YEAR, BAD_ODOMETER, BAD_SALE_DATE, BAD_AMOUNT, BAD_NUMBER.
 */
export function manheimListing(row: Row, id: string): Parsed<ListingContent> {
  if (`${row.raw('source')}:${row.raw('id')}` !== id) row.refuse('ID_MISMATCH', 'id');
  const currency = row.text('currency') ?? 'USD';
  if (!isCurrencyCode(currency)) row.refuse('BAD_CURRENCY', 'currency');
  const state = row.text('pickupLocationState')?.toUpperCase() ?? null;
  const zip = row.text('pickupLocationZip');
  const country = row.text('pickupLocationCountry');
  const zone = placeZone(state, zip);
  const facts: Partial<ListingContent> = {
    url: row.text('href'),
    city: row.text('pickupLocationCity'),
    state,
    zip,
    country: countries[country ?? ''] ?? country,
    timeZone: zone,
    saleTimeSource: zone === null ? null : 'PLACE',
    ...saleOf(row, currency),
    images: row.list('images'),
    labels: [row.text('source')].flatMap((label) => label ?? []),
    sourceUpdatedAt: instantOf(row, 'updatedAt'),
  };
  const vehicle = vehicleOf(row, id);
  if (row.refusal) return row.refusal;
  const fallback = { currency, title: `Unit ${id}`, vehicleId: ownVehicleId(site, id) };
  return { ok: true, value: { ...blankListing, ...fallback, ...facts, ...vehicle } };
}

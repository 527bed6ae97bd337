/** Meaning of a vehicle of a sender's file (feeds.md section 11). Its shape is the mapping's. */
import { blankListing } from './blank-listing.ts';
import type { CellRow } from './cell-row.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent } from './listing.ts';
import { isCurrencyCode } from './money.ts';
import { readOdometer } from './odometer.ts';
import type { OdometerBrand } from './odometer.ts';
import { placeZone } from './place-zone.ts';
import type { Parsed } from './refusal.ts';
import { oneDrive, oneMake } from './spelling.ts';
import { mergesByVin, readVin } from './vin.ts';

/** Cells that carry meaning; the compiler compares them with the layout. */
export type DealerColumn =
  | 'id'
  | 'url'
  | 'title'
  | 'vin'
  | 'year'
  | 'make'
  | 'model'
  | 'trim'
  | 'body'
  | 'color'
  | 'odometer'
  | 'odometerUnit'
  | 'odometerBrand'
  | 'damage'
  | 'titleState'
  | 'titleCode'
  | 'runs'
  | 'condition'
  | 'hasKeys'
  | 'engine'
  | 'drive'
  | 'transmission'
  | 'fuel'
  | 'cylinders'
  | 'city'
  | 'state'
  | 'zip'
  | 'country'
  | 'yard'
  | 'saleStart'
  | 'saleEnd'
  | 'currency'
  | 'currentBid'
  | 'bidCount'
  | 'buyNow'
  | 'sold'
  | 'retailValue'
  | 'repairCost'
  | 'saleStatus'
  | 'images'
  | 'note'
  | 'grade'
  | 'updatedAt';
type Row = CellRow<DealerColumn>;

const site = 'dealer';
const units: Readonly<Record<string, string>> = {
  MI: 'MI',
  MILE: 'MI',
  MILES: 'MI',
  SMI: 'MI',
  KM: 'KM',
  KMT: 'KM',
  KILOMETERS: 'KM',
  KILOMETRES: 'KM',
};
/** INOPERABLE DIGITAL DASH and the like say that the number is none. */
const brands: Readonly<Record<string, OdometerBrand>> = {
  ACTUAL: 'ACTUAL',
  'NOT ACTUAL': 'NOT_ACTUAL',
  TMU: 'NOT_ACTUAL',
  'NOT REQUIRED/EXEMPT': 'EXEMPT',
  EXEMPT: 'EXEMPT',
  'EXCEEDS MECHANICAL LIMITS': 'EXCEEDS',
};
const noReading = /INOPERABLE|MISSING|DIGITAL DASH/;

function odometerOf(row: Row): Pick<ListingContent, 'odometer' | 'odometerUnit' | 'odometerBrand'> {
  const printed = row.text('odometerBrand')?.toUpperCase() ?? '';
  const reading = readOdometer(row.raw('odometer'), '');
  if (reading === undefined) row.refuse('BAD_ODOMETER', 'odometer');
  const value = noReading.test(printed) ? null : (reading?.value ?? null);
  const unit = units[row.text('odometerUnit')?.toUpperCase() ?? ''] ?? null;
  return {
    odometer: value,
    odometerUnit: value === null ? null : unit,
    odometerBrand: brands[printed] ?? 'UNKNOWN',
  };
}

/** Epoch ms that the mapping has read; null for none. Refuses BAD_SALE_DATE. */
function instantOf(row: Row, name: 'saleStart' | 'saleEnd' | 'updatedAt'): number | null {
  const text = row.text(name);
  if (text === null) return null;
  if (!/^-?\d{1,15}$/.test(text)) row.refuse('BAD_SALE_DATE', name);
  return Number(text);
}

/** `runAndDrive` and a word beside it; some are Stationary and marked as running: the word wins. */
function runsOf(row: Row): string | null {
  const word = row.text('condition')?.toUpperCase() ?? '';
  if (word === 'STATIONARY') return null;
  if (row.flag('runs') === true) return 'RUN_AND_DRIVE';
  return word === 'STARTS' ? 'STARTS' : null;
}

function vehicleOf(row: Row, id: string): Partial<ListingContent> {
  const vin = readVin(row.raw('vin'));
  const makeRaw = row.text('make');
  const drive = row.text('drive');
  const year = row.year('year');
  const make = makeRaw === null ? null : oneMake(makeRaw);
  const model = row.text('model');
  const trim = row.text('trim');
  return {
    ...{ year, make, makeRaw, model, trim },
    title: row.text('title') ?? listingTitle({ year, make, model, trim }, `Vehicle ${id}`),
    vehicleId: mergesByVin(vin) ? vin.vin : ownVehicleId(site, id),
    vin: vin.vin,
    vinStatus: vin.status,
    vinRaw: vin.raw,
    body: row.text('body'),
    color: row.text('color'),
    ...odometerOf(row),
    damage: row.list('damage'),
    titleState: row.text('titleState'),
    titleCode: row.text('titleCode'),
    runs: runsOf(row),
    conditionCode: row.text('condition'),
    hasKeys: row.flag('hasKeys'),
    engine: row.text('engine'),
    drive: drive === null ? null : oneDrive(drive),
    transmission: row.text('transmission'),
    fuel: row.text('fuel'),
    cylinders: row.text('cylinders'),
  };
}

function saleOf(row: Row, currency: string): Partial<ListingContent> {
  const saleStartAt = instantOf(row, 'saleStart');
  const saleEndAt = instantOf(row, 'saleEnd') ?? saleStartAt;
  const soldMinor = row.amount('sold', currency);
  const isSold = soldMinor !== null;
  return {
    saleStartAt,
    saleEndAt,
    timePrecision: saleEndAt === null ? 'NONE' : 'MINUTE',
    currentBidMinor: soldMinor ?? row.amount('currentBid', currency),
    bidSemantics: 'HIGH',
    bidCount: row.whole('bidCount'),
    outcome: isSold ? 'SOLD' : 'UNKNOWN',
    saleStatusRaw: row.text('saleStatus'),
    buyNowMinor: row.amount('buyNow', currency),
    retailValueMinor: row.amount('retailValue', currency),
    repairCostMinor: row.amount('repairCost', currency),
  };
}

/**
 * Canonical content of a sender's vehicle.
 * @param id id under which the connector published it: `<sender>:<the sender's own id>`
 * Refuses ID_MISMATCH, BAD_CURRENCY, BAD_YEAR, BAD_ODOMETER, BAD_SALE_DATE, BAD_AMOUNT, BAD_NUMBER.
 */
export function dealerListing(row: Row, id: string): Parsed<ListingContent> {
  if (row.raw('id') !== id) row.refuse('ID_MISMATCH', 'id');
  const currency = row.text('currency')?.toUpperCase() ?? 'USD';
  if (!isCurrencyCode(currency)) row.refuse('BAD_CURRENCY', 'currency');
  const state = row.text('state')?.toUpperCase() ?? null;
  const zip = row.text('zip');
  const zone = placeZone(state, zip);
  const facts: Partial<ListingContent> = {
    url: row.text('url'),
    city: row.text('city'),
    state,
    zip,
    country: row.text('country'),
    yard: row.text('yard'),
    timeZone: zone,
    saleTimeSource: zone === null ? null : 'PLACE',
    ...saleOf(row, currency),
    images: row.list('images'),
    note: row.text('note'),
    grade: row.text('grade'),
    sourceUpdatedAt: instantOf(row, 'updatedAt'),
  };
  const vehicle = vehicleOf(row, id);
  if (row.refusal) return row.refusal;
  const fallback = { currency, title: `Vehicle ${id}`, vehicleId: ownVehicleId(site, id) };
  return { ok: true, value: { ...blankListing, ...fallback, ...facts, ...vehicle } };
}

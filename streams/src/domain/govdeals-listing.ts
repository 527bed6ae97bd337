/** Meaning of an asset of GovDeals or AllSurplus (feeds.md section 7). Its shape is the connector's. */
import { blankListing } from './blank-listing.ts';
import type { CellRow } from './cell-row.ts';
import { htmlText } from './html-text.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent, Outcome } from './listing.ts';
import { isCurrencyCode } from './money.ts';
import { placeZone } from './place-zone.ts';
import { notAVehicle } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import type { Reserve } from './reserve.ts';
import { oneMake } from './spelling.ts';
import { readUtcStamp } from './utc-instant.ts';
import { isVehicleTitle, mileageInText, readTitle } from './vehicle-text.ts';
import { mergesByVin, readVin } from './vin.ts';

/** Cells that carry meaning; the compiler compares them with the layout. */
export type GovdealsColumn =
  | 'assetId'
  | 'accountId'
  | 'auctionId'
  | 'businessId'
  | 'assetShortDescription'
  | 'makebrand'
  | 'model'
  | 'modelYear'
  | 'assetCategory'
  | 'vinserial'
  | 'meter'
  | 'locationCity'
  | 'locationState'
  | 'locationZip'
  | 'country'
  | 'assetAuctionEndDateUtc'
  | 'currencyCode'
  | 'currentBid'
  | 'bidCount'
  | 'assetBidIncrement'
  | 'assetStatusCd'
  | 'soldAmount'
  | 'isReserveNotMet'
  | 'hasReservePrice'
  | 'photo';
type Row = CellRow<GovdealsColumn>;

const site = 'govdeals';
/** Categories that hold vehicles and nothing else: cars, trucks; transport of AllSurplus. */
const vehicleCategories: ReadonlySet<string> = new Set(['94A', '94Q', 'T6']);
/** STA says nothing: it is kept for days after the end. */
const outcomes: Readonly<Record<string, Outcome>> = {
  SOA: 'SOLD',
  RNM: 'NOT_SOLD',
  CNB: 'NOT_SOLD',
};

type Price = Pick<ListingContent, 'currentBidMinor' | 'bidSemantics' | 'bidCount' | 'askMinor'>;

/**
 * `currentBid` is the opening ask until somebody bids, and search rows do not say whether anybody
 * has: without a count the figure is no bid.
 */
function priceOf(row: Row, currency: string): Price {
  const bidCount = row.whole('bidCount');
  const figure = row.amount('currentBid', currency);
  const increment = row.amount('assetBidIncrement', currency);
  const sold = row.amount('soldAmount', currency);
  if (bidCount === null || bidCount === 0) {
    const bidSemantics = bidCount === 0 ? 'OPENING_ASK' : 'UNKNOWN';
    return { currentBidMinor: sold, bidSemantics, bidCount, askMinor: figure };
  }
  const askMinor = figure !== null && increment !== null ? figure + increment : null;
  return { currentBidMinor: sold ?? figure, bidSemantics: 'HIGH', bidCount, askMinor };
}

/** Two flags of which search rows have one: a reserve that is not met exists. */
function reserveOf(row: Row): Reserve {
  const isNotMet = row.flag('isReserveNotMet');
  switch (row.flag('hasReservePrice')) {
    case false:
      return 'NONE';
    case true:
      return isNotMet === true ? 'NOT_MET' : 'MET';
    default:
      return isNotMet === true ? 'NOT_MET' : 'UNKNOWN';
  }
}

/** Refuses BAD_SALE_DATE. Only the UTC instant is read: the printed texts say EST all year. */
function endOf(row: Row): number | null {
  const text = row.text('assetAuctionEndDateUtc');
  if (text === null) return null;
  const at = readUtcStamp(text);
  if (at === null) row.refuse('BAD_SALE_DATE', 'assetAuctionEndDateUtc');
  return at;
}

function vehicleOf(row: Row, id: string): Partial<ListingContent> | undefined {
  const title = htmlText(row.raw('assetShortDescription'));
  const read = readTitle(title);
  const vin = readVin(row.raw('vinserial'));
  const category = row.text('assetCategory')?.toUpperCase() ?? null;
  // A bid box alone has no category: it is of an asset that was asked for as a vehicle.
  const isVehicle = category === null || vehicleCategories.has(category);
  if (!isVehicle && !isVehicleTitle(title, read, vin)) return undefined;
  const makeRaw = row.text('makebrand') ?? read.makeRaw;
  const make = makeRaw === null ? null : oneMake(makeRaw);
  const year = row.year('modelYear') ?? read.year;
  const model = row.text('model')?.toUpperCase() ?? read.model;
  const meter = mileageInText(`odometer ${row.raw('meter')}`);
  return {
    title: title === '' ? listingTitle({ year, make, model, trim: null }, `Asset ${id}`) : title,
    year,
    make,
    makeRaw,
    model,
    vehicleId: mergesByVin(vin) ? vin.vin : ownVehicleId(site, id),
    vin: vin.vin,
    vinStatus: vin.status,
    vinRaw: vin.raw,
    odometer: meter?.value ?? null,
    odometerUnit: meter?.unit ?? null,
  };
}

const imagesOf = (row: Row): string[] => {
  const photo = row.text('photo');
  const account = row.text('accountId');
  if (photo === null || account === null) return [];
  return [`https://webassets.lqdt1.com/assets/photos/${account}/${photo}`];
};

/**
 * Canonical content of an asset.
 * @param id id under which the connector published it: `<assetId>/<accountId>/<auctionId>`
 * Refuses ID_MISMATCH, BAD_CURRENCY, BAD_SALE_DATE, BAD_AMOUNT, BAD_NUMBER, BAD_YEAR; NOT_A_VEHICLE
 * for assets of other categories whose title names no vehicle.
 */
export function govdealsListing(row: Row, id: string): Parsed<ListingContent> {
  const [assetId, accountId, auctionId] = id.split('/');
  const own = [row.raw('assetId'), row.raw('accountId'), row.raw('auctionId')].join('/');
  if (own !== id) row.refuse('ID_MISMATCH', 'assetId');
  const currency = row.text('currencyCode') ?? 'USD';
  if (!isCurrencyCode(currency)) row.refuse('BAD_CURRENCY', 'currencyCode');
  const saleEndAt = endOf(row);
  const state = row.text('locationState');
  const zip = row.text('locationZip');
  const zone = placeZone(state, zip);
  const statusCode = row.text('assetStatusCd');
  const facts: Partial<ListingContent> = {
    url: `https://www.govdeals.com/asset/${assetId ?? ''}/${accountId ?? ''}?auction=${auctionId ?? ''}`,
    city: row.text('locationCity'),
    state,
    zip,
    country: row.text('country'),
    saleEndAt,
    timePrecision: saleEndAt === null ? 'NONE' : 'MS',
    timeZone: zone,
    saleTimeSource: zone === null ? null : 'PLACE',
    ...priceOf(row, currency),
    outcome: outcomes[statusCode ?? ''] ?? 'UNKNOWN',
    reserve: reserveOf(row),
    saleStatusRaw: statusCode,
    images: imagesOf(row),
  };
  const vehicle = vehicleOf(row, id);
  if (row.refusal) return row.refusal;
  if (vehicle === undefined) return notAVehicle(row.text('assetShortDescription') ?? id);
  const fallback = { currency, title: `Asset ${id}`, vehicleId: ownVehicleId(site, id) };
  return { ok: true, value: { ...blankListing, ...fallback, ...facts, ...vehicle } };
}

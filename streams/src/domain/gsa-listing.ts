/** Meaning of an auction of GSA Auctions (feeds.md section 6). Its shape is the connector's. */
import { blankListing } from './blank-listing.ts';
import type { CellRow } from './cell-row.ts';
import { htmlText } from './html-text.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent } from './listing.ts';
import { placeZone } from './place-zone.ts';
import { notAVehicle } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import { readSaleTime } from './sale-time.ts';
import type { SaleTime } from './sale-time.ts';
import { isVehicleTitle, mileageInText, readTitle, vinInText } from './vehicle-text.ts';
import { mergesByVin } from './vin.ts';

/** Cells that carry meaning; a spec compares them with the layout. */
export type GsaColumn =
  | 'saleNo'
  | 'lotNo'
  | 'aucEndDt'
  | 'itemName'
  | 'propertyCity'
  | 'propertyState'
  | 'propertyZip'
  | 'auctionStatus'
  | 'biddersCount'
  | 'lotInfo'
  | 'reserve'
  | 'aucIncrement'
  | 'highBidAmount'
  | 'itemDescURL'
  | 'imageURL';

const site = 'gsa';
const currency = 'USD';
const statuses: Readonly<Record<string, string>> = { A: 'ACTIVE', P: 'PREVIEW', '': 'SCHEDULED' };

/** Dates only: the end of that day where the property is. Refuses BAD_SALE_DATE. */
function saleTimeOf(row: CellRow<GsaColumn>, zone: string | null): SaleTime {
  const time = readSaleTime(row.raw('aucEndDt').trim().replaceAll('-', ''), '', zone);
  if (!('ok' in time)) return time;
  row.keepRefusal(time);
  return { startAt: null, endAt: null, precision: 'NONE' };
}

/** Live words and documented letters; a blank letter means scheduled, so it is not trimmed away. */
function statusOf(row: CellRow<GsaColumn>): string {
  const printed = row.raw('auctionStatus').trim().toUpperCase();
  return statuses[printed] ?? printed;
}

function priceOf(row: CellRow<GsaColumn>): Pick<ListingContent, 'currentBidMinor' | 'askMinor'> {
  const currentBidMinor = row.amount('highBidAmount', currency);
  const increment = row.amount('aucIncrement', currency);
  const isKnown = currentBidMinor !== null && increment !== null;
  return { currentBidMinor, askMinor: isKnown ? currentBidMinor + increment : null };
}

function vehicleOf(row: CellRow<GsaColumn>, id: string): Partial<ListingContent> | undefined {
  const title = htmlText(row.raw('itemName'));
  const text = `${title} ${htmlText(row.raw('lotInfo'))}`;
  const reading = readTitle(title);
  const vin = vinInText(text);
  if (!isVehicleTitle(title, reading, vin)) return undefined;
  const mileage = mileageInText(text);
  return {
    ...reading,
    title: title === '' ? listingTitle({ ...reading, trim: null }, `Lot ${id}`) : title,
    vehicleId: mergesByVin(vin) ? vin.vin : ownVehicleId(site, id),
    vin: vin.vin,
    vinStatus: vin.status,
    vinRaw: vin.raw,
    odometer: mileage?.value ?? null,
    odometerUnit: mileage?.unit ?? null,
  };
}

/**
 * Canonical content of an auction.
 * @param id id under which the connector published it: `<saleNo>-<lotNo>`
 * Refuses NO_ID, ID_MISMATCH, BAD_SALE_DATE, BAD_AMOUNT, BAD_NUMBER; NOT_A_VEHICLE for furniture,
 * scales and helicopters, which stay in raw.
 */
export function gsaListing(row: CellRow<GsaColumn>, id: string): Parsed<ListingContent> {
  const own = `${row.raw('saleNo').trim()}-${row.raw('lotNo').trim()}`;
  if (own === '-') row.refuse('NO_ID', 'saleNo');
  else if (own !== id) row.refuse('ID_MISMATCH', 'lotNo');
  const state = row.text('propertyState');
  const zip = row.text('propertyZip')?.replace(/null$/, '') ?? null;
  const zone = placeZone(state, zip);
  const sale = saleTimeOf(row, zone);
  const image = row.text('imageURL');
  const facts: Partial<ListingContent> = {
    url: row.text('itemDescURL'),
    city: row.text('propertyCity'),
    state,
    zip,
    country: state === null ? null : 'USA',
    saleEndAt: sale.endAt,
    timePrecision: sale.precision,
    timeZone: zone,
    saleTimeSource: zone === null ? null : 'PLACE',
    ...priceOf(row),
    bidSemantics: 'HIGH',
    bidderCount: row.whole('biddersCount'),
    reserve: row.flag('reserve') === false ? 'NONE' : 'UNKNOWN',
    saleStatusRaw: statusOf(row),
    images: image === null ? [] : [image],
  };
  if (row.refusal) return row.refusal;
  const vehicle = vehicleOf(row, id);
  if (vehicle === undefined) return notAVehicle(row.text('itemName') ?? '');
  const fallback = { currency, title: `Lot ${id}`, vehicleId: ownVehicleId(site, id) };
  return { ok: true, value: { ...blankListing, ...fallback, ...facts, ...vehicle } };
}

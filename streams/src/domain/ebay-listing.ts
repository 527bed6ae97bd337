/** Meaning of an eBay auction (feeds.md section 8). Its shape is the connector's. */
import { blankListing } from './blank-listing.ts';
import type { CellRow } from './cell-row.ts';
import { ebayAspects } from './ebay-aspects.ts';
import { htmlText } from './html-text.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent } from './listing.ts';
import { isCurrencyCode } from './money.ts';
import { placeZone } from './place-zone.ts';
import { notAVehicle } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import type { Reserve } from './reserve.ts';
import { readUtcStamp } from './utc-instant.ts';
import { isVehicleTitle, readTitle } from './vehicle-text.ts';
import { mergesByVin } from './vin.ts';

type AmountName = 'currentBid' | 'price' | 'minimumPriceToBid';

/** Cells that carry meaning; a spec compares them with the layout. */
export type EbayColumn =
  | 'legacyItemId'
  | 'title'
  | 'categories'
  | 'condition'
  | 'buyingOptions'
  | 'bidCount'
  | 'uniqueBidderCount'
  | AmountName
  | `${AmountName}Currency`
  | `${AmountName}From`
  | `${AmountName}FromCurrency`
  | 'isDetailed'
  | 'reservePriceMet'
  | 'itemEndDate'
  | 'itemWebUrl'
  | 'images'
  | 'city'
  | 'stateOrProvince'
  | 'postalCode'
  | 'country'
  | 'aspects';
type Row = CellRow<EbayColumn>;

const site = 'ebay';
/** Cars and trucks; everything below it carries it too. */
const vehicleCategory = '6001';
const countries: Readonly<Record<string, string>> = { US: 'USA', CA: 'CAN' };

/** The currency the seller asked in: a converted price says from which. Refuses BAD_CURRENCY. */
function currencyOf(row: Row): string {
  for (const name of ['currentBid', 'price', 'minimumPriceToBid'] as const) {
    for (const cell of [`${name}FromCurrency`, `${name}Currency`] as const) {
      const currency = row.text(cell);
      if (currency === null) continue;
      if (!isCurrencyCode(currency)) row.refuse('BAD_CURRENCY', cell);
      return currency;
    }
  }
  return 'USD';
}

/** Minor units as the seller asked; null where it is in another currency. Refuses BAD_AMOUNT. */
function amountOf(row: Row, name: AmountName, currency: string): number | null {
  if (row.text(`${name}FromCurrency`) === currency) return row.amount(`${name}From`, currency);
  return row.text(`${name}Currency`) === currency ? row.amount(name, currency) : null;
}

type Price = Pick<
  ListingContent,
  'currentBidMinor' | 'bidSemantics' | 'bidCount' | 'bidderCount' | 'askMinor' | 'buyNowMinor'
>;

/** Until somebody bids the figure is the opening ask; `price` mirrors it unless it can be bought at once. */
function priceOf(row: Row, currency: string): Price {
  const bidCount = row.whole('bidCount');
  const figure = amountOf(row, 'currentBid', currency);
  const ask = amountOf(row, 'minimumPriceToBid', currency);
  const hasBids = bidCount !== null && bidCount > 0;
  const isFixed = row.list('buyingOptions').includes('FIXED_PRICE');
  return {
    currentBidMinor: hasBids ? figure : null,
    bidSemantics: hasBids ? 'HIGH' : bidCount === 0 ? 'OPENING_ASK' : 'UNKNOWN',
    bidCount,
    bidderCount: row.whole('uniqueBidderCount'),
    askMinor: hasBids ? ask : (ask ?? figure),
    buyNowMinor: isFixed ? amountOf(row, 'price', currency) : null,
  };
}

/** Only the item itself says; there, silence means that there is none. */
function reserveOf(row: Row): Reserve {
  const isMet = row.flag('reservePriceMet');
  if (isMet !== null) return isMet ? 'MET' : 'NOT_MET';
  return row.flag('isDetailed') === true ? 'NONE' : 'UNKNOWN';
}

/** Refuses BAD_SALE_DATE. Absent for listings that run until they are cancelled. */
function endOf(row: Row): number | null {
  const text = row.text('itemEndDate');
  if (text === null) return null;
  const at = readUtcStamp(text);
  if (at === null) row.refuse('BAD_SALE_DATE', 'itemEndDate');
  return at;
}

function vehicleOf(row: Row, id: string): Partial<ListingContent> | undefined {
  const title = htmlText(row.raw('title'));
  const read = readTitle(title);
  const said = ebayAspects(row.list('aspects'), row.text('country'));
  const { vin } = said;
  const isVehicle = row.list('categories').includes(vehicleCategory);
  if (!isVehicle && !isVehicleTitle(title, read, vin)) return undefined;
  const year = said.year ?? read.year;
  const make = said.make ?? read.make;
  const model = said.model ?? read.model;
  return {
    title: title === '' ? listingTitle({ year, make, model, trim: null }, `Item ${id}`) : title,
    year,
    make,
    makeRaw: said.makeRaw ?? read.makeRaw,
    model,
    vehicleId: mergesByVin(vin) ? vin.vin : ownVehicleId(site, id),
    vin: vin.vin,
    vinStatus: vin.status,
    vinRaw: vin.raw,
    odometer: said.odometer,
    odometerUnit: said.odometer === null ? null : said.odometerUnit,
  };
}

/**
 * Canonical content of an item.
 * @param id id under which the connector published it: the legacy item id
 * Refuses ID_MISMATCH, BAD_CURRENCY, BAD_SALE_DATE, BAD_AMOUNT, BAD_NUMBER; NOT_A_VEHICLE for items of
 * other categories whose title names no vehicle.
 */
export function ebayListing(row: Row, id: string): Parsed<ListingContent> {
  if (row.raw('legacyItemId') !== id) row.refuse('ID_MISMATCH', 'legacyItemId');
  const currency = currencyOf(row);
  const saleEndAt = endOf(row);
  const state = row.text('stateOrProvince');
  const zip = row.text('postalCode');
  const country = row.text('country');
  const zone = placeZone(state, zip);
  const facts: Partial<ListingContent> = {
    url: row.text('itemWebUrl'),
    city: row.text('city'),
    state,
    zip,
    country: countries[country ?? ''] ?? country,
    saleEndAt,
    timePrecision: saleEndAt === null ? 'NONE' : 'MS',
    timeZone: zone,
    saleTimeSource: zone === null ? null : 'PLACE',
    conditionCode: row.text('condition'),
    ...priceOf(row, currency),
    reserve: reserveOf(row),
    saleStatusRaw: row.list('buyingOptions').join(' ') || null,
    images: row.list('images'),
  };
  const vehicle = vehicleOf(row, id);
  if (row.refusal) return row.refusal;
  if (vehicle === undefined) return notAVehicle(row.text('title') ?? id);
  const fallback = { currency, title: `Item ${id}`, vehicleId: ownVehicleId(site, id) };
  return { ok: true, value: { ...blankListing, ...fallback, ...facts, ...vehicle } };
}

/** Meaning of an auction of Bring a Trailer (feeds.md section 9). Its shape is the connector's. */
import { blankListing } from './blank-listing.ts';
import type { CellRow } from './cell-row.ts';
import { htmlText } from './html-text.ts';
import { listingTitle, ownVehicleId } from './listing.ts';
import type { ListingContent, Outcome } from './listing.ts';
import { isCurrencyCode, readAmount } from './money.ts';
import { notAVehicle } from './refusal.ts';
import type { Parsed } from './refusal.ts';
import { isVehicleTitle, mileageInText, readTitle } from './vehicle-text.ts';
import { readVin } from './vin.ts';

/** Cells that carry meaning; a spec compares them with the layout. */
export type BatColumn =
  | 'id'
  | 'title'
  | 'year'
  | 'current_bid'
  | 'currency'
  | 'timestamp_end'
  | 'sold_text'
  | 'noreserve'
  | 'country_code'
  | 'url'
  | 'thumbnail_url';
type Row = CellRow<BatColumn>;

const site = 'bat';
const countries: Readonly<Record<string, string>> = { US: 'USA', CA: 'CAN' };
/** `Sold for USD $70,500 on 6/20/2026`, `Bid to $61,000`; the currency may be left out. */
const soldForm = /^(Sold for|Bid to)\s+(?:[A-Z]{3}\s*)?[^\d\s]?\s*(\d[\d,]*)/i;

interface Ending {
  readonly outcome: Outcome;
  /** Minor units; null: the bid stands. */
  readonly priceMinor: number | null;
}

function endingOf(row: Row, currency: string): Ending {
  const [, word = '', figure = ''] = soldForm.exec(htmlText(row.raw('sold_text'))) ?? [];
  if (word === '') return { outcome: 'UNKNOWN', priceMinor: null };
  const amount = readAmount(figure, currency);
  const outcome = word.toUpperCase() === 'SOLD FOR' ? 'SOLD' : 'NOT_SOLD';
  return { outcome, priceMinor: typeof amount === 'number' ? amount : null };
}

/** No bid is `false` here. Refuses BAD_AMOUNT. */
const bidOf = (row: Row, currency: string): number | null =>
  row.flag('current_bid') === false ? null : row.amount('current_bid', currency);

function vehicleOf(row: Row, id: string): Partial<ListingContent> | undefined {
  const title = htmlText(row.raw('title'));
  const read = readTitle(title);
  const year = row.year('year') ?? read.year;
  // Rare makes are at home here: a model year vouches for a vehicle whose make we do not know.
  const vouched = { ...read, year, make: read.make ?? '' };
  if (!isVehicleTitle(title, vouched, readVin(''))) return undefined;
  const mileage = mileageInText(title);
  return {
    ...read,
    year,
    title: title === '' ? listingTitle({ ...read, year, trim: null }, `Auction ${id}`) : title,
    odometer: mileage?.value ?? null,
    odometerUnit: mileage?.unit ?? null,
  };
}

/**
 * Canonical content of an auction.
 * @param id id under which the connector published it
 * Refuses ID_MISMATCH, BAD_CURRENCY, BAD_AMOUNT, BAD_NUMBER, BAD_YEAR; NOT_A_VEHICLE for signs, wheels
 * and whatever has no model year.
 */
export function batListing(row: Row, id: string): Parsed<ListingContent> {
  if (row.raw('id') !== id) row.refuse('ID_MISMATCH', 'id');
  const currency = row.text('currency') ?? 'USD';
  if (!isCurrencyCode(currency)) row.refuse('BAD_CURRENCY', 'currency');
  const endSeconds = row.whole('timestamp_end');
  const { outcome, priceMinor } = endingOf(row, currency);
  const country = row.text('country_code');
  const image = row.text('thumbnail_url');
  const bidMinor = bidOf(row, currency);
  const facts: Partial<ListingContent> = {
    url: row.text('url'),
    country: countries[country ?? ''] ?? country,
    saleEndAt: endSeconds === null ? null : endSeconds * 1_000,
    timePrecision: endSeconds === null ? 'NONE' : 'MS',
    currentBidMinor: priceMinor ?? bidMinor,
    bidSemantics: 'HIGH',
    outcome,
    reserve: row.flag('noreserve') === true ? 'NONE' : 'UNKNOWN',
    saleStatusRaw: row.text('sold_text'),
    images: image === null ? [] : [image],
  };
  const vehicle = vehicleOf(row, id);
  if (row.refusal) return row.refusal;
  if (vehicle === undefined) return notAVehicle(row.text('title') ?? id);
  const fallback = { currency, title: `Auction ${id}`, vehicleId: ownVehicleId(site, id) };
  return { ok: true, value: { ...blankListing, ...fallback, ...facts, ...vehicle } };
}

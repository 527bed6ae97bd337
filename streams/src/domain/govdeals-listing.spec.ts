import { govdealsAsset } from '@auction/avro/site-layouts';
import type { GovdealsCell } from '@auction/avro/site-layouts';
import { aVin } from '../testing/builders.ts';
import { aRow } from '../testing/site-rows.ts';
import { govdealsListing } from './govdeals-listing.ts';
import type { ListingContent } from './listing.ts';

type Cells = Partial<Record<GovdealsCell, string>>;
const vin = aVin('4T1BF28B', 'YU123456');
/** A search row; what only a bid box says is left out. */
const searchRow: Cells = {
  assetId: '7',
  accountId: '31000',
  auctionId: '1',
  businessId: 'GD',
  assetShortDescription: '2000 Toyota Avalon XL',
  makebrand: 'Toyota',
  model: 'Avalon',
  modelYear: '2000',
  assetCategory: '94A',
  locationCity: 'Santa Ana',
  locationState: 'CA',
  locationZip: '92701',
  country: 'USA',
  assetAuctionEndDateUtc: '2026-07-01T21:00:00Z',
  currencyCode: 'USD',
  currentBid: '525',
  isReserveNotMet: 'false',
  photo: '31000_7.jpg',
};
const boxed: Cells = {
  ...searchRow,
  bidCount: '2',
  assetBidIncrement: '25',
  assetStatusCd: 'STA',
  hasReservePrice: 'true',
};
const parse = (cells: Cells) => govdealsListing(aRow(govdealsAsset, cells), '7/31000/1');

const rows: [string, Cells, Partial<ListingContent>][] = [
  [
    'a search row says nothing of bids: its figure may be an opening ask',
    searchRow,
    {
      title: '2000 Toyota Avalon XL',
      year: 2000,
      make: 'TOYOTA',
      model: 'AVALON',
      currentBidMinor: null,
      bidSemantics: 'UNKNOWN',
      askMinor: 52_500,
      bidCount: null,
      reserve: 'UNKNOWN',
      saleEndAt: Date.UTC(2026, 6, 1, 21),
      timePrecision: 'MS',
      timeZone: 'America/Los_Angeles',
    },
  ],
  [
    'a bid box counts',
    boxed,
    {
      currentBidMinor: 52_500,
      bidCount: 2,
      bidSemantics: 'HIGH',
      askMinor: 55_000,
      reserve: 'MET',
    },
  ],
  [
    'no bids: the figure is the opening ask',
    { ...boxed, currentBid: '10000', bidCount: '0' },
    { currentBidMinor: null, bidSemantics: 'OPENING_ASK', askMinor: 1_000_000 },
  ],
  ['a reserve not met', { ...boxed, isReserveNotMet: 'true' }, { reserve: 'NOT_MET' }],
  ['no reserve', { ...boxed, hasReservePrice: 'false' }, { reserve: 'NONE' }],
  [
    'sold, without the buyer premium',
    { ...boxed, assetStatusCd: 'SOA', soldAmount: '525' },
    { outcome: 'SOLD', currentBidMinor: 52_500, saleStatusRaw: 'SOA' },
  ],
  ['reserve not met at the end', { ...boxed, assetStatusCd: 'RNM' }, { outcome: 'NOT_SOLD' }],
  ['closed, no bids', { ...boxed, assetStatusCd: 'CNB', bidCount: '0' }, { outcome: 'NOT_SOLD' }],
  ['live, or stale: no outcome', boxed, { outcome: 'UNKNOWN' }],
  ['an unknown status is kept', { ...boxed, assetStatusCd: 'XYZ' }, { saleStatusRaw: 'XYZ' }],
  ['a currency of its own', { ...boxed, currencyCode: 'GBP' }, { currency: 'GBP' }],
  ['a bid box has none', { ...boxed, currencyCode: '' }, { currency: 'USD' }],
  ['a VIN of the detail', { ...boxed, vinserial: vin }, { vin, vehicleId: vin }],
  ['a hidden VIN', { ...boxed, vinserial: '123456789' }, { vin: null, vinStatus: 'MALFORMED' }],
  ['a meter', { ...boxed, meter: '98,112' }, { odometer: 98_112, odometerUnit: 'MI' }],
  ['an empty model', { ...boxed, model: '' }, { model: 'AVALON XL' }],
];
test.each(rows)('%s', (_, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

test.each<[string, Cells, string]>([
  ['another lot', { ...boxed, auctionId: '2' }, 'ID_MISMATCH'],
  ['a printed time', { ...boxed, assetAuctionEndDateUtc: 'July 01, 2026 EST' }, 'BAD_SALE_DATE'],
  ['a currency that is none', { ...boxed, currencyCode: '$' }, 'BAD_CURRENCY'],
  ['a desk', { ...boxed, assetCategory: '12', assetShortDescription: 'Oak desk' }, 'NOT_A_VEHICLE'],
])('refuses %s', (_, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

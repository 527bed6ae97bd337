import { ebayItem } from '@auction/avro/site-layouts';
import type { EbayCell } from '@auction/avro/site-layouts';
import { aVin } from '../testing/builders.ts';
import { aRow } from '../testing/site-rows.ts';
import { ebayListing } from './ebay-listing.ts';
import type { ListingContent } from './listing.ts';

type Cells = Partial<Record<EbayCell, string>>;
const vin = aVin('4T1BF28B', 'YU123456');
const list = (...parts: string[]): string => parts.join('\u001f');
const summary: Cells = {
  itemId: 'v1|200000000007|0',
  legacyItemId: '200000000007',
  title: '2000 Toyota Avalon XL',
  categories: list('6001', '6000'),
  buyingOptions: 'AUCTION',
  bidCount: '3',
  currentBid: '525.50',
  currentBidCurrency: 'USD',
  price: '525.50',
  priceCurrency: 'USD',
  isDetailed: 'false',
  itemEndDate: '2026-07-01T21:00:00.250Z',
  stateOrProvince: 'CA',
  postalCode: '92701',
  country: 'US',
};
const detailed: Cells = {
  ...summary,
  isDetailed: 'true',
  uniqueBidderCount: '2',
  minimumPriceToBid: '550.50',
  minimumPriceToBidCurrency: 'USD',
};
const converted: Cells = {
  ...detailed,
  currentBidFrom: '480.00',
  currentBidFromCurrency: 'EUR',
  minimumPriceToBidFrom: '500.00',
  minimumPriceToBidFromCurrency: 'EUR',
};
const german = list(
  ...['Baujahr: 1999', 'Marke: VW', 'Modell: Golf', `Fahrgestellnummer: ${vin}`],
  'Kilometerstand: 123.456',
);
const parse = (cells: Cells) => ebayListing(aRow(ebayItem, cells), '200000000007');

const rows: [string, Cells, Partial<ListingContent>][] = [
  [
    'a summary',
    summary,
    {
      title: '2000 Toyota Avalon XL',
      ...{ year: 2000, make: 'TOYOTA', model: 'AVALON XL', country: 'USA', currency: 'USD' },
      ...{ currentBidMinor: 52_550, bidSemantics: 'HIGH', bidCount: 3, bidderCount: null },
      ...{ askMinor: null, buyNowMinor: null, reserve: 'UNKNOWN', timePrecision: 'MS' },
      saleEndAt: Date.UTC(2026, 6, 1, 21, 0, 0, 250),
    },
  ],
  ['an item', detailed, { askMinor: 55_050, bidderCount: 2, reserve: 'NONE' }],
  ['a reserve that is met', { ...detailed, reservePriceMet: 'true' }, { reserve: 'MET' }],
  ['a reserve that is not', { ...detailed, reservePriceMet: 'false' }, { reserve: 'NOT_MET' }],
  [
    'a converted price is told as it was asked',
    converted,
    { currency: 'EUR', currentBidMinor: 48_000, askMinor: 50_000 },
  ],
  [
    'a price of another currency is not compared',
    { ...converted, minimumPriceToBidFromCurrency: '', minimumPriceToBidFrom: '' },
    { currency: 'EUR', askMinor: null },
  ],
  [
    'no bids: the figure is the opening ask',
    { ...summary, bidCount: '0' },
    { currentBidMinor: null, bidSemantics: 'OPENING_ASK', askMinor: 52_550 },
  ],
  [
    'a summary without a count says nothing of bids',
    { ...summary, bidCount: '' },
    { currentBidMinor: null, bidSemantics: 'UNKNOWN' },
  ],
  [
    'it can be bought at once',
    { ...summary, bidCount: '0', buyingOptions: list('AUCTION', 'FIXED_PRICE'), price: '9000.00' },
    { buyNowMinor: 900_000, saleStatusRaw: 'AUCTION FIXED_PRICE' },
  ],
  ['until it is cancelled', { ...summary, itemEndDate: '' }, { saleEndAt: null }],
  [
    'aspects in German',
    { ...detailed, aspects: german },
    {
      ...{ year: 1999, make: 'VOLKSWAGEN', model: 'GOLF', vin, vehicleId: vin },
      ...{ odometer: 123_456, odometerUnit: 'KM' },
    },
  ],
  [
    'miles, unless in Canada',
    { ...detailed, aspects: 'Mileage: 98,112', country: 'CA' },
    { odometer: 98_112, odometerUnit: 'KM', country: 'CAN' },
  ],
  [
    'aspects that say nothing',
    { ...detailed, aspects: list('Mileage: n/a', 'x') },
    { odometer: null },
  ],
];
test.each(rows)('%s', (_, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

test.each<[string, Cells, string]>([
  ['another item', { ...summary, legacyItemId: '8' }, 'ID_MISMATCH'],
  ['a printed time', { ...summary, itemEndDate: '01-Jul-26 14:00 PDT' }, 'BAD_SALE_DATE'],
  ['a currency that is none', { ...summary, currentBidCurrency: '$' }, 'BAD_CURRENCY'],
  ['an amount that is none', { ...summary, currentBid: 'free' }, 'BAD_AMOUNT'],
  ['a wheel', { ...summary, categories: '6028', title: '1999 BMW wheels' }, 'NOT_A_VEHICLE'],
])('refuses %s', (_, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

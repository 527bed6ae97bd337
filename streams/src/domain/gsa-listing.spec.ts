import { gsaAuction } from '@auction/avro/site-layouts';
import type { GsaCell } from '@auction/avro/site-layouts';
import { aVin } from '../testing/builders.ts';
import { aRow } from '../testing/site-rows.ts';
import { gsaListing } from './gsa-listing.ts';
import type { ListingContent } from './listing.ts';

const vin = aVin('1FT7X2B6', 'GE123456');
const usual: Partial<Record<GsaCell, string>> = {
  saleNo: '9-1-QSC-I-27-001',
  lotNo: '003',
  aucStartDt: '2026-10-01',
  aucEndDt: '2026-10-13',
  itemName: '2016 Ford Super Duty F-250 SRW 4WD SuperCab',
  propertyCity: 'WOODWARD',
  propertyState: 'OK',
  propertyZip: '73801',
  auctionStatus: 'Active',
  biddersCount: '3',
  lotInfo: `<h4>Overview</h4><p>VIN:&nbsp;${vin}<br>Mileage: 98,112</p>`,
  reserve: 'true',
  aucIncrement: '100',
  highBidAmount: '15000',
  itemDescURL: 'https://example.gov/auctions/preview/1',
  imageURL: 'https://example.gov/image/1.jpg',
};
const parse = (cells: Partial<Record<GsaCell, string>> = {}) =>
  gsaListing(aRow(gsaAuction, { ...usual, ...cells }), '9-1-QSC-I-27-001-003');

const rows: [string, Partial<Record<GsaCell, string>>, Partial<ListingContent>][] = [
  [
    'a whole row',
    {},
    {
      title: '2016 Ford Super Duty F-250 SRW 4WD SuperCab',
      year: 2016,
      make: 'FORD',
      model: 'SUPER DUTY F-250 SRW',
      vin,
      vinStatus: 'VALID',
      vehicleId: vin,
      odometer: 98_112,
      odometerUnit: 'MI',
      currentBidMinor: 1_500_000,
      askMinor: 1_510_000,
      bidCount: null,
      bidderCount: 3,
      reserve: 'UNKNOWN',
      saleStatusRaw: 'ACTIVE',
      outcome: 'UNKNOWN',
      country: 'USA',
    },
  ],
  // Standard and daylight time of Oklahoma: the day ends at 05:00 or 06:00 UTC.
  [
    'the end is the end of the day at the property',
    {},
    { saleEndAt: Date.UTC(2026, 9, 14, 5) - 1, timePrecision: 'DAY', saleStartAt: null },
  ],
  [
    'and in winter',
    { aucEndDt: '2026-12-13' },
    { saleEndAt: Date.UTC(2026, 11, 14, 6) - 1, timeZone: 'America/Chicago' },
  ],
  ['no date yet', { aucEndDt: '' }, { saleEndAt: null, timePrecision: 'NONE' }],
  ['no bid is not a bid of 0', { highBidAmount: '' }, { currentBidMinor: null, askMinor: null }],
  ['a bid of 0 is none', { highBidAmount: '0' }, { currentBidMinor: null }],
  ['no bidders', { biddersCount: '' }, { bidderCount: null }],
  ['no reserve', { reserve: 'false' }, { reserve: 'NONE' }],
  ['a documented letter', { auctionStatus: 'P' }, { saleStatusRaw: 'PREVIEW' }],
  ['another case', { auctionStatus: 'preview' }, { saleStatusRaw: 'PREVIEW' }],
  ['scheduled', { auctionStatus: ' ' }, { saleStatusRaw: 'SCHEDULED' }],
  ['"null" behind a ZIP', { propertyZip: '73801null' }, { zip: '73801' }],
  ['padding', { propertyCity: 'WOODWARD            ' }, { city: 'WOODWARD' }],
  ['no VIN', { lotInfo: '<h4>Overview</h4>' }, { vin: null, vinStatus: 'ABSENT' }],
  [
    'a VIN that is none merges nothing',
    { lotInfo: 'VIN 123456789AB' },
    { vin: null, vinStatus: 'MALFORMED', vehicleId: 'gsa/9-1-QSC-I-27-001-003' },
  ],
];
test.each(rows)('%s', (_, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

test.each([
  ['furniture', { itemName: 'Patient and Wheelchair Scale Lot', lotInfo: '' }],
  ['a helicopter', { itemName: 'BOEING CH-47D CHINOOK CAT C TRAINING AID', lotInfo: '' }],
  ['parts of a vehicle', { itemName: '2015 Ford F-150 wheels and tires', lotInfo: '' }],
])('%s is no vehicle', (_, cells) => {
  expect(parse(cells)).toMatchObject({ ok: false, code: 'NOT_A_VEHICLE' });
});

test.each([
  ['another lot', { lotNo: '004' }, 'ID_MISMATCH'],
  ['a date that is none', { aucEndDt: 'soon' }, 'BAD_SALE_DATE'],
  ['an amount that is none', { highBidAmount: 'much' }, 'BAD_AMOUNT'],
  ['a count that is none', { biddersCount: 'few' }, 'BAD_NUMBER'],
])('refuses %s', (_, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

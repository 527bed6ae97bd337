import { copartSalesdata } from '@auction/avro/layouts';
import { aCopartRow, aVin, usualSaleAt } from '../testing/builders.ts';
import type { CopartCells } from '../testing/builders.ts';
import { copartListing } from './copart-listing.ts';
import type { CopartColumns } from './copart-row.ts';
import type { ListingContent } from './listing.ts';

const columns = Object.fromEntries(
  copartSalesdata.cells.map((cell, index) => [cell, index]),
) as unknown as CopartColumns;
const vin = aVin('4T1B11HK', 'KU123456');

const parse = (cells: CopartCells) =>
  copartListing(aCopartRow(cells), columns, cells.lotNumber ?? '40000001');

it('reads a whole row', () => {
  expect(
    parse({ vin, highBid: '4550.0', secondaryDamage: 'HAIL', specialNote: 'KEYS IN CAR  ' }),
  ).toEqual({
    ok: true,
    value: {
      url: 'https://www.copart.com/lot/40000001',
      title: '2019 TOYOTA CAMRY LE',
      vehicleType: 'V',
      vehicleId: vin,
      vin,
      vinStatus: 'VALID',
      vinRaw: null,
      year: 2019,
      make: 'TOYOTA',
      makeRaw: 'TOYOTA',
      model: 'CAMRY',
      modelGroup: 'CAMRY',
      trim: 'LE',
      body: 'SEDAN',
      color: 'BLUE',
      odometer: 61_234,
      odometerUnit: 'MI',
      odometerBrand: 'ACTUAL',
      damage: ['FRONT END', 'HAIL'],
      titleState: 'TX',
      titleCode: 'CT',
      runs: 'RUN_AND_DRIVE',
      conditionCode: 'D',
      hasKeys: true,
      engine: '2.5L 4',
      drive: 'FRONT WHEEL DRIVE',
      transmission: 'AUTOMATIC',
      fuel: 'GAS',
      cylinders: '4',
      city: 'HOUSTON',
      state: 'TX',
      zip: '77049',
      country: 'USA',
      yard: 'TX - HOUSTON',
      yardNumber: '7',
      gridRow: null,
      itemNumber: '12',
      saleStartAt: usualSaleAt,
      saleEndAt: usualSaleAt,
      timePrecision: 'MINUTE',
      timeZone: 'America/Chicago',
      saleTimeSource: 'PLACE',
      timeZoneRaw: 'CDT',
      timeZoneAgrees: true,
      currency: 'USD',
      currentBidMinor: 455_000,
      bidSemantics: 'HIGH',
      bidCount: null,
      bidderCount: null,
      askMinor: null,
      outcome: 'UNKNOWN',
      reserve: 'NONE',
      saleStatusRaw: 'Pure Sale',
      buyNowMinor: null,
      acceptsOffers: false,
      retailValueMinor: 1_500_000,
      repairCostMinor: null,
      images: ['https://cs.example/v1/40000001_thb.jpg'],
      imageListUrl: null,
      note: 'KEYS IN CAR',
      grade: null,
      light: null,
      labels: [],
      createdAt: null,
      sourceUpdatedAt: Date.UTC(2026, 8, 1, 7, 1),
    } satisfies ListingContent,
  });
});

/** Checks the fields that a row's difference from the usual one is about. */
it.each<[what: string, cells: CopartCells, expected: Partial<ListingContent>]>([
  ['no bid is not a bid of 0', { highBid: '0.0' }, { currentBidMinor: null }],
  [
    'a Canadian lot',
    { locationCountry: 'CAN', currencyCode: 'CAD', highBid: '10.0' },
    { currency: 'CAD', currentBidMinor: 1000, odometerUnit: null },
  ],
  ['currency from the country', { currencyCode: '', locationCountry: 'CAN' }, { currency: 'CAD' }],
  [
    'no VIN: a vehicle of its own',
    { vin: '' },
    { vehicleId: 'copart/40000001', vinStatus: 'ABSENT' },
  ],
  [
    'a placeholder VIN',
    { vin: '123456789' },
    { vehicleId: 'copart/40000001', vin: null, vinRaw: '123456789' },
  ],
  ['year 0', { year: '0' }, { year: null, title: 'TOYOTA CAMRY LE' }],
  ['a year of 1920', { year: '1920' }, { year: 1920 }],
  ['another spelling of the make', { make: 'CHEV' }, { make: 'CHEVROLET', makeRaw: 'CHEV' }],
  ['no model detail: the group', { modelDetail: '' }, { model: 'CAMRY' }],
  ['a trim that repeats the model', { trim: 'CAMRY SE' }, { title: '2019 TOYOTA CAMRY SE' }],
  [
    'nothing known of the vehicle',
    { year: '', make: '', modelGroup: '', modelDetail: '', trim: '' },
    { title: 'Lot 40000001' },
  ],
  [
    'reserve',
    { saleStatus: 'On Minimum Bid' },
    { reserve: 'UNKNOWN', saleStatusRaw: 'On Minimum Bid' },
  ],
  ['on approval is not sold', { saleStatus: 'On Approval' }, { reserve: 'ON_APPROVAL' }],
  [
    'an unknown sale status',
    { saleStatus: 'New Idea' },
    { reserve: 'UNKNOWN', saleStatusRaw: 'New Idea' },
  ],
  [
    'DEFAULT condition',
    { lotConditionCode: 'E', runsDrives: 'DEFAULT' },
    { runs: null, conditionCode: 'E' },
  ],
  ['starts', { lotConditionCode: 'S', runsDrives: 'Vehicle Starts' }, { runs: 'STARTS' }],
  ['condition not stated', { lotConditionCode: '', runsDrives: '' }, { runs: null }],
  ['keys exempt', { hasKeys: 'EXM' }, { hasKeys: null }],
  ['item number 0', { itemNumber: '0' }, { itemNumber: null }],
  ['no second damage', { secondaryDamage: '' }, { damage: ['FRONT END'] }],
  ['an unknown title type', { saleTitleType: 'Q7' }, { titleCode: 'Q7' }],
  [
    'postal codes are text',
    { locationZip: '06026 9765', locationState: 'CT' },
    { zip: '06026 9765' },
  ],
  ['labels', { rentals: 'true', copartSelect: 'true' }, { labels: ['RENTAL', 'SELECT'] }],
  ['announcements join the note', { specialNote: 'A', announcements: 'B' }, { note: 'A; B' }],
  [
    'a boat',
    { vehicleType: 'M', vin: 'ABC12345D404' },
    { vehicleType: 'M', vinStatus: 'MALFORMED' },
  ],
  [
    'an absolute image address',
    { imageThumbnail: 'http://img.example/1.jpg' },
    { images: ['http://img.example/1.jpg'] },
  ],
  ['no image', { imageThumbnail: '' }, { images: [] }],
  ['a stamp without a zone', { lastUpdatedAt: '2026-09-01T07:01:00' }, { sourceUpdatedAt: null }],
  [
    'the yard is not the place',
    { yardName: 'RENTAL VEHICLE SALE', timeZone: 'EDT' },
    { timeZone: 'America/New_York', saleTimeSource: 'PRINTED', timeZoneAgrees: false },
  ],
  ['date without a time', { saleTime: '0' }, { timePrecision: 'DAY', saleStartAt: null }],
  ['an offer is taken', { makeAnOffer: 'Y' }, { acceptsOffers: true }],
])('%s', (_what, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

it.each<[what: string, cells: CopartCells, code: string]>([
  ['no lot number', { lotNumber: '' }, 'NO_ID'],
  ['a lot number that is text', { lotNumber: 'V' }, 'NO_ID'],
  ['a year that is text', { year: 'TOYOTA' }, 'BAD_YEAR'],
  ['a currency that is a place', { currencyCode: 'HOUSTON' }, 'BAD_CURRENCY'],
  [
    'no currency and an unknown country',
    { currencyCode: '', locationCountry: 'MEX' },
    'BAD_CURRENCY',
  ],
  ['a bid that is text', { highBid: 'Pure Sale' }, 'BAD_AMOUNT'],
  ['a bid in another currency', { highBid: '100 CAD' }, 'BAD_AMOUNT'],
  ['an odometer that is text', { odometer: 'A' }, 'BAD_ODOMETER'],
  ['a date that is text', { saleDate: 'TUESDAY' }, 'BAD_SALE_DATE'],
  ['a time that is a zone', { saleTime: 'CDT' }, 'BAD_SALE_TIME'],
])('refuses %s', (_what, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

it('refuses a row published under another id', () => {
  expect(copartListing(aCopartRow(), columns, '5')).toMatchObject({
    ok: false,
    code: 'ID_MISMATCH',
  });
});

it('quotes at most 40 characters of what it refuses', () => {
  const refused = parse({ highBid: 'x'.repeat(500) });
  expect(refused).toMatchObject({ text: `highBid is '${'x'.repeat(40)}'` });
});

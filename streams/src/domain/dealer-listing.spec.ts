import { dealerVehicle } from '@auction/avro/site-layouts';
import type { DealerCell } from '@auction/avro/site-layouts';
import { aVin } from '../testing/builders.ts';
import { aRow } from '../testing/site-rows.ts';
import { dealerListing } from './dealer-listing.ts';
import type { ListingContent } from './listing.ts';

type Cells = Partial<Record<DealerCell, string>>;
const vin = aVin('4T1B11HK', 'KU123456');
const usual: Cells = {
  id: 'sender:1',
  vin,
  year: '2019',
  make: 'Toyota',
  model: 'Camry',
  odometer: '52,777',
  odometerUnit: 'MILES',
  state: 'tx',
  zip: '77001',
  runs: 'true',
  condition: 'Starts',
  saleStart: '1790000000000',
  currency: 'USD',
  buyNow: '10499.00',
};
const parse = (cells: Cells) =>
  dealerListing(aRow(dealerVehicle, { ...usual, ...cells }), 'sender:1');

const rows: [string, Cells, Partial<ListingContent>][] = [
  [
    'a whole row',
    {},
    {
      ...{ title: '2019 TOYOTA Camry', vin, vehicleId: vin, odometer: 52_777, odometerUnit: 'MI' },
      ...{ state: 'TX', timeZone: 'America/Chicago', buyNowMinor: 1_049_900 },
      ...{ saleStartAt: 1_790_000_000_000, timePrecision: 'MINUTE', runs: 'RUN_AND_DRIVE' },
    },
  ],
  ['an odometer of 1', { odometer: '1' }, { odometer: null, odometerUnit: null }],
  ['a dark dash', { odometerBrand: 'INOPERABLE DIGITAL DASH' }, { odometer: null }],
  ['not actual', { odometerBrand: 'NOT ACTUAL' }, { odometerBrand: 'NOT_ACTUAL' }],
  ['stationary, and marked as running', { condition: 'Stationary' }, { runs: null }],
  ['not scheduled', { saleStart: '' }, { saleEndAt: null, timePrecision: 'NONE' }],
  ['sold', { sold: '13500' }, { outcome: 'SOLD', currentBidMinor: 1_350_000 }],
  ['a masked VIN', { vin: '4T1B11HKXKU******' }, { vin: null, vinStatus: 'MASKED' }],
  ['a lower-case VIN', { vin: vin.toLowerCase() }, { vin, vinStatus: 'VALID' }],
];
test.each(rows)('%s', (_, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

test.each<[string, Cells, string]>([
  ['another id', { id: 'sender:2' }, 'ID_MISMATCH'],
  ['a currency that is none', { currency: 'dollars' }, 'BAD_CURRENCY'],
  ['an odometer that is none', { odometer: 'high' }, 'BAD_ODOMETER'],
  ['an amount that is none', { buyNow: 'call us' }, 'BAD_AMOUNT'],
])('refuses %s', (_, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

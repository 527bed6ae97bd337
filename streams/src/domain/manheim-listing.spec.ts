import { manheimListing as layout } from '@auction/avro/site-layouts';
import type { ManheimCell } from '@auction/avro/site-layouts';
import { aVin } from '../testing/builders.ts';
import { aRow } from '../testing/site-rows.ts';
import type { ListingContent } from './listing.ts';
import { manheimListing } from './manheim-listing.ts';

type Cells = Partial<Record<ManheimCell, string>>;
const vin = aVin('4T1BF28B', 'YU123456');
const timed: Cells = {
  ...{ id: 'OVE.7', source: 'OVE', status: 'LIVE', vin, year: '2000', make: 'Toyota' },
  ...{ models: 'Avalon', trims: 'XL', odometer: '61240', odometerUnits: 'mi', currency: 'USD' },
  ...{ bidPrice: '5250.5', bidCount: '3', buyNowPrice: '7000', conditionGradeNumeric: '3.4' },
  auctionStartTime: '2026-07-01T20:00:00Z',
  auctionEndTime: '2026-07-01T21:00:00.250Z',
  ...{ pickupLocationState: 'ca', pickupLocationZip: '92701', pickupLocationCountry: 'US' },
};
const parse = (cells: Cells, id = 'OVE:OVE.7') => manheimListing(aRow(layout, cells), id);

const rows: [string, Cells, Partial<ListingContent>][] = [
  [
    'a timed sale',
    timed,
    {
      ...{ year: 2000, make: 'TOYOTA', model: 'Avalon', trim: 'XL', vehicleId: vin },
      ...{ odometer: 61_240, odometerUnit: 'MI', country: 'USA', grade: '3.4', labels: ['OVE'] },
      ...{ currentBidMinor: 525_050, bidSemantics: 'HIGH', bidCount: 3, buyNowMinor: 700_000 },
      ...{ timePrecision: 'MS', saleEndAt: Date.UTC(2026, 6, 1, 21, 0, 0, 250) },
      outcome: 'UNKNOWN',
    },
  ],
  [
    'no bid is not a bid of 0',
    { ...timed, bidPrice: '0', bidCount: '0' },
    { currentBidMinor: null },
  ],
  [
    'a price without bids is the opening ask',
    { ...timed, bidCount: '0' },
    { bidSemantics: 'OPENING_ASK' },
  ],
  [
    'a lane has a start and no end',
    { ...timed, auctionEndTime: '', laneNumber: '12', runNumber: '034' },
    { saleEndAt: Date.UTC(2026, 6, 1, 20), gridRow: '12', itemNumber: '034' },
  ],
  ['two models are both kept', { ...timed, models: 'S5\u001fRS5' }, { model: 'S5 / RS5' }],
  [
    'sold: the price it was sold for',
    { ...timed, status: 'SOLD', soldPrice: '6100' },
    { outcome: 'SOLD', currentBidMinor: 610_000 },
  ],
  ['an "if" is no sale yet', { ...timed, status: 'IF_SALE' }, { outcome: 'PENDING_APPROVAL' }],
  ['no VIN merges nothing', { ...timed, vin: '123456789' }, { vehicleId: 'manheim/OVE:OVE.7' }],
];
test.each(rows)('%s', (_, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

test.each<[string, Cells, string]>([
  ['another id', { ...timed, id: 'OVE.8' }, 'ID_MISMATCH'],
  ['no currency', { ...timed, currency: 'dollars' }, 'BAD_CURRENCY'],
  ['a time that is none', { ...timed, auctionEndTime: 'soon' }, 'BAD_SALE_DATE'],
  ['a bid that is none', { ...timed, bidPrice: 'call us' }, 'BAD_AMOUNT'],
])('%s is refused', (_, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

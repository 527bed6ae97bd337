import { batAuction } from '@auction/avro/site-layouts';
import type { BatCell } from '@auction/avro/site-layouts';
import { aRow } from '../testing/site-rows.ts';
import { batListing } from './bat-listing.ts';
import type { ListingContent } from './listing.ts';

type Cells = Partial<Record<BatCell, string>>;
const live: Cells = {
  id: '7',
  title: '48k-Mile 2006 Porsche 911 Carrera &#8220;S&#8221;',
  year: '2006',
  current_bid: '51100',
  currency: 'USD',
  timestamp_end: '1782939600',
  noreserve: 'false',
  country_code: 'US',
};
const parse = (cells: Cells) => batListing(aRow(batAuction, cells), '7');

const rows: [string, Cells, Partial<ListingContent>][] = [
  [
    'a live auction: seconds, entities, mileage in the title',
    live,
    {
      title: '48k-Mile 2006 Porsche 911 Carrera “S”',
      ...{ year: 2006, make: 'PORSCHE', odometer: 48_000, odometerUnit: 'MI', country: 'USA' },
      ...{ currentBidMinor: 5_110_000, bidSemantics: 'HIGH', outcome: 'UNKNOWN' },
      ...{ saleEndAt: 1_782_939_600_000, timePrecision: 'MS', reserve: 'UNKNOWN' },
    },
  ],
  ['no bid is false', { ...live, current_bid: 'false' }, { currentBidMinor: null }],
  ['no reserve', { ...live, noreserve: 'true' }, { reserve: 'NONE' }],
  ['a make we do not know', { ...live, title: '1968 Intermezzo Italia' }, { make: null }],
  ['euros', { ...live, currency: 'EUR' }, { currency: 'EUR', currentBidMinor: 5_110_000 }],
  [
    'sold: the text wins over a bid that was left standing',
    { ...live, sold_text: 'Sold for USD $52,000 on 7/1/2026' },
    { outcome: 'SOLD', currentBidMinor: 5_200_000 },
  ],
  [
    'not sold',
    { ...live, sold_text: 'Bid to $50,500 on 7/1/2026' },
    { outcome: 'NOT_SOLD', currentBidMinor: 5_050_000 },
  ],
  ['a text that says neither', { ...live, sold_text: 'Withdrawn' }, { outcome: 'UNKNOWN' }],
];
test.each(rows)('%s', (_, cells, expected) => {
  expect(parse(cells)).toMatchObject({ ok: true, value: expected });
});

test.each<[string, Cells, string]>([
  ['another auction', { ...live, id: '8' }, 'ID_MISMATCH'],
  ['a sign', { ...live, title: 'Illuminated Porsche Dealership Sign', year: '' }, 'NOT_A_VEHICLE'],
  ['wheels with a year', { ...live, title: '1987 BBS Wheels', year: '1987' }, 'NOT_A_VEHICLE'],
  ['a bid that is none', { ...live, current_bid: 'soon' }, 'BAD_AMOUNT'],
  ['a currency that is none', { ...live, currency: '$' }, 'BAD_CURRENCY'],
])('refuses %s', (_, cells, code) => {
  expect(parse(cells)).toMatchObject({ ok: false, code });
});

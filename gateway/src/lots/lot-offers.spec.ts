/** The other offers of a vehicle from rows, as lines: relation, lot, status, price, where from. */
import type { EarlierRun } from '@auction/avro/records';
import { aLot } from '../testing/a-lot.ts';
import { candidatesOf, offersMax, offersOf } from './lot-offers.ts';
import type { LotRow } from './lot-rows.ts';

type Given = Partial<Omit<LotRow, 'summary'>> & { readonly summary?: Partial<LotRow['summary']> };

function aRow({ summary, ...given }: Given = {}): LotRow {
  const lot = aLot();
  return {
    ...{ lot_id: 'A', version: 1, kind: 'EXTERNAL', site: 'copart', site_listing_id: '1' },
    ...{ status: 'OPEN', status_reason: null, title: 'A CAR', vehicle_id: 'V', vin: 'V' },
    ...{ year: 2018, make: 'TOYOTA', model: 'CAMRY', trim: null, currency: 'USD' },
    ...{ price_minor: 500, ask_minor: null, bid_count: null, buy_now_minor: null },
    ...{ reserve: 'UNKNOWN', starts_at: null, ends_at: 100, ends_at_precision: 'MINUTE' },
    ...{ first_seen_at: 1, observed_at: 50 },
    ...given,
    summary: { ...lot.summary, ...summary },
  };
}
const run = (endsAt: number, given: Partial<EarlierRun> = {}): EarlierRun => ({
  ...{ endsAt, endsAtPrecision: 'MINUTE', status: 'NOT_SOLD', statusReason: null },
  ...{ currency: 'USD', priceMinor: 300, bidCount: null },
  ...given,
});
const sold = (given: Given): LotRow => aRow({ status: 'SOLD', ...given });

test.each<[what: string, lot: LotRow, sisters: LotRow[], archived: LotRow[], expected: string[]]>([
  ['nothing else', aRow(), [], [], []],
  [
    'earlier runs of the lot, the newest first',
    aRow({ summary: { earlierRuns: [run(60), run(80, { status: 'SOLD' })] } }),
    [],
    [],
    ['EARLIER_RUN A SOLD 300 @80', 'EARLIER_RUN A NOT_SOLD 300 @60'],
  ],
  [
    'another lot of the site, and another site',
    aRow(),
    [aRow({ lot_id: 'B', ends_at: 90 }), sold({ lot_id: 'C', site: 'gsa', ends_at: 95 })],
    [],
    ['SAME_SITE B OPEN 500 @90', 'OTHER_SITE C SOLD 500 @95'],
  ],
  [
    'running ones first, whenever they end',
    aRow(),
    [sold({ lot_id: 'B', ends_at: 999 }), aRow({ lot_id: 'C', ends_at: null })],
    [],
    ['SAME_SITE C OPEN 500 @', 'SAME_SITE B SOLD 500 @999'],
  ],
  [
    'earlier runs of a sister',
    aRow(),
    [aRow({ lot_id: 'B', site: 'gsa', summary: { earlierRuns: [run(60)] } })],
    [],
    ['OTHER_SITE B OPEN 500 @100', 'OTHER_SITE B NOT_SOLD 300 @60'],
  ],
  [
    'the archive: another lot, and an earlier end of this one',
    aRow(),
    [],
    [sold({ lot_id: 'B', site: 'gsa', ends_at: 70 }), sold({ ends_at: 60 })],
    ['OTHER_SITE B SOLD 500 @70 archived run 1', 'EARLIER_RUN A SOLD 500 @60 archived run 1'],
  ],
  [
    'an archived run of a lot that came back: the lot as it stands, and the runs between',
    sold({ version: 3, ends_at: 60 }),
    [aRow({ version: 9, summary: { earlierRuns: [run(50), run(80)] } })],
    [sold({ version: 3, ends_at: 60 }), sold({ version: 5, ends_at: 70 })],
    [
      'LATER_RUN A OPEN 500 @100',
      'LATER_RUN A NOT_SOLD 300 @80',
      'LATER_RUN A SOLD 500 @70 archived run 5',
      'EARLIER_RUN A NOT_SOLD 300 @50',
    ],
  ],
  [
    'a sale that is set sooner than it was comes after nothing',
    aRow({ version: 9, ends_at: 50 }),
    [],
    [sold({ version: 3, ends_at: 60 })],
    ['EARLIER_RUN A SOLD 500 @60 archived run 3'],
  ],
  [
    'an end in the board and in the archive is one',
    aRow({ summary: { earlierRuns: [run(60)] } }),
    [sold({ lot_id: 'B', ends_at: 70 })],
    [sold({ lot_id: 'B', ends_at: 70 }), sold({ ends_at: 60 }), aRow()],
    ['SAME_SITE B SOLD 500 @70', 'EARLIER_RUN A NOT_SOLD 300 @60 run 1'],
  ],
  [
    'an archived run of a sister that came back leads to the page of that run',
    aRow(),
    [aRow({ lot_id: 'B', site: 'gsa', version: 9, summary: { earlierRuns: [run(60)] } })],
    [sold({ lot_id: 'B', site: 'gsa', version: 4, ends_at: 60 })],
    ['OTHER_SITE B OPEN 500 @100', 'OTHER_SITE B NOT_SOLD 300 @60 run 4'],
  ],
])('%s', (_what, lot, sisters, archived, expected) => {
  const offers = offersOf(lot, sisters, archived);
  const lines = offers.map(({ relation, lotId, status, price, endsAt, ...offer }) =>
    [
      ...[relation, lotId, status, price.amount, `@${endsAt ?? ''}`],
      ...(offer.archived ? ['archived'] : []),
      ...(offer.run === null ? [] : [`run ${offer.run}`]),
    ].join(' '),
  );
  expect(lines).toEqual(expected);
});

test('at most fifty', () => {
  const many = Array.from({ length: 60 }, (_, index) => aRow({ lot_id: `B${index}` }));
  expect(offersOf(aRow(), many, [])).toHaveLength(offersMax);
});

const masked = (vinMasked: string, odometer: number | null = null): LotRow =>
  aRow({ lot_id: 'M', vin: null, summary: { vinMasked, odometer, odometerUnit: 'MI' } });
const whole = '4T1B11HK5JU000101';

test.each<[what: string, lot: LotRow, row: LotRow, agreesOn: string | undefined]>([
  [
    'its last six are hidden',
    aRow({ vin: whole }),
    masked('4T1B11HK5JU******'),
    'VIN YEAR MAKE MODEL',
  ],
  [
    'both are hidden',
    masked('4T1B11HK5JU******'),
    masked('4T1B11HK5JU******'),
    'VIN YEAR MAKE MODEL',
  ],
  ['a shown character differs', aRow({ vin: whole }), masked('4T1B11HK5JU***102'), undefined],
  [
    'other characters are hidden',
    masked('4T1B11HK5JU***101'),
    masked('4T1B11HK5JU000***'),
    'VIN YEAR MAKE MODEL',
  ],
  [
    'the odometers agree, too',
    masked('4T1B11HK5JU******', 61_000),
    masked('4T1B11HK5JU******', 61_000),
    'VIN YEAR MAKE MODEL ODOMETER',
  ],
  [
    'no VIN at all',
    aRow({ vin: null, summary: { vinMasked: null } }),
    masked('4T1B11HK5JU******'),
    undefined,
  ],
  [
    'a row from before sites hid any',
    aRow({ vin: whole }),
    aRow({ vin: null, summary: {} }),
    undefined,
  ],
])('candidates: %s', (_what, lot, row, agreesOn) => {
  expect(candidatesOf(lot, [row])[0]?.agreesOn.join(' ')).toBe(agreesOn);
});

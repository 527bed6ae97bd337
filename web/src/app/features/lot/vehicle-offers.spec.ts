import type { Candidate, LotDetail, Offer } from '@auction/gateway/contract';
import { aHistory, aLotDetail } from '../../../testing/fake-rest.ts';
import { aLot, aSite } from '../../../testing/lot-rows.ts';
import { TestApp } from '../../../testing/open-app.ts';
import { until } from '../../../testing/until.ts';

const noon = Date.UTC(2026, 4, 2, 12);
let app: TestApp;
afterEach(() => app.close());

async function open(lot: Partial<LotDetail>): Promise<void> {
  app = await TestApp.open('/lots/a', ({ gateway, rest }) => {
    gateway.put(aLot({ id: 'a', price: 1_250_000 }));
    gateway.putSite(aSite({ id: 'copart' }));
    rest.lots.set('a', aLotDetail({ lotId: 'a', ...lot }));
    rest.histories.set('a', aHistory({ lotId: 'a' }));
  });
  await until(() => expect(section()).toContain('Where else this car is, or was, offered'));
}
const section = () => app.text('am-vehicle-offers');

const shown: Omit<Offer, 'relation' | 'archived' | 'run'> = {
  lotId: 'b',
  site: 'gsa',
  siteListingId: '111',
  title: '2018 TOYOTA CAMRY',
  price: { amount: 500_000, currency: 'USD' },
  bidCount: null,
  status: 'NOT_SOLD',
  statusReason: null,
  endsAt: noon,
  endsAtPrecision: 'DAY',
  observedAt: noon,
  odometer: 61_240,
  odometerUnit: 'MI',
  url: null,
};
const anOffer = (given: Partial<Offer> = {}): Offer => ({
  ...shown,
  relation: 'OTHER_SITE',
  archived: false,
  run: null,
  ...given,
});

test.each<[what: string, offer: Partial<Offer>, expected: string, page?: string]>([
  [
    'not sold at another site',
    {},
    'Before GSA Lot 111 last bid $5,000 At another site · May 2, 2026 · 61,240 mi Not sold',
  ],
  [
    'sold, and in the archive',
    { status: 'SOLD', archived: true, run: 7 },
    'Before GSA Lot 111 $5,000 At another site, archived · May 2, 2026 · 61,240 mi Sold',
    '/lots/b?run=7',
  ],
  [
    'an archived run of this lot, which has a page of its own',
    {
      ...{ lotId: 'a', site: 'copart', relation: 'EARLIER_RUN', archived: true, run: 7 },
      status: 'SOLD',
    },
    'Before CPRT Lot 111 $5,000 Earlier run of this lot, archived · May 2, 2026 · 61,240 mi Sold',
    '/lots/a?run=7',
  ],
  [
    'running at another site',
    { status: 'OPEN' },
    'Now GSA Lot 111 bid $5,000 At another site · May 2, 2026 · 61,240 mi Open',
  ],
  [
    'an earlier run of this lot, of which only the end is known',
    {
      ...{ lotId: 'a', site: 'copart', relation: 'EARLIER_RUN', observedAt: null, odometer: null },
      ...{ status: 'ENDED', statusReason: 'RUN_AGAIN' },
    },
    'Before CPRT Lot 111 last bid $5,000 Earlier run of this lot · May 2, 2026 Ended, ran again',
    '',
  ],
  [
    'listed again, without a date or a bid',
    {
      ...{ site: 'copart', relation: 'SAME_SITE', status: 'SCHEDULED', endsAt: null },
      ...{ price: { amount: null, currency: 'USD' } },
    },
    'Now CPRT Lot 111 no bid seen Listed again at this site · seen May 2, 2026 · 61,240 mi Upcoming',
  ],
])('%s', async (_what, offer, expected, page = '/lots/b') => {
  await open({ offers: [anOffer(offer)] });
  expect(section()).toContain(expected);
  const links = app.all('am-vehicle-offers a').map((link) => link.getAttribute('href'));
  expect(links).toEqual(page === '' ? [] : [page]);
});

test('nothing known is said, too', async () => {
  await open({});
  expect(section()).toContain('Nowhere else, as far as we know.');
});

test('candidates stand apart, labelled, with what speaks for them', async () => {
  const candidate: Candidate = {
    ...shown,
    status: 'OPEN',
    vinShown: '4T1B11HK5JU******',
    agreesOn: ['VIN', 'YEAR', 'MAKE', 'MODEL'],
  };
  await open({ candidates: [candidate] });
  const apart = app.text('am-vehicle-offers .candidates');
  expect(apart).toContain('Possibly the same vehicle');
  expect(apart).toContain('VIN as far as shown, year, make, model agree');
  expect(apart).toContain('4T1B11HK5JU******');
  expect(section()).toContain('Nowhere else, as far as we know.');
});

test('facts that contradict: each with its source and time', async () => {
  const statement = { siteListingId: '111', observedAt: noon };
  await open({
    vehicle: {
      ...{ vehicleId: 'V', version: 1, vin: 'V', year: 2018, make: 'TOYOTA', model: 'CAMRY' },
      ...{ trim: null, listingCount: 2 },
      conflicts: [
        {
          field: 'odometer',
          statements: [
            { ...statement, site: 'copart', value: '61240 MI' },
            { ...statement, site: 'gsa', value: '59000 MI' },
          ],
        },
      ],
    },
  });
  const rows = app.all('am-vehicle-offers tbody tr').map((row) => row.textContent.trim());
  expect(rows.map((row) => row.replace(/\s+/g, ' '))).toEqual([
    'Odometer61240 MICPRT 111May 2, 2026',
    '59000 MIGSA 111May 2, 2026',
  ]);
});

test('without the archive it says so, and asks again on demand', async () => {
  await open({ offersComplete: false });
  expect(section()).toContain('The archive does not answer: earlier offers may be missing.');
  expect(section()).not.toContain('Nowhere else');
  app.rest.lots.set('a', aLotDetail({ lotId: 'a', offers: [anOffer()] }));
  app.one('am-vehicle-offers .away button').click();
  await until(() => expect(section()).toContain('Not sold'));
  expect(section()).not.toContain('The archive does not answer');
});

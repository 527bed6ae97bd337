import type { NewLotBody } from '../sell-contract.ts';
import { changedSale, newSale, rerunOf, setsTerms } from './sale-terms.ts';

const body: NewLotBody = {
  title: ' 2019 Golf ',
  start: 500_000,
  currency: 'EUR',
  startsAt: 1_000,
  endsAt: 2_000,
};
const sale = (given: Partial<NewLotBody> = {}) => newSale('lot1', 'seller', { ...body, ...given });

test('what a seller leaves out is the usual', () => {
  const { terms, summary } = sale();
  expect(summary).toMatchObject({ title: '2019 Golf', vehicleId: 'own/lot1', damage: [] });
  expect(terms).toMatchObject({
    sellerOrg: 'seller',
    reserveMinor: null,
    incTable: 'house-eur@1',
    policy: { tie: 'EARLIER', softClose: { windowMs: 120_000 } },
  });
});

test.each([
  ['wvwzzz1kz9w000001', 'WVWZZZ1KZ9W000001'],
  ['WVWZZZ1KZ9W00000', 'own/lot1'],
  ['WVWZZZ1KZ9W0000O1', 'own/lot1'],
])('the vehicle of VIN %s is %s', (vin, vehicleId) => {
  const { terms, summary } = sale({ vehicle: { vin } });
  expect([terms.vehicleId, summary.vehicleId]).toEqual([vehicleId, vehicleId]);
});

test('a change keeps what it does not name, and null removes', () => {
  const before = sale({ reserve: 900_000, buyNow: 1_500_000, vehicle: { make: 'VW' } });
  const policy = { softClose: { windowMs: 60_000, extMs: 20_000 } };
  const after = changedSale('lot1', before, { reserve: null, endsAt: 3_000, policy });
  expect(after.terms).toMatchObject({ reserveMinor: null, buyNowMinor: 1_500_000, endsAt: 3_000 });
  expect(after.terms.policy.softClose).toMatchObject({ windowMs: 60_000, mode: 'FROM_BID' });
  expect(after.summary).toEqual(before.summary);
});

test('another run has times and a vehicle id of its own', () => {
  const again = rerunOf('lot2', sale(), { startsAt: 5_000, endsAt: 6_000 }, 'lot1');
  expect(again.terms).toMatchObject({ startsAt: 5_000, relistOf: 'lot1', vehicleId: 'own/lot2' });
});

test.each([
  [{ endsAt: 5 }, false],
  [{ waiveReserve: true } as const, false],
  [{ endsAt: 5, start: 100 }, true],
  [{ title: 'x' }, true],
  [{ vehicle: { photos: [], note: 'x' } }, false],
  [{ vehicle: { photos: [], odometer: 5 } }, true],
])('%j sets terms: %s', (change, sets) => {
  expect(setsTerms(change)).toBe(sets);
});

import type { SaleItem } from '@auction/gateway/contract';
import { aSale } from '../../../testing/a-sale.ts';
import { blankTerms, localTime, openLotBody, saleBody, termsOf, wrongTerms } from './sale-terms.ts';
import type { TypedTerms } from './sale-terms.ts';
import { saleRefusals } from './sale-words.ts';

const now = Date.parse('2026-01-01T00:00');
const good: TypedTerms = {
  ...blankTerms,
  title: ' 2018 Camry ',
  start: '5,000',
  reserve: '9000',
  startsAt: '2026-01-02T10:00',
  endsAt: '2026-01-03T10:00',
};

test.each<[Partial<TypedTerms>, string[]]>([
  [{}, []],
  [{ reserve: '' }, []],
  [{ title: ' ' }, ['title']],
  [{ start: 'much' }, ['start']],
  [{ start: '10.50' }, ['start']],
  [{ reserve: '4000' }, ['reserve']],
  [{ reserve: 'much' }, ['reserve']],
  [{ buyNow: '8,000' }, ['buyNow']],
  [{ buyNow: '5,000', reserve: '' }, ['buyNow']],
  [{ buyNow: '9,500' }, []],
  [{ vin: '4T1B11HK5JU000417' }, []],
  [{ vin: '4T1B-11HK' }, ['vin']],
  [{ year: '18' }, ['year']],
  [{ odometer: '61,240' }, []],
  [{ odometer: 'few' }, ['odometer']],
  [{ startsAt: '' }, ['startsAt']],
  [{ endsAt: '' }, ['endsAt']],
  [{ endsAt: '2026-01-02T09:00' }, ['endsAt']],
  [{ startsAt: '2025-01-01T00:00', endsAt: '2025-12-31T00:00' }, ['endsAt']],
])('%j: wrong is %j', (given, expected) => {
  expect(Object.keys(wrongTerms({ ...good, ...given }, now))).toEqual(expected);
});

test('what is sent: minor units and instants; what is empty is null', () => {
  const times = { startsAt: Date.parse(good.startsAt), endsAt: Date.parse(good.endsAt) };
  expect(saleBody(good)).toMatchObject({
    title: '2018 Camry',
    start: 500_000,
    currency: 'USD',
    ...times,
    reserve: 900_000,
    buyNow: null,
    vehicle: { vin: null, odometer: null, odometerUnit: null },
  });
  const more = { ...good, reserve: '', odometer: '61,240', year: '2018' };
  expect(saleBody(more)).toMatchObject({
    reserve: null,
    vehicle: { odometer: 61_240, odometerUnit: 'MI', year: 2018 },
  });
});

test('a lot and its form are the same lot', () => {
  const lot: SaleItem = aSale({ vehicle: { vin: 'A1', year: 2018, note: 'Keys', photos: [] } });
  const { title, start, startsAt, endsAt } = lot;
  expect(saleBody(termsOf(lot))).toMatchObject({ title, start, startsAt, endsAt });
  expect(openLotBody(termsOf(lot), lot)).toEqual({});
  const later = { ...termsOf(lot), endsAt: localTime(lot.endsAt + 30_000), note: '' };
  expect(openLotBody(later, lot)).toEqual({ endsAt: lot.endsAt + 30_000, vehicle: { note: null } });
});

test.each([
  ['BAD_TERMS', ['RESERVE_BELOW_START', 'TIMES'], ['reserve', 'endsAt']],
  ['BAD_TERMS', ['SOMETHING_NEW'], [null]],
  ['NOT_ALLOWED', [], [null]],
])('%s %j stands beside %j', (reason, reasons, fields) => {
  const told = saleRefusals({ commandId: 'c', outcome: 'REJECTED', reason, reasons });
  expect(told.map(({ field }) => field)).toEqual(fields);
});

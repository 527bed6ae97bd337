import { aVin } from '../testing/builders.ts';
import { isVehicleTitle, mileageInText, readTitle, vinInText } from './vehicle-text.ts';
import { readVin } from './vin.ts';

const titles: [string, ReturnType<typeof readTitle>][] = [
  ['2016 Ford F-250', { year: 2016, makeRaw: 'Ford', make: 'FORD', model: 'F-250' }],
  [
    '48k-Mile 2006 Porsche 911 Carrera 4S Cabriolet 6-Speed',
    { year: 2006, makeRaw: 'Porsche', make: 'PORSCHE', model: '911 CARRERA 4S CABRIOLET' },
  ],
  ['1991 Chevy C1500', { year: 1991, makeRaw: 'Chevy', make: 'CHEVROLET', model: 'C1500' }],
  [
    '2003 Land Rover Discovery SE',
    { year: 2003, makeRaw: 'Land Rover', make: 'LAND ROVER', model: 'DISCOVERY SE' },
  ],
  [
    '1994 Mercedes-Benz E320',
    { year: 1994, makeRaw: 'Mercedes-Benz', make: 'MERCEDES-BENZ', model: 'E320' },
  ],
  ['Metal Shelving Lot', { year: null, makeRaw: null, make: null, model: null }],
  ['Affordable 2019 desks', { year: 2019, makeRaw: null, make: null, model: null }],
  ['2011 Dodge', { year: 2011, makeRaw: 'Dodge', make: 'DODGE', model: null }],
];
test.each(titles)('%s', (title, expected) => {
  expect(readTitle(title)).toEqual(expected);
});

test.each([
  ['2016 Ford F-250', true],
  ['2016 Ford F-250 with spare wheels', true],
  ['1965 Ford Mustang Wheels', false],
  ['Illuminated Porsche Dealership Sign', false],
  ['1970 Porsche 911 Go-Kart', false],
  ['1972 Porsche 911 Parts Lot', false],
  ['2.7-Liter Porsche 911 Engine', false],
  ['Office desks, 2019', false],
])('%s is a vehicle: %s', (title, expected) => {
  expect(isVehicleTitle(title, readTitle(title), readVin(''))).toBe(expected);
});

test('a right VIN vouches for a title that says nothing', () => {
  const vin = readVin(aVin('1FT7X2B6', 'GE123456'));
  expect(isVehicleTitle('Utility truck', readTitle('Utility truck'), vin)).toBe(true);
});

const good = aVin('1FT7X2B6', 'GE123456');
test.each([
  [`Body ${good}, runs`, good, 'VALID'],
  ['VIN: 1FT7X2B60GE******', null, 'MASKED'],
  ['VIN 123456789AB', null, 'MALFORMED'],
  ['Stock number 12345', null, 'ABSENT'],
])('the VIN of "%s"', (text, vin, status) => {
  expect(vinInText(text)).toMatchObject({ vin, status });
});

test.each([
  ['48k-Mile 2006 Porsche', { value: 48_000, unit: 'MI' }],
  ['Mileage: 98,112', { value: 98_112, unit: 'MI' }],
  ['9k Kilometer (~6k Miles) Shown', { value: 9_000, unit: 'KM' }],
  ['shows 52,777 miles', { value: 52_777, unit: 'MI' }],
  ['no odometer', null],
])('mileage of "%s"', (text, expected) => {
  expect(mileageInText(text)).toEqual(expected);
});

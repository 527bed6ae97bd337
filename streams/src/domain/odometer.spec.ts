import { readOdometer } from './odometer.ts';
import type { OdometerBrand } from './odometer.ts';

it.each<[text: string, letter: string, value: number | null, brand: OdometerBrand]>([
  ['172691.0', 'A', 172_691, 'ACTUAL'],
  ['64,601', 'A', 64_601, 'ACTUAL'],
  ['68218.0', 'X', 68_218, 'EXCEEDS'],
  ['41310.0', 'N', 41_310, 'NOT_ACTUAL'],
  ['41310.0', 'E', 41_310, 'EXEMPT'],
  ['1211166.0', 'A', 1_211_166, 'ACTUAL'],
  ['0.0', 'N', null, 'NOT_ACTUAL'],
  ['0.0', 'E', null, 'EXEMPT'],
  ['0', 'A', null, 'ACTUAL'],
  ['1.0', 'A', null, 'ACTUAL'],
  ['999999.0', 'A', null, 'ACTUAL'],
  ['9999999.0', 'A', null, 'ACTUAL'],
  ['', '', null, 'UNKNOWN'],
  ['5000.0', '', 5000, 'UNKNOWN'],
  ['5000.0', 'Q', 5000, 'UNKNOWN'],
])('%j with brand %j', (text, letter, value, brand) => {
  expect(readOdometer(text, letter)).toEqual({ value, brand });
});

it.each(['A', '-5', '1e6', '12345678901', '64601 km'])('%j is no reading', (text) => {
  expect(readOdometer(text, 'A')).toBeUndefined();
});

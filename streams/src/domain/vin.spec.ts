import fc from 'fast-check';
import { aVin } from '../testing/builders.ts';
import { hasValidCheckDigit, maskedVin, mergesByVin, readVin } from './vin.ts';
import type { VinStatus } from './vin.ts';

/** `merges`: whether an equal VIN elsewhere would mean the same vehicle. */
function check(text: string, status: VinStatus, vin: string | null, merges: boolean): void {
  const reading = readVin(text);
  expect({ status: reading.status, vin: reading.vin, merges: mergesByVin(reading) }).toEqual({
    status,
    vin,
    merges,
  });
  expect(reading.raw === null).toBe(vin === text || status === 'ABSENT');
}

it.each<[what: string, text: string, status: VinStatus, vin: string | null, merges: boolean]>([
  ['the example of the regulation', '1M8GDM9AXKP042788', 'VALID', '1M8GDM9AXKP042788', true],
  ['lower case, blanks, hyphens', ' 1m8gdm9ax-kp042788 ', 'VALID', '1M8GDM9AXKP042788', true],
  [
    'a misread character, North America',
    '1M8GDM9AXKP042789',
    'CHECK_FAILED',
    '1M8GDM9AXKP042789',
    false,
  ],
  [
    'no check digit prescribed, Europe',
    'WVWZZZ1JZ3W386752',
    'CHECK_FAILED',
    'WVWZZZ1JZ3W386752',
    true,
  ],
  ['masked by stars', '5N1DL0MM5KC******', 'MASKED', null, false],
  ['masked by X', '5N1DL0MM5KCXXXXXX', 'MASKED', null, false],
  ['absent', '', 'ABSENT', null, false],
  ['blanks only', '  \u00a0', 'ABSENT', null, false],
  ['too short', '123456789', 'MALFORMED', null, false],
  ['a hull number', 'ABC12345D404', 'MALFORMED', null, false],
  ['a chassis number before 1981', '194378S112345', 'MALFORMED', null, false],
  ['letters no VIN contains', '1M8GDM9AXKP0427I8', 'MALFORMED', null, false],
  ['a filler whose check digit is right', '11111111111111111', 'MALFORMED', null, false],
  ['a filler of zeros', '00000000000000000', 'MALFORMED', null, false],
])('%s', (_what, text, status, vin, merges) => {
  check(text, status, vin, merges);
});

const vinCharacter = fc.constantFrom(...Array.from('ABCDEFGHJKLMNPRSTUVWXYZ0123456789'));
const eight = fc.string({ unit: vinCharacter, minLength: 8, maxLength: 8 });

it('accepts the check digit that an independent computation gives, and no other', () => {
  fc.assert(
    fc.property(
      eight,
      eight,
      fc.constantFrom(...Array.from('0123456789X')),
      (start, end, digit) => {
        const vin = aVin(start, end);
        const other = `${start}${digit}${end}`;
        return hasValidCheckDigit(vin) && hasValidCheckDigit(other) === (other === vin);
      },
    ),
  );
});

it('has a reading for every text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => readVin(text).status !== 'UNKNOWN'),
  );
});

it.each<[what: string, text: string, masked: string | null]>([
  ['six stars', '5N1DL0MM5KC******', '5N1DL0MM5KC******'],
  ['six letters X', '5n1dl0mm5kcXXXXXX', '5N1DL0MM5KC******'],
  ['stars in the middle', '5N1DL0MM5KC***123', '5N1DL0MM5KC***123'],
  ['a whole VIN', '1M8GDM9AXKP042788', null],
  ['too short', '5N1DL0MM5KC**', null],
  ['letters no VIN contains', '5N1DLOMM5KC******', null],
])('what is shown of a masked VIN: %s', (_what, text, masked) => {
  expect(maskedVin(text)).toBe(masked);
});

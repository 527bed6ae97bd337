import { aLot } from './a-lot.ts';
import { localCodecs } from '@auction/streams/runtime/registry';
import { topics } from '@auction/avro/topics';
import { secretNumber } from './secret-number.ts';

const secret = secretNumber('maximum', 123_456_789);

test.each<[string, boolean]>([
  ['{"max":123456789}', true],
  ['"1234567.89"', true],
  ['up to £1,234,567.89 then', true],
  ['1.234.567,89 EUR', true],
  ["1'234'567.89", true],
  ['1 234 567,89', true],
  ['1,234,567', true],
  ['1123456789', false],
  ['1234567890', false],
  ['123456788', false],
  ['1,234,568', false],
])('%s: %s', (text, expected) => {
  expect(secret.isIn(text)).toBe(expected);
  expect(secret.isInBytes(Buffer.from(text))).toBe(expected);
});

test('in a record', () => {
  const codec = localCodecs([topics.lots]).of(topics.lots);
  expect(secret.isInBytes(codec.encode(aLot({ priceMinor: 123_456_789 })))).toBe(true);
  expect(secret.isInBytes(codec.encode(aLot({ priceMinor: 123_456_788 })))).toBe(false);
});

import { mayBeUnconfirmedFall, priceAfter } from './observed-price.ts';
import type { PriceAfter } from './observed-price.ts';

/** `5200 (8)`: price and bid count; `-` for none. */
function read(text: string): { priceMinor: number | null; bidCount: number | null } {
  const [, price = '-', count] = /^(\d+|-)(?: \((\d+)\))?$/.exec(text) ?? [];
  return {
    priceMinor: price === '-' ? null : Number(price),
    bidCount: count === undefined ? null : Number(count),
  };
}

/** Plays observations; tells price, count, what is held, and `!` for a correction. */
function play(...observations: readonly string[]): string {
  let before: PriceAfter | undefined;
  let corrections = 0;
  for (const observation of observations) {
    before = priceAfter(before, before?.heldMinor ?? null, read(observation));
    if (before.isCorrection) corrections += 1;
  }
  const { priceMinor = null, bidCount = null, heldMinor = null } = before ?? {};
  const held = heldMinor === null ? '' : ` held ${heldMinor}`;
  return `${priceMinor ?? '-'} (${bidCount ?? '-'})${held}${'!'.repeat(corrections)}`;
}

it.each<[what: string, observations: string[], expected: string]>([
  ['the first price', ['5200 (8)'], '5200 (8)'],
  ['a rise', ['5200 (8)', '5300 (9)'], '5300 (9)'],
  ['more bids at the same price: count only', ['5200 (8)', '5200 (9)'], '5200 (9)'],
  ['a missing price keeps the old one: null is not zero', ['5200 (8)', '- (8)'], '5200 (8)'],
  ['a missing count keeps the old one', ['5200 (8)', '5300'], '5300 (8)'],
  ['a fall with an equal count is held', ['5200 (8)', '4900 (8)'], '5200 (8) held 4900'],
  ['and applied when the next is below as well', ['5200 (8)', '4900 (8)', '4900 (8)'], '4900 (8)!'],
  [
    'a second fall to another price is applied too',
    ['5200 (8)', '4900 (8)', '5000 (8)'],
    '5000 (8)!',
  ],
  ['a fall with a fallen count is applied at once', ['5200 (8)', '4900 (7)'], '4900 (7)!'],
  [
    'a fall seen once and then a rise: the fall is dropped',
    ['5200 (8)', '4900 (8)', '5300 (9)'],
    '5300 (9)',
  ],
  ['back at the old price: the fall is dropped', ['5200 (8)', '4900 (8)', '5200 (8)'], '5200 (8)'],
  [
    'a missing price does not confirm a fall',
    ['5200 (8)', '4900 (8)', '- (8)'],
    '5200 (8) held 4900',
  ],
  ['a site without counts: the newer file is its last word', ['505101', '51100'], '51100 (-)!'],
  ['and again', ['180000', '18620', '18700', '18650'], '18650 (-)!!'],
])('%s', (_what, observations, expected) => {
  expect(play(...observations)).toBe(expected);
});

it.each<[what: string, before: string, now: string, expected: boolean]>([
  ['a fall with as many bids', '5200 (8)', '4900 (8)', true],
  ['a fall with more bids', '5200 (8)', '4900 (9)', true],
  ['a fall with fewer bids holds at once', '5200 (8)', '4900 (7)', false],
  ['a rise', '5200 (8)', '5300 (9)', false],
  ['the same', '5200 (8)', '5200 (8)', false],
  ['no price now', '5200 (8)', '- (8)', false],
  ['no count now: its last word', '5200 (8)', '4900', false],
  ['no price before: an older one may stand', '- (8)', '4900 (8)', true],
  ['no count before: an older one may stand', '5200', '4900 (8)', true],
])('is to be seen again: %s', (_what, before, now, expected) => {
  expect(mayBeUnconfirmedFall(read(before), read(now))).toBe(expected);
});

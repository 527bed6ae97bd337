import { distance, reading } from './distance.ts';
import { ending } from './ending.ts';
import { minorScale, money, moneyStep } from './money.ts';
import { isRunning, statusReason, statusWords } from './statuses.ts';
import { age, countdown, fullTime, zoneName } from './times.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [1_250_000, 'USD', '$12,500'],
  [1_250_050, 'USD', '$12,500.50'],
  [0, 'USD', '$0'],
  [99_900, 'CAD', 'CA$999'],
  [4_200, 'JPY', '¥4,200'],
])('%i minor units of %s read %s', (minor, currency, expected) => {
  expect(money(minor, currency)).toBe(expected);
});

test('a step has its sign, and yen have no cents', () => {
  expect(moneyStep(10_000, 'USD')).toBe('+$100');
  expect(moneyStep(-5_000, 'USD')).toBe('−$50');
  expect(minorScale('JPY')).toBe(1);
});

test.each([
  [-5, '0:00'],
  [59 * SECOND, '0:59'],
  [102 * SECOND, '1:42'],
  [59 * MINUTE + 59 * SECOND, '59:59'],
  [3 * HOUR + 4 * MINUTE + 11 * SECOND, '3:04:11'],
  [DAY - 1, '23:59:59'],
  [2 * DAY + 4 * HOUR + 59 * MINUTE, '2 d 4 h'],
])('%i ms left read %s', (leftMs, expected) => {
  expect(countdown(leftMs)).toBe(expected);
});

test.each([
  [-1, '0 s'],
  [2 * SECOND, '2 s'],
  [4 * MINUTE, '4 min'],
  [3 * HOUR, '3 h'],
  [50 * HOUR, '2 d'],
])('%i ms ago read %s', (ageMs, expected) => {
  expect(age(ageMs)).toBe(expected);
});

test('an instant has its zone', () => {
  const winter = Date.UTC(2026, 0, 15, 18, 30);
  expect(fullTime(winter, 'America/Chicago')).toBe('Thu, Jan 15, 2026, 12:30 CST');
  expect(zoneName(winter, 'UTC')).toBe('UTC');
});

const NOW = Date.UTC(2026, 0, 15, 12);
test.each([
  ['no date', null, 0, 'SCHEDULED', { main: 'No date', isSoon: false }],
  ['day only', NOW + DAY, 1, 'OPEN', { small: 'time not known', isSoon: false }],
  ['soon', NOW + 102 * SECOND, 2, 'OPEN', { main: '1:42', isSoon: true }],
  ['later', NOW + 5 * HOUR, 2, 'OPEN', { main: '5:00:00', isSoon: false }],
  ['days away', NOW + 3 * DAY, 2, 'OPEN', { main: '3 d 0 h', isSoon: false }],
  ['time is up, nothing heard yet', NOW - 1, 2, 'OPEN', { main: '0:00', isSoon: false }],
  ['over before its time', NOW + DAY, 2, 'SOLD', { isSoon: false }],
])('ending: %s', (_name, endsAt, precision, status, expected) => {
  expect(ending(endsAt, precision, status, NOW)).toMatchObject(expected);
});

test.each([
  ['OPEN', true, 'Open', 'good'],
  ['SCHEDULED', true, 'Upcoming', 'calm'],
  ['WITHDRAWN', false, 'Withdrawn', 'bad'],
  ['SOMETHING_NEW', false, 'Unknown', 'calm'],
])('status %s', (status, runs, word, tone) => {
  expect(isRunning(status)).toBe(runs);
  expect(statusWords(status)).toMatchObject({ word, tone });
});

test.each([
  ['ENDED', 'NO_NEWS_24H', 'Nothing was heard of it for 24 hours after its time was up.'],
  ['ENDED', 'SOMETHING_NEW', 'The sale is over. (SOMETHING_NEW)'],
  ['OPEN', null, 'Bids are taken until the sale.'],
])('why %s with %s', (status, reason, expected) => {
  expect(statusReason(status, reason)).toBe(expected);
});

test.each([
  [98_555, 'MI', '61,239 mi'],
  [98_555, 'KM', '98,555 km'],
  [12, null, '12 km'],
])('%i km shown in %s', (km, unit, expected) => {
  expect(distance(km, unit)).toBe(expected);
});

test('a reading stays in its own unit', () => {
  expect(reading(61_240, 'MI')).toBe('61,240 mi');
});

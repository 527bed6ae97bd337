import { clockOffsetMs, clockSample, withSample, type ClockSample } from './clock-offset.ts';

test.each([
  ['both ways equally long', 1_000, 1_100, 6_050, { roundTripMs: 100, offsetMs: 5_000 }],
  ['server behind', 1_000, 1_020, 510, { roundTripMs: 20, offsetMs: -500 }],
  ['our clock set back in between', 1_000, 900, 1_000, { roundTripMs: 0, offsetMs: 0 }],
])('sample: %s', (_name, sentAt, receivedAt, serverNow, expected) => {
  expect(clockSample(sentAt, receivedAt, serverNow)).toEqual(expected);
});

test.each([
  ['no sample', [], 0],
  ['one sample', [[80, 40]], 40],
  [
    'the shortest round trip counts',
    [
      [80, 40],
      [10, 7],
      [30, 90],
    ],
    7,
  ],
  [
    'samples before the last eight are forgotten',
    [
      [1, 1],
      [9, 2],
      [9, 3],
      [9, 4],
      [9, 5],
      [9, 6],
      [9, 7],
      [9, 8],
      [8, 9],
    ],
    9,
  ],
])('offset: %s', (_name, pairs, expected) => {
  let samples: readonly ClockSample[] = [];
  for (const [roundTripMs = 0, offsetMs = 0] of pairs) {
    samples = withSample(samples, { roundTripMs, offsetMs });
  }
  expect(clockOffsetMs(samples)).toBe(expected);
});

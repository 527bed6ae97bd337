import { stateAt } from './site-state.ts';

const polled = {
  state: 'OK',
  lastSuccessAt: 100_000,
  nextRunAt: 105_000,
  pollIntervalMs: 5_000,
} as const;

describe('state of a feed by the clock of the reader', () => {
  it.each([
    ['just heard', polled, 100_000, 'OK'],
    ['three intervals ago', polled, 115_000, 'OK'],
    ['longer ago: its connector may be dead', polled, 115_001, 'LATE'],
    ['imports only', { ...polled, nextRunAt: null }, 9_000_000, 'OK'],
    ['failing says more than late', { ...polled, state: 'FAILING' } as const, 9_000_000, 'FAILING'],
    ['never heard', { ...polled, lastSuccessAt: null }, 9_000_000, 'OK'],
  ])('%s', (_name, said, now, expected) => {
    expect(stateAt(said, now)).toBe(expected);
  });
});

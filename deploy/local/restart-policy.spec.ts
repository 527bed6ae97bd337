import { afterDeath, earlyDeathsMax } from './restart-policy.ts';
import type { AfterDeath, Death } from './restart-policy.ts';

const rows: { says: string; before: number; death: Death; expected: AfterDeath }[] = [
  {
    says: 'first early death: after 1 s',
    before: 0,
    death: { wasReady: false, needsDown: false },
    expected: { action: 'restart', afterMs: 1000, earlyDeaths: 1 },
  },
  {
    says: 'fourth: after 8 s',
    before: 3,
    death: { wasReady: false, needsDown: false },
    expected: { action: 'restart', afterMs: 8000, earlyDeaths: 4 },
  },
  {
    says: 'fifth: given up',
    before: earlyDeathsMax - 1,
    death: { wasReady: false, needsDown: false },
    expected: { action: 'give-up', earlyDeaths: earlyDeathsMax },
  },
  {
    says: 'a death after it was ready starts counting anew',
    before: 4,
    death: { wasReady: true, needsDown: false },
    expected: { action: 'restart', afterMs: 1000, earlyDeaths: 0 },
  },
  {
    says: 'a death while a need is down is not its own fault',
    before: 4,
    death: { wasReady: false, needsDown: true },
    expected: { action: 'restart', afterMs: 1000, earlyDeaths: 4 },
  },
];
test.each(rows)('$says', ({ before, death, expected }) => {
  expect(afterDeath(before, death)).toEqual(expected);
});

import { importArguments, usage } from './arguments.ts';
import type { ImportArguments } from './arguments.ts';

const now = Date.parse('2030-01-15T12:00:00Z');
const plain: ImportArguments = {
  site: 'copart',
  path: 'lots.csv',
  isJson: false,
  isComplete: false,
  observedAt: undefined,
};

describe('importArguments', () => {
  const taken: [line: string, Partial<ImportArguments>][] = [
    ['copart lots.csv', {}],
    ['copart ../in/lots.csv.gz', { path: '../in/lots.csv.gz' }],
    ['copart lots.csv --json', { isJson: true }],
    ['--json --complete copart lots.csv', { isJson: true, isComplete: true }],
    ['copart --complete lots.csv', { isComplete: true }],
    ['copart -- -lots.csv', { path: '-lots.csv' }],
    [
      'copart lots.csv --observed-at 2030-01-15T11:59:59Z',
      { observedAt: Date.parse('2030-01-15T11:59:59Z') },
    ],
    // Now itself is no future.
    ['copart lots.csv --observed-at=2030-01-15T12:00:00Z', { observedAt: now }],
    [
      'copart lots.csv --observed-at 2030-01-15T06:00:00.250-05:00',
      { observedAt: Date.parse('2030-01-15T11:00:00.250Z') },
    ],
  ];
  test.each(taken)('takes %s', (line, expected) => {
    const value = { ...plain, ...expected };
    expect(importArguments(line.split(' '), now)).toEqual({ ok: true, value });
  });

  const refused: [line: string, text: RegExp | string][] = [
    ['', usage],
    ['copart', usage],
    ['copart one.csv two.csv', usage],
    ['lots.csv copart', /^There is no connector for the site "lots\.csv"\. Known: copart/],
    ['Copart lots.csv', /^There is no connector for the site "Copart"/],
    ['copart lots.csv --compleet', /--compleet.*\nUsage: npm run import/s],
    ['copart lots.csv --json=yes', /--json.*\nUsage: npm run import/s],
    ['copart lots.csv --observed-at', /--observed-at.*\nUsage: npm run import/s],
    // A time without a zone is another instant on every machine.
    ['copart lots.csv --observed-at 2030-01-15T11:00:00', /11:00:00 is no time in the past/],
    ['copart lots.csv --observed-at 2030-01-15', /2030-01-15 is no time in the past/],
    ['copart lots.csv --observed-at 2030-13-15T11:00:00Z', /is no time in the past/],
    ['copart lots.csv --observed-at yesterdayZ', /yesterdayZ is no time in the past/],
    ['copart lots.csv --observed-at 2030-01-15T12:00:01Z', /12:00:01Z is no time in the past/],
  ];
  test.each(refused)('refuses "%s"', (line, text) => {
    const parsed = importArguments(line.split(' ').filter(Boolean), now);
    expect(parsed).toEqual({
      ok: false,
      text: typeof text === 'string' ? text : expect.stringMatching(text),
    });
  });
});

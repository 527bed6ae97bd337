/** Which of several statements about one listing wins; arrival decides nothing. */
import fc from 'fast-check';
import { rawTopic, topics } from '@auction/avro/topics';
import { aSnapshot, publish } from '../testing/builders.ts';
import type { CopartCells } from '../testing/builders.ts';
import { PipelineDriver } from '../testing/pipeline-driver.ts';

const raw = rawTopic('copart');

const statement = fc.record({
  sequence: fc.constantFrom(2, 3),
  stamp: fc.integer({ min: 1, max: 3 }),
  highBid: fc.constantFrom('100.0', '200.0', '300.0'),
});

/**
 * A lot known by poll 1 with a bid of 200; then import 2 and poll 3 are in flight at once, their
 * rows in any order of arrival.
 */
function lastBid(
  statements: readonly { sequence: number; stamp: number; highBid: string }[],
  withStamps: boolean,
): number | null {
  const driver = new PipelineDriver();
  const said = (stamp: number, highBid: string): CopartCells => ({
    lotNumber: '41',
    highBid,
    lastUpdatedAt: withStamps ? `2026-09-0${stamp}T00:00:00Z` : '',
  });
  publish(driver, { sequence: 1, rows: [said(1, '200.0')] });
  const snapshot = (sequence: number, cells: readonly CopartCells[]) => {
    const delivery = sequence === 2 ? 'import' : 'poll';
    return aSnapshot({ sequence, delivery, rows: cells, ends: false });
  };
  for (const { key, value, partition } of [...snapshot(2, []), ...snapshot(3, [])]) {
    driver.append(raw, key, value, partition);
  }
  for (const { sequence, stamp, highBid } of statements) {
    const cells = said(stamp, highBid);
    for (const { key, value, partition } of snapshot(sequence, [cells]).slice(6)) {
      driver.append(raw, key, value, partition);
    }
  }
  driver.run();
  return driver.last(topics.listings).get('copart/41')?.currentBidMinor ?? null;
}

it.each([true, false])(
  'any arrival of rows ends with the newest statement (stamped by the site: %s)',
  (withStamps) => {
    const shuffled = fc
      .array(statement, { minLength: 2, maxLength: 6 })
      .chain((statements) =>
        fc.tuple(
          fc.constant(statements),
          fc.shuffledSubarray(statements, { minLength: statements.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([statements, arrived]) => {
        expect(lastBid(arrived, withStamps)).toBe(lastBid(statements, withStamps));
      }),
      { numRuns: 60 },
    );
  },
);

it.each<
  [what: string, statements: [sequence: number, stamp: number, highBid: string][], bid: number]
>([
  [
    'a later stamp of the site wins over a later snapshot',
    [
      [2, 3, '100.0'],
      [3, 2, '300.0'],
    ],
    100,
  ],
  [
    'equal stamps: the later snapshot wins',
    [
      [2, 2, '100.0'],
      [3, 2, '300.0'],
    ],
    300,
  ],
  [
    'a row of the older snapshot that arrives late is ignored',
    [
      [3, 2, '300.0'],
      [2, 2, '100.0'],
    ],
    300,
  ],
  [
    'even when the newer one only repeated what was known',
    [
      [3, 1, '200.0'],
      [2, 1, '100.0'],
    ],
    200,
  ],
])('%s', (_what, statements, bid) => {
  const given = statements.map(([sequence, stamp, highBid]) => ({ sequence, stamp, highBid }));
  expect(lastBid(given, true)).toBe(bid * 100);
});

/** What the board's table keeps of a lot, the archive gives back. */
import type { Lot } from '@auction/avro/records';
import { lotTable } from '../sinks/lots-to-postgres.ts';
import { aLot } from '../testing/a-lot.ts';
import type { ArchivedLot, ArchivedValue } from './archived-lot.ts';
import { lotOf } from './restored-lot.ts';

/** The columns as Postgres gives them, the summary as text. */
const archived = (lot: Lot): ArchivedLot =>
  Object.fromEntries(
    lotTable.columns.map(({ name, value }) => {
      const cell = value(lot);
      const kept = name === 'summary' ? JSON.stringify(cell) : cell;
      return [name, kept as ArchivedValue];
    }),
  );

test.each<{ what: string; lot: Lot }>([
  { what: 'an external lot', lot: aLot({ status: 'ENDED', statusReason: 'NO_NEWS_24H' }) },
  { what: 'a lot of our own', lot: aLot({ kind: 'OWN', status: 'SOLD', decisionUntil: 7 }) },
  {
    what: 'a lot of which little is known',
    lot: aLot({ priceMinor: null, endsAt: null, startsAt: null, summary: { vin: null } }),
  },
])('$what', ({ lot }) => {
  expect(lotOf(archived(lot))).toEqual(lot);
});

test('a summary of the first archives has no list of photos', () => {
  const summary = JSON.stringify({ ...aLot().summary, photos: undefined });
  const lot = { ...archived(aLot()), summary };
  expect(lotOf(lot).summary.photos).toEqual([]);
});

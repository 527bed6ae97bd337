import { columnsOf } from './columns.ts';
import { readRow } from './import-row.ts';
import type { ImportDefaults } from './import-row.ts';

const now = Date.UTC(2026, 0, 1);
const times = { startsAt: Date.UTC(2026, 0, 2), endsAt: Date.UTC(2026, 0, 3) };
const usual: ImportDefaults = { currency: 'USD', ...times, timeZone: 'Europe/Berlin' };

/** @param cells by column name */
function read(cells: Readonly<Record<string, string>>, defaults = usual) {
  const all = { Ref: 'A1', Title: '2018 Camry', Start: '5,000', ...cells };
  return readRow(Object.values(all), columnsOf(Object.keys(all)), defaults, now);
}

test.each([
  ['Stock Number', 'externalRef'],
  ['starting-bid', 'start'],
  ['VIN', 'vin'],
  ['Mileage', 'odometer'],
  ['ends_at', 'endsAt'],
  ['Something else', null],
])('the column %s is %s', (name, field) => {
  expect(columnsOf([name])).toEqual([{ name, field }]);
});

test('a second column of a field is not used', () => {
  expect(columnsOf(['ref', 'Stock']).map(({ field }) => field)).toEqual(['externalRef', null]);
});

test('what a row leaves out is the default', () => {
  expect(read({})).toMatchObject({
    externalRef: 'A1',
    errors: [],
    body: { title: '2018 Camry', start: 500_000, currency: 'USD', ...times, reserve: null },
  });
});

test.each<[Record<string, string>, object]>([
  [{ Reserve: '9000.50' }, { reserve: 900_050 }],
  [{ Currency: 'eur' }, { currency: 'EUR' }],
  [{ Ends: '2026-01-05 14:00' }, { endsAt: Date.UTC(2026, 0, 5, 13) }],
  [{ Ends: '2026-01-05T14:00:30Z' }, { endsAt: Date.UTC(2026, 0, 5, 14, 0, 30) }],
  [{ Mileage: '61,240', Unit: 'km' }, { vehicle: { odometer: 61_240, odometerUnit: 'KM' } }],
  [
    { Photos: 'https://x.example/1.jpg; https://x.example/2.jpg' },
    {
      vehicle: { photos: ['https://x.example/1.jpg', 'https://x.example/2.jpg'] },
    },
  ],
  // Text that a spreadsheet would run stays text.
  [{ Note: '=cmd|x' }, { vehicle: { note: '=cmd|x' } }],
])('%j', (cells, expected) => {
  expect(read(cells).body).toMatchObject(expected);
});

test.each<[Record<string, string>, [string, string][]]>([
  [{ Ref: '' }, [['Ref', 'is missing']]],
  [{ Title: '' }, [['Title', 'is missing']]],
  [{ Start: '' }, [['Start', 'is missing']]],
  [{ Start: '5.000,00' }, [['Start', 'must be an amount']]],
  [{ Start: '0' }, [['Start', 'is not what a lot takes']]],
  [{ Reserve: '4000' }, [['Reserve', 'is below the first price']]],
  [{ 'Buy now': '5000' }, [['Buy now', 'must be above']]],
  [{ Ends: 'tomorrow' }, [['Ends', 'must be a time']]],
  [{ Ends: '2026-03-29 02:30' }, [['Ends', 'must be a time']]], // the clocks leave it out
  [{ Ends: '2026-01-01 00:00' }, [['Ends', 'must come after the start']]],
  [
    { Year: '18', VIN: 'no-vin' },
    [
      ['VIN', 'must be up to 17'],
      ['Year', 'must be a year'],
    ],
  ],
  [{ Photo: 'javascript:alert(1)' }, [['Photo', 'must be at most 24 https://']]],
  [{ Photo: '/photos/x.jpg' }, [['Photo', 'must be at most 24 https://']]],
  [{ Make: 'x'.repeat(81) }, [['Make', 'must be at most 80']]],
])('%j is wrong', (cells, expected) => {
  const { errors, body } = read(cells);
  expect(body).toBeNull();
  expect(errors.map(({ column, message }) => [column, message])).toEqual(
    expected.map(([column, message]) => [column, expect.stringContaining(message)]),
  );
});

test('without default times the row has to say them', () => {
  const { errors } = read({}, { ...usual, startsAt: null, endsAt: null, currency: null });
  expect(errors.map(({ column }) => column)).toEqual(['currency', 'startsAt', 'endsAt']);
});

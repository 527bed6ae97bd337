import { readSaleTime } from './sale-time.ts';
import type { TimePrecision } from './sale-time.ts';

const newYork = 'America/New_York';

function check(
  [date, time, zone]: readonly [date: string, time: string, zone: string | null],
  precision: TimePrecision,
  startAt: string | null,
  endAt: string | null,
): void {
  const ms = (iso: string | null) => (iso === null ? null : Date.parse(iso));
  expect(readSaleTime(date, time, zone)).toEqual({
    precision,
    startAt: ms(startAt),
    endAt: ms(endAt),
  });
}

type Row = [
  what: string,
  given: [date: string, time: string, zone: string | null],
  precision: TimePrecision,
  startAt: string | null,
  endAt: string | null,
];

it.each<Row>([
  [
    'date and time',
    ['20260929', '1200', 'America/Chicago'],
    'MINUTE',
    '2026-09-29T17:00Z',
    '2026-09-29T17:00Z',
  ],
  [
    'three digits',
    ['20260929', '700', newYork],
    'MINUTE',
    '2026-09-29T11:00Z',
    '2026-09-29T11:00Z',
  ],
  ['winter', ['20260115', '1000', newYork], 'MINUTE', '2026-01-15T15:00Z', '2026-01-15T15:00Z'],
  [
    'a zone without summer time',
    ['20260715', '1000', 'America/Phoenix'],
    'MINUTE',
    '2026-07-15T17:00Z',
    '2026-07-15T17:00Z',
  ],
  [
    'half an hour',
    ['20260715', '1000', 'America/St_Johns'],
    'MINUTE',
    '2026-07-15T12:30Z',
    '2026-07-15T12:30Z',
  ],
  [
    'date with time 0: the end of that day',
    ['20260929', '0', newYork],
    'DAY',
    null,
    '2026-09-30T03:59:59.999Z',
  ],
  ['date without time', ['20260929', '', newYork], 'DAY', null, '2026-09-30T03:59:59.999Z'],
  ['a day of 23 hours', ['20260308', '0', newYork], 'DAY', null, '2026-03-09T03:59:59.999Z'],
  ['a day of 25 hours', ['20261101', '0', newYork], 'DAY', null, '2026-11-02T04:59:59.999Z'],
  ['time with date 0', ['0', '1200', newYork], 'NONE', null, null],
  ['nothing', ['0', '0', newYork], 'NONE', null, null],
  ['nothing, empty', ['', '', newYork], 'NONE', null, null],
  ['the year 1900', ['19000101', '600', newYork], 'NONE', null, null],
  ['the year 1899', ['18991231', '0', newYork], 'NONE', null, null],
  ['no zone: no instant', ['20260929', '1200', null], 'NONE', null, null],
  [
    'clocks go forward: 02:30 never comes, 03:30 does',
    ['20260308', '230', newYork],
    'MINUTE',
    '2026-03-08T07:30Z',
    '2026-03-08T07:30Z',
  ],
  [
    'the last minute before',
    ['20260308', '159', newYork],
    'MINUTE',
    '2026-03-08T06:59Z',
    '2026-03-08T06:59Z',
  ],
  [
    'the first minute after',
    ['20260308', '300', newYork],
    'MINUTE',
    '2026-03-08T07:00Z',
    '2026-03-08T07:00Z',
  ],
  [
    'clocks go back: the first 01:30',
    ['20261101', '130', newYork],
    'MINUTE',
    '2026-11-01T05:30Z',
    '2026-11-01T05:30Z',
  ],
  [
    'the first minute after',
    ['20261101', '200', newYork],
    'MINUTE',
    '2026-11-01T07:00Z',
    '2026-11-01T07:00Z',
  ],
])('%s', (_what, given, precision, startAt, endAt) => {
  check(given, precision, startAt, endAt);
});

it.each([
  ['20261301', '1200', 'BAD_SALE_DATE'],
  ['20260230', '1200', 'BAD_SALE_DATE'],
  ['9/29/2026', '1200', 'BAD_SALE_DATE'],
  ['TUESDAY', '1200', 'BAD_SALE_DATE'],
  ['20260929', '2460', 'BAD_SALE_TIME'],
  ['20260929', '2500', 'BAD_SALE_TIME'],
  ['20260929', 'EDT', 'BAD_SALE_TIME'],
  ['20260929', '7', 'BAD_SALE_TIME'],
])('%j %j is refused as %s', (date, time, code) => {
  expect(readSaleTime(date, time, newYork)).toMatchObject({ ok: false, code });
});

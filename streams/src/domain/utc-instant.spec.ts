import fc from 'fast-check';
import { isDate, readUtcStamp, utcMs } from './utc-instant.ts';

it('counts days as the platform does', () => {
  // Date.UTC takes years below 100 as years of the 20th century.
  const instant = fc.date({ min: new Date(-5.9e13), max: new Date(8e13), noInvalidDate: true });
  fc.assert(
    fc.property(instant, (date) => {
      const day = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()] as const;
      expect(utcMs(...day)).toBe(Date.UTC(day[0], day[1] - 1, day[2]));
      expect(isDate(...day)).toBe(true);
    }),
  );
});

it.each<[text: string, iso: string | null]>([
  ['2025-10-14T07:01:00Z', '2025-10-14T07:01:00.000Z'],
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
  ['2025-10-14T07:01:00.25Z', '2025-10-14T07:01:00.250Z'],
  ['2025-10-14T07:01:00.123456Z', '2025-10-14T07:01:00.123Z'],
  ['2023-02-29T00:00:00Z', null],
  ['2025-13-01T00:00:00Z', null],
  ['2025-10-14T24:00:00Z', null],
  ['2025-10-14T07:01:00', null], // no zone: no instant
  ['2025-10-14T07:01:00-05:00', null],
  ['2020-06-30-10.50.12.000197', null],
  ['YYYY-10-14T07:01:00Z', null],
  ['', null],
])('%j is %j', (text, iso) => {
  expect(readUtcStamp(text)).toBe(iso === null ? null : Date.parse(iso));
});

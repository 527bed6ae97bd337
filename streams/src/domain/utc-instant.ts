const dayMs = 86_400_000;

/**
 * Epoch ms of a date and time in the proleptic Gregorian calendar at UTC.
 * @param month 1 to 12
 * Source of the day count: H. Hinnant, chrono-compatible low-level date algorithms, days_from_civil.
 */
export function utcMs(year: number, month: number, day: number, timeOfDayMs = 0): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * dayMs + timeOfDayMs;
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Whether the calendar has that day. */
export function isDate(year: number, month: number, day: number): boolean {
  const length = month === 2 && isLeap(year) ? 29 : monthLengths[month - 1];
  return length !== undefined && day >= 1 && day <= length;
}

/** Number of `count` characters at an index, all of them decimal digits. */
function digitsAt(text: string, from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index += 1) {
    value = value * 10 + text.charCodeAt(index) - 48;
  }
  return value;
}

const stampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?Z$/;
const wholeStampLength = '2025-10-14T07:01:00Z'.length;

/** Milliseconds of the digits behind the point. */
const fractionMs = (digits = ''): number => Number(digits.slice(0, 3).padEnd(3, '0'));

/**
 * Epoch ms of an ISO 8601 stamp that says UTC, such as `2025-10-14T07:01:00Z`.
 * @returns null for anything else: a stamp without a zone is no instant
 */
export function readUtcStamp(text: string): number | null {
  const match = stampForm.exec(text);
  if (match === null) return null;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const restMs = text.length === wholeStampLength ? 0 : fractionMs(match[1]);
  return utcMs(year, month, day, ((hour * 60 + minute) * 60 + second) * 1000 + restMs);
}

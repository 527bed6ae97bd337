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

const stampForm = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3})\d*)?Z$/;

/**
 * Epoch ms of an ISO 8601 stamp that says UTC, such as `2025-10-14T07:01:00Z`.
 * @returns null for anything else: a stamp without a zone is no instant
 */
export function readUtcStamp(text: string): number | null {
  const match = stampForm.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const fractionMs = Number((match[7] ?? '').padEnd(3, '0'));
  return utcMs(year, month, day, ((hour * 60 + minute) * 60 + second) * 1000 + fractionMs);
}

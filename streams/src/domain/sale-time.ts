/** When a sale is: from a date, a time of day and a zone as the site prints them. */
import { instantOf } from './local-time.ts';
import type { LocalTime } from './local-time.ts';
import { refusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { isDate } from './utc-instant.ts';

export type TimePrecision = 'NONE' | 'DAY' | 'MINUTE' | 'MS';

export interface SaleTime {
  /** Start of the live sale, epoch ms; null when only the day is known, or nothing. */
  readonly startAt: number | null;
  /** When bidding ends as far as the site says: the start of a live sale, or the end of the day. */
  readonly endAt: number | null;
  readonly precision: TimePrecision;
}

const notScheduled: SaleTime = { startAt: null, endAt: null, precision: 'NONE' };

/** Dates before this year are sentinels such as 1900-01-01 (feeds.md section 1, fact 7). */
const firstYear = 2000;
const minuteMs = 60_000;
const lastMsOfDay = 86_399_999;

const isZero = (text: string): boolean => /^0*$/.test(text);

/** `20260929`; null for no date, undefined for text that is no date. */
function readDate(text: string): Omit<LocalTime, 'timeOfDayMs'> | null | undefined {
  if (isZero(text)) return null;
  if (!/^\d{8}$/.test(text)) return undefined;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(4, 6));
  const day = Number(text.slice(6, 8));
  if (!isDate(year, month, day)) return undefined;
  return year < firstYear ? null : { year, month, day };
}

/** `1200`, `700`; minutes since midnight, null for no time, undefined for text that is no time. */
function readMinutes(text: string): number | null | undefined {
  if (isZero(text)) return null;
  if (!/^\d{3,4}$/.test(text)) return undefined;
  const hours = Number(text.slice(0, -2));
  const minutes = Number(text.slice(-2));
  return hours > 23 || minutes > 59 ? undefined : hours * 60 + minutes;
}

/**
 * Sale time of a date `YYYYMMDD` and a time `HMM` or `HHMM`.
 * - No date (0, empty, a year before 2000): not scheduled, whatever the time says.
 * - A date without a time (0, empty): the day's last ms at the place, precision DAY.
 * - Both: the minute, as start and as end.
 * @param zone IANA zone; null: unknown, then no instant can be given and the precision is NONE
 * Refuses BAD_SALE_DATE and BAD_SALE_TIME: text in these columns means that columns have shifted.
 */
export function readSaleTime(
  dateText: string,
  timeText: string,
  zone: string | null,
): SaleTime | Refusal {
  const date = readDate(dateText.trim());
  if (date === undefined) return refusal('BAD_SALE_DATE', 'saleDate', dateText);
  const minutes = readMinutes(timeText.trim());
  if (minutes === undefined) return refusal('BAD_SALE_TIME', 'saleTime', timeText);
  if (date === null || zone === null) return notScheduled;
  if (minutes === null) {
    const endAt = instantOf({ ...date, timeOfDayMs: lastMsOfDay }, zone);
    return { startAt: null, endAt, precision: 'DAY' };
  }
  const startAt = instantOf({ ...date, timeOfDayMs: minutes * minuteMs }, zone);
  return { startAt, endAt: startAt, precision: 'MINUTE' };
}

/** How Copart prints the time of a sale: local date and time of the yard, and its own zone codes. */
import { wallTime, zoneOffsetMs } from '@auction/streams/simulation/wall-time';
import type { Yard } from '@auction/streams/simulation/yards';

export interface PrintedSale {
  /** yyyymmdd, or 0. */
  readonly date: string;
  readonly weekday: string;
  /** HHMM without leading zeros, or 0. */
  readonly time: string;
  readonly zone: string;
}

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
/** Standard and summer code by offset of the standard time, hours. */
const codes: Readonly<Record<string, readonly [string, string]>> = {
  '-5': ['EST', 'EDT'],
  '-6': ['CST', 'CDT'],
  '-7': ['MST', 'MDT'],
  '-8': ['PST', 'PDT'],
  '-9': ['AKST', 'AKDT'],
  '-10': ['HST', 'HST'],
};
const hourMs = 3_600_000;

/** @param at the sale, else any instant near it, epoch ms */
export function zoneCode({ zone, state }: Yard, at: number): string {
  // The site knows no Atlantic time: every lot of New Brunswick and Nova Scotia says AKST.
  if (state === 'NB' || state === 'NS') return 'AKST';
  const year = new Date(at).getUTCFullYear();
  const winter = zoneOffsetMs(zone, Date.UTC(year, 0, 15));
  const pair = codes[String(winter / hourMs)] ?? ['EST', 'EDT'];
  return zoneOffsetMs(zone, at) === winter ? pair[0] : pair[1];
}

/** @param saleAt epoch ms; null: not scheduled, which prints date 0 but often a time */
export function printedSale(
  yard: Yard,
  saleAt: number | null,
  usualTime: string,
  now: number,
): PrintedSale {
  if (saleAt === null) {
    return { date: '0', weekday: '', time: usualTime, zone: zoneCode(yard, now) };
  }
  const { year, month, day, hour, minute, weekday } = wallTime(yard.zone, saleAt);
  return {
    date: String(year * 10_000 + month * 100 + day),
    weekday: weekdays[weekday] ?? '',
    time: String(hour * 100 + minute),
    zone: zoneCode(yard, saleAt),
  };
}

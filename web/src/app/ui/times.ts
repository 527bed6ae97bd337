/** Instants and spans in words. Instants are epoch ms UTC; without a zone they are in the reader's. */
import { locale } from './locale.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Shape = Intl.DateTimeFormatOptions;
const shapes = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  zone: { timeZoneName: 'short' },
} as const satisfies Record<string, Shape>;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(shape: keyof typeof shapes, zone: string | undefined): Intl.DateTimeFormat {
  const key = `${shape} ${zone ?? ''}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const options: Shape = { ...shapes[shape], ...(zone === undefined ? {} : { timeZone: zone }) };
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** `14:02:17` */
export function clockTime(at: number, zone?: string): string {
  return formatter('clock', zone).format(at);
}

/** `14:02` */
export function time(at: number, zone?: string): string {
  return formatter('time', zone).format(at);
}

/** `26 Nov` or `Nov 26`, as the reader writes it. */
export function day(at: number, zone?: string): string {
  return formatter('day', zone).format(at);
}

/** Name of the zone at that instant: `CET`, `GMT+1`. */
export function zoneName(at: number, zone?: string): string {
  const parts = formatter('zone', zone).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** `26 Nov, 14:02 CET` */
export function dayTime(at: number, zone?: string): string {
  return `${day(at, zone)}, ${time(at, zone)} ${zoneName(at, zone)}`;
}

/** `26 Nov 2026` */
export function dateOnly(at: number, zone?: string): string {
  return formatter('date', zone).format(at);
}

/** `November 2026` @param month as `YYYY-MM`, which has no zone */
export function monthYear(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return formatter('month', 'UTC').format(Date.UTC(year, number - 1));
}

/** `Thu, 26 Nov 2026, 14:02 CET` */
export function fullTime(at: number, zone?: string): string {
  return `${formatter('weekday', zone).format(at)}, ${time(at, zone)} ${zoneName(at, zone)}`;
}

const two = (value: number) => String(Math.floor(value)).padStart(2, '0');

/**
 * Time left: `1:42`, `3:04:11`, `2 d 4 h`.
 * @param leftMs milliseconds; below 0 counts as 0
 */
export function countdown(leftMs: number): string {
  const left = Math.max(0, leftMs);
  if (left >= DAY_MS) {
    return `${Math.floor(left / DAY_MS)} d ${Math.floor((left % DAY_MS) / HOUR_MS)} h`;
  }
  const seconds = two((left % MINUTE_MS) / SECOND_MS);
  if (left < HOUR_MS) return `${Math.floor(left / MINUTE_MS)}:${seconds}`;
  return `${Math.floor(left / HOUR_MS)}:${two((left % HOUR_MS) / MINUTE_MS)}:${seconds}`;
}

/**
 * How long ago: `2 s`, `4 min`, `3 h`, `2 d`.
 * @param ageMs milliseconds; below 0 counts as 0
 */
export function age(ageMs: number): string {
  const old = Math.max(0, ageMs);
  if (old < MINUTE_MS) return `${Math.floor(old / SECOND_MS)} s`;
  if (old < HOUR_MS) return `${Math.floor(old / MINUTE_MS)} min`;
  if (old < DAY_MS) return `${Math.floor(old / HOUR_MS)} h`;
  return `${Math.floor(old / DAY_MS)} d`;
}

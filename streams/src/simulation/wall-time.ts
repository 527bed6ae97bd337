/** Wall-clock time of a place, by the zone database of the runtime; offsets are kept by hour. */

export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Most offsets kept; far more than the hours a market speaks of. */
const offsetsMax = 50_000;

/** Offsets of one zone. */
class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  constructor(name: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** @param hour hours since 1970, UTC */
  offsetMs(hour: number): number {
    const known = this.#offsets.get(hour);
    if (known !== undefined) return known;
    const parts = this.#format.formatToParts(hour * hourMs);
    const offset = parsedOffset(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '');
    if (this.#offsets.size >= offsetsMax) this.#offsets.clear();
    this.#offsets.set(hour, offset);
    return offset;
  }
}

/** @param text such as GMT-05:00, or GMT */
function parsedOffset(text: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
  const size = Number(hours) * hourMs + Number(minutes) * 60_000;
  return sign === '-' ? -size : size;
}

const zones = new Map<string, Zone>();

/** Offset from UTC, ms; exact to the hour, and no place changes its clock within one. */
export function zoneOffsetMs(name: string, at: number): number {
  const zone = zones.get(name) ?? new Zone(name);
  zones.set(name, zone);
  return zone.offsetMs(Math.floor(at / hourMs));
}

export function wallTime(zone: string, at: number): WallTime {
  const local = new Date(at + zoneOffsetMs(zone, at));
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    weekday: local.getUTCDay(),
  };
}

/** The last instant not after `at` when it is `hour` o'clock on a working day there, epoch ms. */
export function lastSaleTime(zone: string, at: number, hour: number): number {
  for (let day = -1; ; day++) {
    // One instant a day, so that few offsets are ever asked for.
    const noon = Math.floor(at / dayMs - day) * dayMs + 18 * hourMs;
    const offset = zoneOffsetMs(zone, noon);
    const midnight = Math.floor((noon + offset) / dayMs) * dayMs - offset;
    const sale = midnight + hour * hourMs;
    const weekday = (Math.floor((midnight + offset) / dayMs) + 4) % 7; // 1970 began on a Thursday
    if (sale <= at && weekday > 0 && weekday < 6) return sale;
  }
}

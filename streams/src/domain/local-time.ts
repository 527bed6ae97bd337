/** Local date and time at a place to an instant, with both edges of daylight saving decided. */
import { IANAZone } from 'luxon';
import { utcMs } from './utc-instant.ts';

export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Since local midnight; up to one ms before the next. */
  readonly timeOfDayMs: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * Minutes east of UTC at an instant.
 * @param zone IANA name; a name the runtime's tz database lacks gives NaN
 */
export function offsetMinutes(zone: string, at: number): number {
  return IANAZone.create(zone).offset(at);
}

function converted(local: LocalTime, zone: string): number {
  const asUtc = utcMs(local.year, local.month, local.day, local.timeOfDayMs);
  const before = offsetMinutes(zone, asUtc - dayMs);
  const after = offsetMinutes(zone, asUtc + dayMs);
  const earlier = asUtc - before * minuteMs;
  if (before === after || offsetMinutes(zone, earlier) === before) return earlier;
  const later = asUtc - after * minuteMs;
  // In the hour that clocks skip neither offset holds: read on as if they had not been moved yet.
  return offsetMinutes(zone, later) === after ? later : earlier;
}

/** A feed has some hundred different sale times; a limit keeps a hostile one from filling memory. */
const rememberedMax = 10_000;
const remembered = new Map<string, Map<number, number>>();
let rememberedCount = 0;

/**
 * Epoch ms of a local time. Total for valid dates:
 * - an hour that comes twice (clocks go back) means its first passing,
 * - an hour that never comes (clocks go forward) is read on the old clock: 02:30 becomes 03:30.
 * Remembers results, because asking the tz database costs a hundred times as much.
 */
export function instantOf(local: LocalTime, zone: string): number {
  const asUtc = utcMs(local.year, local.month, local.day, local.timeOfDayMs);
  let ofZone = remembered.get(zone);
  const known = ofZone?.get(asUtc);
  if (known !== undefined) return known;
  if (ofZone === undefined || rememberedCount >= rememberedMax) {
    if (rememberedCount >= rememberedMax) {
      remembered.clear();
      rememberedCount = 0;
    }
    ofZone = new Map();
    remembered.set(zone, ofZone);
  }
  const at = converted(local, zone);
  ofZone.set(asUtc, at);
  rememberedCount += 1;
  return at;
}

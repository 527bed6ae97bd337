import { isRunning } from './statuses.ts';
import { countdown, day, dayTime, time, zoneName } from './times.ts';

/** When a lot ends, as a row shows it: the big line and the small one under it. */
export interface Ending {
  readonly main: string;
  readonly small: string;
  readonly isSoon: boolean;
}

const SOON_MS = 5 * 60_000;
/** Precision codes of the board row. */
const DAY_ONLY = 1;

/**
 * @param endsAt epoch ms; null: no date
 * @param precision 0 none, 1 day, 2 minute, 3 ms
 * @param now epoch ms by the server's clock
 */
export function ending(
  endsAt: number | null,
  precision: number,
  status: string,
  now: number,
): Ending {
  if (endsAt === null) return { main: 'No date', small: 'not set by the site', isSoon: false };
  if (precision === DAY_ONLY) return { main: day(endsAt), small: 'time not known', isSoon: false };
  const leftMs = endsAt - now;
  const clock = `${time(endsAt)} ${zoneName(endsAt)}`;
  if (!isRunning(status) || leftMs <= 0) {
    return {
      main: leftMs <= 0 && isRunning(status) ? '0:00' : day(endsAt),
      small: clock,
      isSoon: false,
    };
  }
  return {
    main: countdown(leftMs),
    small: leftMs < 12 * 3_600_000 ? clock : dayTime(endsAt),
    isSoon: leftMs < SOON_MS,
  };
}

/** A run list as typed. Times as `datetime-local` fields give them, in the reader's zone. */
import type { RunList, RunListBody } from '@auction/gateway/contract';
import { localTime } from './sale-terms.ts';

export interface TypedRunList {
  readonly name: string;
  readonly startsAt: string;
  readonly firstEnd: string;
  /** Seconds. */
  readonly gap: string;
}

const SECOND_MS = 1_000;
const GAP_MAX = 86_400;
const LOTS_MAX = 200;
const USUAL_GAP = '30';

export const typedRunList = (list: RunList | undefined): TypedRunList =>
  list === undefined
    ? { name: '', startsAt: '', firstEnd: '', gap: USUAL_GAP }
    : {
        name: list.name,
        startsAt: localTime(list.startsAt),
        firstEnd: localTime(list.firstEnd),
        gap: String(list.gapMs / SECOND_MS),
      };

export const runListBody = (typed: TypedRunList, lots: readonly string[]): RunListBody => ({
  name: typed.name.trim(),
  startsAt: Date.parse(typed.startsAt),
  firstEnd: Date.parse(typed.firstEnd),
  gapMs: Math.round(Number(typed.gap) * SECOND_MS),
  lots: [...lots],
});

export type WrongRunList = Readonly<Partial<Record<keyof TypedRunList | 'lots', string>>>;

export function wrongRunList(typed: TypedRunList, lotCount: number): WrongRunList {
  const { startsAt, firstEnd } = runListBody(typed, []);
  const gap = Number(typed.gap);
  const isGap = typed.gap.trim() !== '' && gap >= 0 && gap <= GAP_MAX;
  return {
    ...(typed.name.trim() === '' ? { name: 'Give it a name.' } : {}),
    ...(Number.isNaN(startsAt) ? { startsAt: 'Choose when bidding starts.' } : {}),
    ...(Number.isNaN(firstEnd)
      ? { firstEnd: 'Choose when the first lot ends.' }
      : firstEnd <= startsAt
        ? { firstEnd: 'The first end is before the start.' }
        : {}),
    ...(isGap ? {} : { gap: 'Seconds between two ends, as 30.' }),
    ...(lotCount > 0 && lotCount <= LOTS_MAX ? {} : { lots: 'Add at least one draft.' }),
  };
}

/** @returns the list with the entry of one place at another; places outside change nothing */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  if (to < 0 || to >= list.length || from === to) return list;
  const after = [...list];
  after.splice(to, 0, ...after.splice(from, 1));
  return after;
}

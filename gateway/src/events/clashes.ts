/** Lots somebody follows that end so close together that nobody can watch them all. Pure. */
import { createHash } from 'node:crypto';
import type { BoardRow } from '../board-columns.ts';
import { hasExactEnd } from './lot-news.ts';

/** Ends within so much of the one before clash. Source: live-board.md, `clash`. */
export const clashMs = 60_000;
/** Told so long before, when there is still time to choose. */
export const clashAheadMs = 3_600_000;
const namedMax = 10;

export interface Clash {
  /** Of the lots in it: the same lots are one warning, however often their ends move. */
  readonly id: string;
  /** The one that ends first. */
  readonly lot: string;
  readonly count: number;
  /** By end, ten at most. */
  readonly lots: readonly { readonly id: string; readonly title: string; readonly end: number }[];
}

/** @param rows of the lots one person follows @param nowMs epoch ms @returns by end */
export function clashesOf(rows: readonly BoardRow[], nowMs: number): Clash[] {
  const ending = rows
    .filter((row) => row.status === 'OPEN' && hasExactEnd(row))
    .map(({ id, name, end }) => ({ id, title: name, end: end ?? 0 }))
    .filter(({ end }) => end > nowMs && end - nowMs <= clashAheadMs)
    .sort((a, b) => a.end - b.end || (a.id < b.id ? -1 : 1));
  const groups: (typeof ending)[] = [];
  for (const lot of ending) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && lot.end - before.end <= clashMs) group.push(lot);
    else groups.push([lot]);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (!first || group.length < 2) return [];
    const ids = group.map(({ id }) => id).sort();
    const name = createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 24);
    const lots = group.slice(0, namedMax);
    return [{ id: `clash-${name}`, lot: first.id, count: group.length, lots }];
  });
}

/**
 * Files that lack too much of what their sender offered last: put aside until another file agrees, or a person
 * does. Each sender is judged alone, so a short file of one neither holds nor closes what others offer.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdSet } from '../../id-set.ts';
import { holdReason } from '../../snapshots.ts';
import type { HeldFile } from '../../snapshots.ts';
import { digestOf } from './examine.ts';

/** So few vehicles are sold in a day by anybody: a share of a small offer says nothing. */
const fewMax = 5;

/** What a file has, when that could be read. */
export type IdsOf = (path: string) => Promise<IdSet>;

export interface HeldPath extends HeldFile {
  readonly path: string;
}

/** @param folder of one sender's held files; there need not be one. @returns the newest one, undefined for none */
export async function heldFileIn(folder: string, idsOf: IdsOf): Promise<HeldPath | undefined> {
  const [name] = await readdir(folder).catch(() => []);
  if (name === undefined) return undefined;
  const path = join(folder, name);
  const ids = await idsOf(path);
  return { path, sha256: await digestOf(path), ids, count: ids.size };
}

/**
 * Asked only of a sender who has a file in force.
 * @param last what that file has; null: it lies nowhere any more
 * @returns `MASS_VANISH: text` or `NO_BASIS: text` to hold the file, null to believe it
 */
export function senderHoldReason(
  file: HeldFile & { readonly ids: IdSet },
  last: IdSet | null,
  held: HeldFile | undefined,
): string | null {
  if (last === null) {
    return 'NO_BASIS: the last file was overwritten or removed, believed by hand only (npm run approve -- dealer)';
  }
  if (last.without(file.ids).size < fewMax) return null;
  return holdReason(file, { ids: last, count: last.size }, held ?? null, false);
}

/**
 * Files that lack too much of what their sender offered last: put aside until another file agrees, or a person
 * does. Each sender is judged alone, so a short file of one neither holds nor closes what others offer.
 */
import type { IdSet } from '../../id-set.ts';
import { holdReason } from '../../snapshots.ts';
import type { HeldFile } from '../../snapshots.ts';
import type { Examined } from './examine.ts';

/** So few vehicles are sold in a day by anybody: a share of a small offer says nothing. */
const fewMax = 5;

/**
 * Asked only of a sender who has a file in force. Two files are different when what they hold is: the same
 * export packed twice does not agree with itself.
 * @param last what the file in force has; null: it lies nowhere any more
 * @param held the file that is held; null: none is
 * @returns `MASS_VANISH: text` or `NO_BASIS: text` to hold the file, null to believe it
 */
export function senderHoldReason(
  file: Examined,
  last: IdSet | null,
  held: Examined | null,
): string | null {
  if (last === null) {
    return 'NO_BASIS: the last file was removed, this one is believed by hand only (npm run approve -- dealer)';
  }
  if (last.without(file.ids).size < fewMax) return null;
  const before = { ids: last, count: last.size };
  return holdReason(contentOf(file), before, held && contentOf(held), false);
}

const contentOf = ({ ids, contentSha256: sha256 }: Examined): HeldFile => {
  return { ids, count: ids.size, sha256 };
};

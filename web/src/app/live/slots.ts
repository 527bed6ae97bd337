/** A slot that shows nothing. */
export const EMPTY = -1;

/**
 * Which row each recycled slot shows next. Slots follow the lot, not the position: a row that stays
 * visible keeps its slot wherever it moves, so only entering lots are drawn anew.
 * @param held row per slot, EMPTY for a free one
 * @param wanted rows that must be visible, each once
 * @returns row per slot; longer than `held` when the free slots do not suffice
 */
export function assignSlots(held: readonly number[], wanted: readonly number[]): number[] {
  const missing = new Set(wanted);
  const next = held.map((row) => (missing.delete(row) ? row : EMPTY));
  let free = 0;
  for (const row of missing) {
    while (free < next.length && next[free] !== EMPTY) free++;
    next[free] = row;
  }
  return next;
}

/** What differs between what a store holds and what the log says. Pure. */

export interface Difference {
  /** Topic or table. */
  readonly where: string;
  readonly key: string;
  readonly field: string;
  readonly expected: unknown;
  readonly found: unknown;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Keys in one order: two equal values give one text, whatever made them. @param value not undefined */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/**
 * @param expected undefined: it should not be there
 * @param found undefined: it is not there
 * @returns one difference per field, or one of field `*` when one side is missing altogether
 */
export function differencesOf(
  where: string,
  key: string,
  expected: Fields | undefined,
  found: Fields | undefined,
): Difference[] {
  if (!expected || !found) {
    if (expected === found) return [];
    const text = (side: Fields | undefined): string => (side ? 'present' : 'missing');
    return [{ where, key, field: '*', expected: text(expected), found: text(found) }];
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names]
    .filter((name) => canonical(expected[name] ?? null) !== canonical(found[name] ?? null))
    .map((field) => ({ where, key, field, expected: expected[field], found: found[field] }));
}

/** A check that was not made, or could not be; its note says why. */
export const isUnchecked = ({ compared, note }: CheckResult): boolean =>
  compared === 0 && note !== undefined;

/** The last line for people: never `no difference` about what nobody looked at. */
export function verdict(results: readonly CheckResult[]): string {
  const isSame = results.every(({ differences }) => differences.length === 0);
  const unchecked = results.filter(isUnchecked).map(({ check }) => check);
  const said = isSame ? 'no difference' : 'there are differences';
  if (unchecked.length === 0) return said;
  return `${said} in what was compared; not checked: ${unchecked.join('; ')}`;
}

export interface CheckResult {
  readonly check: string;
  readonly compared: number;
  /** What a reader must know to understand the number, for example why nothing was compared. */
  readonly note: string | undefined;
  readonly differences: readonly Difference[];
}

/**
 * Cursors of the lot list: the last row's sort key and lotId, so that a page goes on behind it
 * whatever was inserted or changed meanwhile. A cursor belongs to one sort.
 */
import type { LotSort } from '../contract.ts';

export interface LotCursor {
  readonly sort: LotSort;
  /** endsAt, price or firstSeenAt of the last row; null where it had none. */
  readonly key: number | null;
  readonly lotId: string;
}

const letters: Readonly<Record<LotSort, string>> = { ending: 'e', price: 'p', newest: 'n' };

export function encodeCursor({ sort, key, lotId }: LotCursor): string {
  return Buffer.from(`${letters[sort]}:${key ?? ''}:${lotId}`).toString('base64url');
}

/** @returns undefined when it is none of ours, or of another sort */
export function decodeCursor(text: string, sort: LotSort): LotCursor | undefined {
  const plain = Buffer.from(text, 'base64url').toString();
  const match = /^([epn]):(-?\d{0,16}):([\x21-\x7e]{1,64})$/.exec(plain);
  if (!match) return undefined;
  const [, letter, digits = '', lotId = ''] = match;
  if (letter !== letters[sort] || digits === '-') return undefined;
  return { sort, key: digits === '' ? null : Number(digits), lotId };
}

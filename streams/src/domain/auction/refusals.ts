/** Why a command of an organisation is refused: a closed list, everything the sender needs beside it. */
import type { ConfirmReason } from './confirmation.ts';
import type { TermsFault } from './terms.ts';

export type RefusalCode =
  | 'UNKNOWN' // written by a newer program
  | 'STALE_SEQ'
  | 'BAD_STAMP'
  | 'LIMIT'
  | 'NEEDS_APPROVAL'
  | 'NO_LOT'
  | 'NOT_OPEN'
  | 'ENDED'
  | 'LATE'
  | 'CLOSED'
  | 'MODE'
  | 'OWN_LOT'
  | 'LINKED_ORG'
  | 'NOT_ALLOWED'
  | 'CURRENCY'
  | 'OFF_GRID'
  | 'AMOUNT'
  | 'BUY_NOW_GONE'
  | 'TOO_LOW'
  | 'NOT_HIGHER'
  | 'EQUAL_MAX'
  | 'CONFIRM'
  | 'BAD_TERMS'
  | 'EXISTS'
  | 'NOTHING_STANDS';

export interface Refused {
  readonly ok: false;
  readonly code: RefusalCode;
  /** The least acceptable bid, for TOO_LOW; minor units. */
  readonly askMinor: number | null;
  /** For CONFIRM and BAD_TERMS. */
  readonly reasons: readonly (ConfirmReason | TermsFault)[];
  /** For LATE: number of the event that closed the lot. */
  readonly closedSeq: number | null;
}

const nothing: readonly never[] = [];

/** @returns a refusal by its code alone, or with what the sender needs to know */
export function refused(
  code: RefusalCode,
  more: Partial<Pick<Refused, 'askMinor' | 'reasons' | 'closedSeq'>> = {},
): Refused {
  const { askMinor = null, reasons = nothing, closedSeq = null } = more;
  return { ok: false, code, askMinor, reasons, closedSeq };
}

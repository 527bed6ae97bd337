/** What one organisation is told about a lot and nobody else (`lots.outcomes`). */
import type { RefusalCode } from './refusals.ts';

/** What became of a command; exactly one for each. As the Avro record `Outcome`. */
export interface Outcome {
  readonly result: 'ACCEPTED' | 'REJECTED';
  /** Of an accepted bid. */
  readonly position: 'LEADING' | 'OUTBID' | null;
  /** The organisation's own maximum afterwards, minor units; null: nothing of it stands. */
  readonly ownMaxMinor: number | null;
  /** Price afterwards, minor units; null: nothing stands. */
  readonly priceMinor: number | null;
  readonly code: RefusalCode | null;
  readonly askMinor: number | null;
  readonly reasons: readonly string[];
  readonly closedSeq: number | null;
  /** Number of the letter that first told it: a repeated command gets the same one. */
  readonly letterNumber: number;
}

export type NoticeKind =
  'OUTBID' | 'LEADING_AGAIN' | 'WON' | 'LOST' | 'VOIDED' | 'COUNTER_OFFERED' | 'SOLD';

/** What others' commands, or time, did to an organisation. As the Avro record `Notice`. */
export interface Notice {
  readonly kind: NoticeKind;
  /** Public price afterwards, minor units; null: nothing stands. */
  readonly priceMinor: number | null;
  /** What only the parties know: the counter-offer, or what is paid; minor units. */
  readonly amountMinor: number | null;
}

/** A letter, numbered per organisation and lot without gaps. */
export interface Letter {
  readonly toOrg: string;
  readonly number: number;
  /** An answer to a command, or null for a notice. */
  readonly outcome: Outcome | null;
  readonly notice: Notice | null;
  /** The outcome was decided before, for an earlier copy of the command. */
  readonly isRepeat: boolean;
}

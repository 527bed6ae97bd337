/** Public rows and own letters as a robot sees them. */
import type { LotRow } from '../external-lot.ts';
import type { Notice, Outcome } from '../auction/letter.ts';
import type { LotSight, Standing } from './robot.ts';

/** As the Avro record `LotOutcome`, as far as it matters here. */
export interface LetterSeen {
  readonly number: number;
  readonly seq: number;
  readonly outcome: Pick<Outcome, 'result' | 'position' | 'ownMaxMinor'> | null;
  readonly notice: (Omit<Notice, 'kind'> & { readonly kind: Notice['kind'] | 'UNKNOWN' }) | null;
}

/** A standing with the number of the letter it was last told by. */
export interface KnownStanding extends Standing {
  readonly number: number;
}

const nothing: KnownStanding = {
  number: 0,
  seq: 0,
  isLeading: false,
  maxMinor: 0,
  end: null,
  amountMinor: null,
};

/** @returns `before` where the letter is no newer: letters may come again */
export function standingAfter(before: KnownStanding = nothing, letter: LetterSeen): KnownStanding {
  const { number, seq, outcome, notice } = letter;
  if (number <= before.number) return before;
  const after = { ...before, number, seq: Math.max(before.seq, seq) };
  if (outcome !== null) {
    const isLeading = outcome.position === null ? before.isLeading : outcome.position === 'LEADING';
    return { ...after, isLeading, maxMinor: outcome.ownMaxMinor ?? 0 };
  }
  switch (notice?.kind) {
    case 'OUTBID':
      return { ...after, isLeading: false };
    case 'LEADING_AGAIN':
      return { ...after, isLeading: true };
    case 'VOIDED':
      return { ...after, isLeading: false, maxMinor: 0 };
    case 'COUNTER_OFFERED':
      return { ...after, amountMinor: notice.amountMinor };
    case 'WON':
      return { ...after, end: 'WON', amountMinor: notice.amountMinor };
    case 'LOST':
      return { ...after, isLeading: false, end: 'LOST' };
    default:
      return after;
  }
}

type Row = Pick<
  LotRow<unknown>,
  | 'version'
  | 'status'
  | 'currency'
  | 'priceMinor'
  | 'askMinor'
  | 'endsAt'
  | 'endsAtPrecision'
  | 'incTable'
  | 'granularityMinor'
>;

export function sightOf({ version, ...row }: Row): LotSight {
  const { status, currency, priceMinor, askMinor, endsAt, endsAtPrecision } = row;
  const { incTable, granularityMinor } = row;
  const shown = { status, currency, priceMinor, askMinor, endsAt, endsAtPrecision };
  return { seq: version, ...shown, incTable, granularityMinor };
}

/** How the answer to a seller's wish reads, and beside which field. */
import type { Decision } from '@auction/gateway/contract';
import type { TermsField } from './sale-terms.ts';

export interface SaleRefusal {
  readonly text: string;
  /** null: it concerns the lot as a whole. */
  readonly field: TermsField | null;
}

const faults: Readonly<Record<string, SaleRefusal>> = {
  CURRENCY: { field: 'currency', text: 'Lots are not sold in this currency.' },
  INC_TABLE: { field: 'currency', text: 'There are no bid steps for this currency.' },
  GRANULARITY: { field: 'start', text: 'The bid steps do not fit the amounts.' },
  AMOUNT: { field: 'start', text: 'An amount is too small or too large.' },
  OFF_GRID: { field: 'start', text: 'Amounts must be whole, without cents.' },
  RESERVE_BELOW_START: { field: 'reserve', text: 'The reserve is below the first price.' },
  BUY_NOW_TOO_LOW: {
    field: 'buyNow',
    text: 'It must be above the first price and not below the reserve.',
  },
  TIMES: { field: 'endsAt', text: 'The end must come after the start, and after now.' },
  RUNS_TOO_LONG: { field: 'endsAt', text: 'A sale runs at most 21 days.' },
  HARD_END: { field: 'endsAt', text: 'The end is later than the lot may ever end.' },
  SOFT_CLOSE: { field: 'endsAt', text: 'The rule of the late bids cannot be kept.' },
};

const refusals: Readonly<Record<string, string>> = {
  NOT_ALLOWED: 'This is not possible any more, because bids stand or the lot has moved on.',
  CLOSED: 'The sale is closed.',
  ENDED: 'The time to decide is over.',
  LATE: 'The sale had ended before.',
  AMOUNT: 'Ask more than the closing price.',
  OFF_GRID: 'Ask a whole amount, without cents.',
  EXISTS: 'The lot is there already.',
  NO_LOT: 'The lot is not there any more.',
  STALE_SEQ: 'A newer wish came first. Look at the lot and try again.',
  BAD_STAMP: 'The time of the wish could not be told. Try again.',
};

/** @returns why a wish was refused, a line for each reason; empty: it was not */
export function saleRefusals({ outcome, reason = '', reasons }: Decision): readonly SaleRefusal[] {
  if (outcome === 'ACCEPTED') return [];
  if (reason === 'BAD_TERMS' && reasons !== undefined && reasons.length > 0) {
    return reasons.map((fault) => faults[fault] ?? { field: null, text: `Refused: ${fault}.` });
  }
  return [{ field: null, text: refusals[reason] ?? `It was refused (${reason}).` }];
}

/** All of it in one line; null: it was not refused. */
export function refusalLine(decision: Decision): string | null {
  const told = saleRefusals(decision);
  return told.length === 0 ? null : told.map(({ text }) => text).join(' ');
}

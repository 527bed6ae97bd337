/** How the answer to a bid reads: what happened, and what to do. */
import type { LiveEvent } from '@auction/gateway/contract';
import { money } from '../ui/money.ts';
import type { Tone } from '../ui/statuses.ts';
import type { Decision } from '@auction/gateway/contract';

export interface Told {
  readonly tone: Tone;
  readonly text: string;
}

const refusals: Readonly<Record<string, string>> = {
  NOT_HIGHER: 'Your maximum is already as high. Bid more to raise it.',
  EQUAL_MAX: 'Somebody was there first with the same maximum. Bid more to lead.',
  NOT_OPEN: 'This lot does not take bids now.',
  ENDED: 'The sale is over.',
  LATE: 'The bid came after the end of the sale.',
  CLOSED: 'The sale is closed.',
  OWN_LOT: 'This is a lot of your own organisation: you cannot bid on it.',
  LINKED_ORG: 'Your organisation is linked to the seller: it cannot bid on this lot.',
  NOT_ALLOWED: 'Your organisation may not bid here. Ask its admin.',
  CURRENCY: 'This lot is sold in another currency. Load the page again.',
  OFF_GRID: 'Bid a whole amount of the price step.',
  AMOUNT: 'This amount cannot be bid.',
  BUY_NOW_GONE: 'Buying at once is not possible any more.',
  LIMIT:
    'With this your organisation would be bound to more than its limit. Your account page shows what is left.',
  NEEDS_APPROVAL:
    'This is above your own limit: it waits for an approver of your organisation, and counts once it is approved.',
  MODE: 'This lot does not take bids of this kind.',
  STALE_SEQ: 'A newer bid of yours came first. Look at the price and bid again.',
  BAD_STAMP: 'The time of the bid could not be told. Bid again.',
  EXTERNAL_LOT: 'This lot is sold at its own site: bid there.',
};

const doubts: Readonly<Record<string, string>> = {
  GE_BUY_NOW: 'It is as much as buying the vehicle at once.',
  ABOVE_GUIDE: 'It is far above the guide price.',
  FAR_ABOVE_ASK: 'It is far above the next step.',
  JUMP: 'It is a big jump above the price.',
};

/** Whether the bidder is asked once more. */
export function wantsConfirmation({ outcome, reason }: Decision): boolean {
  return outcome === 'REJECTED' && reason === 'CONFIRM';
}

/** Why the bidder is asked once more, a sentence each. */
export function doubtTexts({ reasons }: Decision): string[] {
  return (reasons ?? []).map((reason) => doubts[reason] ?? reason);
}

/** @param currency of the lot, ISO 4217; null: not known, amounts are left out */
export function decisionText(decision: Decision, currency: string | null): Told {
  const { outcome, position, reason = '', ask } = decision;
  const next =
    ask === undefined || currency === null
      ? ''
      : ` The next bid is ${money(ask, currency)} or more.`;
  if (outcome === 'ACCEPTED') return acceptedText(decision, currency, next);
  if (reason === 'TOO_LOW') return { tone: 'bad', text: `Too low.${next}` };
  const why = refusals[reason] ?? `The bid was refused (${reason}).`;
  // Nothing is lost: somebody else decides.
  const tone = reason === 'NEEDS_APPROVAL' ? 'warn' : 'bad';
  return { tone, text: position === 'OUTBID' ? `${why}${next}` : why };
}

function acceptedText({ position, ownMax }: Decision, currency: string | null, next: string): Told {
  if (position === 'OUTBID') {
    return {
      tone: 'warn',
      text: `Taken, but somebody has a higher maximum: you are outbid.${next}`,
    };
  }
  const upTo =
    ownMax === undefined || currency === null ? '' : `, up to ${money(ownMax, currency)}`;
  return position === 'LEADING'
    ? { tone: 'good', text: `You are leading${upTo}.` }
    : { tone: 'good', text: 'Your bid is taken.' };
}

const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** What others' bids, or the end, did to the own organisation on a lot; null: nothing to tell here. */
export function eventText({ kind, data, row }: LiveEvent, currency: string): Told | null {
  const ask = numberIn(row?.[3]);
  const price = numberIn(data['price']);
  const at = price === null ? '' : ` at ${money(price, currency)}`;
  switch (kind) {
    case 'outbid': {
      const next = ask === null ? '' : ` The next bid is ${money(ask, currency)} or more.`;
      return { tone: 'bad', text: `You are outbid${at}.${next}` };
    }
    case 'leading':
      return { tone: 'good', text: `You are leading again${at}.` };
    case 'won':
      return { tone: 'good', text: `You won this lot${at}.` };
    case 'lost':
      return { tone: 'warn', text: 'This lot went to another bidder.' };
    default:
      return null;
  }
}

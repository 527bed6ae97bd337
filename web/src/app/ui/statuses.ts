import type { LotStatus } from '@auction/gateway/contract';

/** Green: good to go; amber: needs attention; red: over and refused; calm: just so. */
export type Tone = 'good' | 'warn' | 'bad' | 'calm';

interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
  /** What it means, in a sentence. */
  readonly meaning: string;
}

const statuses: Readonly<Record<LotStatus, StatusWords>> = {
  SCHEDULED: { word: 'Upcoming', tone: 'calm', meaning: 'The site has set no sale date yet.' },
  OPEN: { word: 'Open', tone: 'good', meaning: 'Bids are taken until the sale.' },
  ENDING_UNCONFIRMED: {
    word: 'Ending',
    tone: 'warn',
    meaning: 'The time is up; the site has not said yet what became of it.',
  },
  ENDED: { word: 'Ended', tone: 'calm', meaning: 'The sale is over.' },
  SOLD: { word: 'Sold', tone: 'calm', meaning: 'Sold to the highest bidder.' },
  NOT_SOLD: { word: 'Not sold', tone: 'calm', meaning: 'The sale ended without a buyer.' },
  PENDING_APPROVAL: {
    word: 'If sale',
    tone: 'warn',
    meaning: 'The seller decides whether the highest bid is enough.',
  },
  COUNTERED: { word: 'Countered', tone: 'warn', meaning: 'The seller has asked for more.' },
  WITHDRAWN: { word: 'Withdrawn', tone: 'bad', meaning: 'Taken off before the sale ended.' },
};

const reasons: Readonly<Record<string, string>> = {
  GONE_AFTER_END: 'It left the feed after its time was up.',
  GONE_BEFORE_END: 'It left the feed before its time was up.',
  RUN_AGAIN: 'The site has set a later sale.',
  NO_NEWS_24H: 'Nothing was heard of it for 24 hours after its time was up.',
};

const unknown: StatusWords = { word: 'Unknown', tone: 'calm', meaning: '' };

/** Statuses in which time still runs. */
export function isRunning(status: string): boolean {
  return status === 'OPEN' || status === 'SCHEDULED';
}

/** How a status reads; one we do not know yet reads as unknown. */
export function statusWords(status: string): StatusWords {
  return status in statuses ? statuses[status as LotStatus] : unknown;
}

/** Why a lot has its status, in a sentence. */
export function statusReason(status: string, reason: string | null): string {
  if (reason === null) return statusWords(status).meaning;
  return reasons[reason] ?? `${statusWords(status).meaning} (${reason})`;
}

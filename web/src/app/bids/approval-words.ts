/** What became of a bid above its user's limit, as whoever placed it reads it. */
import type { BidItem } from '@auction/gateway/contract';
import type { Tone } from '../ui/statuses.ts';

export type Approval = NonNullable<BidItem['approval']>;

export interface ApprovalText {
  readonly word: string;
  readonly tone: Tone;
  readonly text: string;
}

export function approvalText({ state, decidedBy, note }: Approval): ApprovalText {
  const who = decidedBy ?? 'An approver';
  switch (state) {
    case 'AWAITING':
      return {
        ...{ word: 'Waits', tone: 'warn' },
        text: 'Your bid is above your own limit: it waits for an approver of your organisation, and counts once it is approved.',
      };
    case 'APPROVED':
      return {
        ...{ word: 'Approved', tone: 'warn' },
        text: `${who} approved your bid; it is being sent.`,
      };
    case 'REFUSED': {
      const why = note === null ? '' : ` “${note}”`;
      return {
        ...{ word: 'Not approved', tone: 'bad' },
        text: `${who} did not approve your bid, it was not sent.${why}`,
      };
    }
    case 'EXPIRED':
      return {
        ...{ word: 'Expired', tone: 'calm' },
        text: 'Nobody approved your bid before the end, it was not sent.',
      };
  }
}

/** How bids at other sites read. What people reported is never told as fact. */
import type { PlacementItem, PlacementRefused } from '@auction/gateway/contract';
import { money } from '../ui/money.ts';
import { approvalText } from './approval-words.ts';
import type { Tone } from '../ui/statuses.ts';

interface Words {
  readonly word: string;
  readonly tone: Tone;
  readonly meaning: string;
}

export const placementWords: Readonly<Record<PlacementItem['state'], Words>> = {
  REQUESTED: {
    word: 'On its way',
    tone: 'warn',
    meaning: 'The bid is sent to the site in a moment.',
  },
  SUBMITTING: { word: 'On its way', tone: 'warn', meaning: 'The site has not answered yet.' },
  UNKNOWN: {
    word: 'Not clear',
    tone: 'warn',
    meaning:
      'The site gave no clear answer. We look whether the bid landed before anything is sent again.',
  },
  LEADING: { word: 'Leading', tone: 'good', meaning: 'You lead at the site.' },
  OUTBID: { word: 'Outbid', tone: 'bad', meaning: 'Somebody has bid more at the site.' },
  WON: { word: 'Won', tone: 'good', meaning: 'You won it at the site. Pay and collect there.' },
  LOST: { word: 'Lost', tone: 'calm', meaning: 'It went to somebody else, or was not sold.' },
  ENDED_UNKNOWN: {
    word: 'Ended',
    tone: 'warn',
    meaning: 'The site did not say how it ended. Look there.',
  },
  REJECTED: { word: 'Refused', tone: 'bad', meaning: 'The site did not take the bid.' },
  NEEDS_SITE_ACTION: {
    word: 'Do something there',
    tone: 'bad',
    meaning: 'The site wants something from you first. Open the lot there, then bid again.',
  },
  EXPIRED: {
    word: 'Not placed',
    tone: 'bad',
    meaning: 'The bid did not reach the site in time. Nothing of it stands.',
  },
  LINK_GIVEN: { word: 'Link given', tone: 'calm', meaning: 'Bid at the site, then say so here.' },
  REPORTED: {
    word: 'Bid, as you say',
    tone: 'calm',
    meaning: 'Reported by you; we cannot see it.',
  },
  OUTBID_LIKELY: {
    word: 'Probably outbid',
    tone: 'warn',
    meaning: 'The price is above what you reported.',
  },
  WON_REPORTED: { word: 'Won, as you say', tone: 'good', meaning: 'Reported by you.' },
  LOST_REPORTED: { word: 'Lost, as you say', tone: 'calm', meaning: 'Reported by you.' },
};

const codes: Readonly<Record<string, string>> = {
  TOO_LOW: 'It was too low.',
  NOT_HIGHER: 'Your maximum there is already as high.',
  ENDED: 'The auction is over.',
  CURRENCY: 'The lot is sold in another currency.',
  OFF_GRID: 'The site takes whole amounts only.',
  ABOVE_BUY_NOW: 'It was above the buy-now price: buy it at the site.',
  SITE_LIMIT: 'It was above your limit at the site.',
  NOT_ALLOWED: 'The site does not let this account bid on it.',
  DEFECT: 'It went wrong on our side; we have been told.',
  APPROVAL: 'The seller must approve you first.',
  AGREEMENT: 'You must accept an agreement there first.',
  ACCOUNT: 'Your account there must be completed first.',
  CARD: 'The site wants to check a card first.',
  CONSENT: 'The site wants your consent first.',
  RECONNECT: 'The connection to your account there does not work: an admin must renew it.',
  EXPIRED: 'It did not reach the site in time.',
  LIMIT: 'With it your organisation would be bound to more than its limit.',
  NEEDS_APPROVAL: 'It was above your own limit.',
};
export const codeText = (code: string): string => codes[code] ?? `Refused (${code}).`;

const refusals: Readonly<Record<PlacementRefused['reason'], string>> = {
  OWN_LOT: 'This lot is sold here.',
  NO_BID_API: 'Bids on this site are placed there, by you.',
  NOT_CONNECTED: 'Your organisation has not connected its account of this site.',
  ENDED: 'The auction is over.',
  CURRENCY: 'This lot is sold in another currency. Load the page again.',
  NO_LINK: 'The site has no page for this lot.',
  NO_PLACEMENT: 'Ask for the link first.',
  LIMIT:
    'With this your organisation would be bound to more than its limit. Your account page shows what is left.',
  NEEDS_APPROVAL:
    'This is above your own limit: it waits for an approver of your organisation, and is sent once it is approved.',
};
export const refusalText = ({ reason }: PlacementRefused): string => refusals[reason];

/** Where a placement stands, in words; one that waits for an approver is not refused by the site. */
export function wordsOf({ state, reason, approval }: PlacementItem): Words {
  const words = placementWords[state];
  if (state !== 'REJECTED') return words;
  if (reason === 'NEEDS_APPROVAL' && approval !== null) {
    const { word, tone } = approvalText(approval);
    return { word, tone, meaning: 'Nothing was sent to the site yet.' };
  }
  const isOurs = reason === 'NEEDS_APPROVAL' || reason === 'LIMIT';
  return isOurs ? { ...words, meaning: 'Nothing was sent to the site.' } : words;
}

/** Why the newest order came to nothing, in words; empty: it did not. */
export function noteOf({ reason, refused, approval }: PlacementItem): string {
  const codes = [...new Set([reason, refused])].filter((code) => code !== null);
  return codes
    .map((code) =>
      code === 'NEEDS_APPROVAL' && approval !== null ? approvalText(approval).text : codeText(code),
    )
    .join(' ');
}

/** States in which the next word comes in seconds. */
export const isMoving = ({ state }: PlacementItem): boolean =>
  state === 'REQUESTED' || state === 'SUBMITTING' || state === 'UNKNOWN';

/** Amounts of a placement in words, for a line under it. */
export function placementFacts(of: PlacementItem): string[] {
  const text = (word: string, minor: number | null) =>
    minor === null ? [] : [`${word} ${money(minor, of.currency)}`];
  const isReported = of.mode === 'ASSISTED';
  return [
    ...text('price', of.price),
    ...text(isReported ? 'your maximum, as you say,' : 'your maximum there', of.standingMax),
    ...(of.standingMax === of.max ? [] : text(isReported ? 'you meant' : 'ordered', of.max)),
    ...text('waiting', of.waitingMax),
  ];
}

/**
 * What one organisation has ordered on one external lot (bidding.md section 12). Amounts are minor
 * units of the listing's currency, instants epoch ms. The shapes equal those of `placements`.
 */
export interface Order {
  readonly orderId: string;
  readonly userId: string;
  readonly maxMinor: number;
  readonly currency: string;
  readonly via: 'UNKNOWN' | 'HAND' | 'API' | 'ROBOT';
  readonly orderedAt: number;
}

export type Stage = ApiStage | AssistedStage | 'NONE';
export type ApiStage =
  | 'REQUESTED'
  | 'SUBMITTING'
  | 'UNKNOWN'
  | 'LEADING'
  | 'OUTBID'
  | 'WON'
  | 'LOST'
  | 'ENDED_UNKNOWN'
  | 'REJECTED'
  | 'NEEDS_SITE_ACTION'
  | 'EXPIRED';
/** As people report it, never as fact. */
export type AssistedStage =
  'LINK_GIVEN' | 'REPORTED' | 'OUTBID_LIKELY' | 'WON_REPORTED' | 'LOST_REPORTED';

export type Code =
  | 'UNKNOWN'
  | 'TOO_LOW'
  | 'NOT_HIGHER'
  | 'ENDED'
  | 'CURRENCY'
  | 'OFF_GRID'
  | 'ABOVE_BUY_NOW'
  | 'SITE_LIMIT'
  | 'NOT_ALLOWED'
  | 'DEFECT'
  | 'APPROVAL'
  | 'AGREEMENT'
  | 'ACCOUNT'
  | 'CARD'
  | 'CONSENT'
  | 'RECONNECT'
  | 'EXPIRED'
  | 'LIMIT'
  | 'NEEDS_APPROVAL';

export interface Placement {
  readonly orgId: string;
  readonly lotId: string;
  readonly version: number;
  readonly mode: 'UNKNOWN' | 'API' | 'ASSISTED';
  readonly state: Stage;
  readonly site: string;
  readonly siteListingId: string;
  readonly link: string | null;
  readonly order: Order;
  readonly waiting: Order | null;
  readonly refused: { readonly orderId: string; readonly code: Code } | null;
  readonly seen: readonly string[];
  readonly attempt: number;
  readonly claim: { readonly runner: string; readonly at: number } | null;
  readonly isLanded: boolean;
  readonly unclearAt: number | null;
  readonly readCount: number;
  readonly absentAt: number | null;
  readonly nextReadAt: number | null;
  readonly code: Code | null;
  readonly standingMaxMinor: number | null;
  readonly isLeading: boolean;
  readonly priceMinor: number | null;
  readonly endsAt: number | null;
  readonly changedAt: number;
}

/** What a record of `placements.commands` says, its bodies as they are there. */
export interface Command {
  readonly orgId: string;
  readonly lotId: string;
  readonly at: number;
  readonly kind:
    | 'UNKNOWN'
    | 'ORDER'
    | 'CLAIM'
    | 'ANSWER'
    | 'LOST_TRACK'
    | 'READ'
    | 'ASSIST'
    | 'REPORT'
    | 'RESULT'
    | 'PRICE';
  readonly order: {
    readonly order: Order;
    readonly site: string;
    readonly siteListingId: string;
    readonly link: string | null;
    readonly endsAt: number | null;
    /** Turned away before it came here; it is noted, and never sent. */
    readonly refused: Code | null;
    /** The limiter waits until the placement names it, a repeated one too. */
    readonly isLimited: boolean;
  } | null;
  readonly claim: Claim | null;
  readonly answer: Answer | null;
  readonly read: Read | null;
  readonly reportedMinor: number | null;
  readonly result: 'UNKNOWN' | 'WON' | 'LOST' | null;
  readonly priceMinor: number | null;
}

export interface Claim {
  readonly orderId: string;
  readonly attempt: number;
  readonly runner: string;
}

export interface Answer {
  readonly orderId: string;
  readonly attempt: number;
  readonly verdict: 'UNCLEAR' | 'PLACED' | 'REFUSED';
  readonly code: Code | null;
}

export interface Read {
  readonly orderId: string;
  readonly finding: 'FAILED' | 'ABSENT' | 'FOUND';
  readonly maxMinor: number | null;
  readonly isHighBidder: boolean;
  readonly isEnded: boolean;
  readonly isReserveMet: boolean | null;
  readonly priceMinor: number | null;
  readonly endsAt: number | null;
}

export type Refusal = Readonly<{
  /** Where the placement goes when nothing of it stands. */
  state: 'REJECTED' | 'NEEDS_SITE_ACTION' | 'EXPIRED';
  /** A higher order that waits may still succeed. */
  letsNext: boolean;
}>;

const rejected = { state: 'REJECTED', letsNext: false } as const;
const siteAction = { state: 'NEEDS_SITE_ACTION', letsNext: false } as const;

/** What each code does to a placement (bidding.md section 12). */
export const refusals: Readonly<Record<Code, Refusal>> = {
  UNKNOWN: rejected,
  TOO_LOW: { ...rejected, letsNext: true },
  NOT_HIGHER: { ...rejected, letsNext: true },
  ENDED: rejected,
  CURRENCY: rejected,
  OFF_GRID: { ...rejected, letsNext: true },
  ABOVE_BUY_NOW: rejected,
  SITE_LIMIT: rejected,
  NOT_ALLOWED: rejected,
  DEFECT: rejected,
  APPROVAL: siteAction,
  AGREEMENT: siteAction,
  ACCOUNT: siteAction,
  CARD: siteAction,
  CONSENT: siteAction,
  RECONNECT: siteAction,
  EXPIRED: { state: 'EXPIRED', letsNext: true },
  LIMIT: { ...rejected, letsNext: true },
  NEEDS_APPROVAL: { ...rejected, letsNext: true },
};

/** Sends of one order at most: the first, and one retry. */
export const attemptMax = 2;

/** Nothing more comes from the site. */
export const isFinal = (state: Stage): boolean =>
  state === 'WON' || state === 'LOST' || state === 'ENDED_UNKNOWN';
/** A new order begins anew. */
export const isIdle = (state: Stage): boolean =>
  state === 'REJECTED' || state === 'NEEDS_SITE_ACTION' || state === 'EXPIRED';
export const isStanding = (state: Stage): boolean => state === 'LEADING' || state === 'OUTBID';
export const isUnderWay = (state: Stage): boolean =>
  state === 'REQUESTED' || state === 'SUBMITTING' || state === 'UNKNOWN';

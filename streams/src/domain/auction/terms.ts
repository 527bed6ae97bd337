/** What is agreed about a lot before anybody bids. Amounts in minor units, times epoch ms UTC. */
import { amountMaxMinor, isCurrencyCode } from '../money.ts';
import { incrementTable } from './increment-tables.ts';

/** FLAT states a price now; PROXY gives a maximum that the book uses step by step. */
export type BidKind = 'FLAT' | 'PROXY';
/** Who wins between equal maxima. */
export type TieRule = 'EARLIER' | 'REJECT_EQUAL' | 'PREBID_LOSES';

export interface SoftClose {
  /** A bid within this time of the end moves the end. */
  readonly windowMs: number;
  readonly extMs: number;
  /** FROM_BID: the end lies `extMs` behind the bid; ADD: behind the old end. */
  readonly mode: 'FROM_BID' | 'ADD';
  readonly trigger: 'PRICE_OR_LEADER' | 'ANY_BID' | 'LEADER_CHANGE';
  /** Most extensions of one lot; null: no such limit. */
  readonly maxExt: number | null;
  /** No extension goes beyond it; null: no such limit. */
  readonly hardEnd: number | null;
}

export interface Confirmation {
  /** Per cent of the guide above which an amount must be repeated. */
  readonly guidePct: number;
  /** Without a guide: times the ask. */
  readonly askFactor: number;
  /** Steps above the ask for a flat bid. */
  readonly flatSteps: number;
}

/** Rules of one lot; frozen when it opens. As the Avro record `LotPolicy`. */
export interface Policy {
  readonly modes: readonly BidKind[];
  readonly tie: TieRule;
  /** FULL: below the reserve a maximum is shown in full. */
  readonly belowReserve: 'INCREMENTAL' | 'FULL';
  readonly reserveShown: 'STATE' | 'NOTHING' | 'AMOUNT';
  readonly selfFlat: 'RAISE_MAX' | 'RAISE_PRICE';
  readonly allowLower: boolean;
  readonly retract: 'ADMIN_ONLY' | 'REASONED';
  /** REASONED: how long before the end a bid may still be taken back. */
  readonly untilBeforeEndMs: number;
  readonly softClose: SoftClose | null;
  readonly approval: 'IF_BELOW_RESERVE' | 'AUTO' | 'ALWAYS';
  readonly approvalMs: number;
  readonly counterMs: number;
  readonly confirm: Confirmation;
  /** The close timer rings this long after the end, so that bids on their way are counted. */
  readonly graceMs: number;
}

/** As the Avro record `LotTerms`. */
export interface LotTerms {
  readonly sellerOrg: string;
  /** The seller's group, linked organisations; they may not bid. */
  readonly excludedOrgs: readonly string[];
  readonly vehicleId: string;
  readonly currency: string;
  readonly startMinor: number;
  readonly reserveMinor: number | null;
  readonly buyNowMinor: number | null;
  /** The seller's estimate, for the question whether an amount is meant. */
  readonly guideMinor: number | null;
  readonly incTable: string;
  /** Every amount is a multiple of it. */
  readonly granularityMinor: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly relistOf: string | null;
  readonly runList: string | null;
  readonly policy: Policy;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The usual rules (bidding.md section 2). */
export const usualPolicy: Policy = {
  modes: ['FLAT', 'PROXY'],
  tie: 'EARLIER',
  belowReserve: 'INCREMENTAL',
  reserveShown: 'STATE',
  selfFlat: 'RAISE_MAX',
  allowLower: false,
  retract: 'ADMIN_ONLY',
  untilBeforeEndMs: 12 * hourMs,
  softClose: {
    windowMs: 2 * minuteMs,
    extMs: 2 * minuteMs,
    mode: 'FROM_BID',
    trigger: 'PRICE_OR_LEADER',
    maxExt: null,
    hardEnd: null,
  },
  approval: 'IF_BELOW_RESERVE',
  approvalMs: dayMs,
  counterMs: dayMs,
  confirm: { guidePct: 125, askFactor: 10, flatSteps: 10 },
  graceMs: 500,
};

/** A lot's commands must all still be on `lots.commands` when it ends. */
export const runMaxMs = 21 * dayMs;

export type TermsFault =
  | 'CURRENCY'
  | 'INC_TABLE'
  | 'GRANULARITY'
  | 'AMOUNT'
  | 'OFF_GRID'
  | 'RESERVE_BELOW_START'
  | 'BUY_NOW_TOO_LOW'
  | 'TIMES'
  | 'RUNS_TOO_LONG'
  | 'HARD_END'
  | 'MODES'
  | 'SOFT_CLOSE';

const isAmount = (minor: number): boolean =>
  Number.isSafeInteger(minor) && minor > 0 && minor <= amountMaxMinor;

function amountFaults(terms: LotTerms): TermsFault[] {
  const { startMinor, reserveMinor, buyNowMinor, guideMinor, granularityMinor } = terms;
  if (!isAmount(granularityMinor)) return ['GRANULARITY'];
  const given = [startMinor, reserveMinor, buyNowMinor].filter((amount) => amount !== null);
  const faults: TermsFault[] = [];
  if (!given.every(isAmount) || (guideMinor !== null && !isAmount(guideMinor))) {
    faults.push('AMOUNT');
  }
  if (given.some((amount) => amount % granularityMinor !== 0)) faults.push('OFF_GRID');
  if (reserveMinor !== null && reserveMinor < startMinor) faults.push('RESERVE_BELOW_START');
  if (buyNowMinor !== null && (buyNowMinor <= startMinor || buyNowMinor < (reserveMinor ?? 0))) {
    faults.push('BUY_NOW_TOO_LOW');
  }
  const table = incrementTable(terms.incTable);
  if (table === undefined) faults.push('INC_TABLE');
  else if (table.rows.some(([, step]) => step % granularityMinor !== 0)) faults.push('GRANULARITY');
  return faults;
}

function timeFaults({ startsAt, endsAt, policy }: LotTerms): TermsFault[] {
  const faults: TermsFault[] = [];
  if (!(startsAt < endsAt)) faults.push('TIMES');
  if (endsAt - startsAt > runMaxMs) faults.push('RUNS_TOO_LONG');
  const { softClose } = policy;
  if (softClose === null) return faults;
  if (softClose.hardEnd !== null && softClose.hardEnd < endsAt) faults.push('HARD_END');
  if (softClose.windowMs < 0 || softClose.extMs < 0) faults.push('SOFT_CLOSE');
  return faults;
}

/**
 * What is wrong with terms, all at once.
 * @returns empty when a lot may be made of them. Source: bidding.md section 2, "Valid lot".
 */
export function termsFaults(terms: LotTerms): readonly TermsFault[] {
  const faults = [...amountFaults(terms), ...timeFaults(terms)];
  if (!isCurrencyCode(terms.currency)) faults.push('CURRENCY');
  if (terms.policy.modes.length === 0) faults.push('MODES');
  return faults;
}

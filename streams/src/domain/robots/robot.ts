/**
 * What a strategy robot is told, sees and remembers (bidding.md section 11). Amounts in minor units,
 * instants epoch ms UTC of the servers' clock.
 */
import type { LotStatus } from '../external-lot.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { TimePrecision } from '../sale-time.ts';

/** SNIPE: one maximum just before the end. STEP: the ask whenever outbid. GROUP: n of m lots. */
export type Strategy = 'SNIPE' | 'STEP' | 'GROUP';
/** What its owner wants of it now. */
export type RobotWish = 'RUN' | 'PAUSE' | 'STOP';
/** STOPPED, DONE and FAILED are ends: the robot never bids again. */
export type RobotStatus = 'RUNNING' | 'PAUSED' | 'HALTED' | 'STOPPED' | 'DONE' | 'FAILED';

/** A lot a robot may bid on. */
export interface RobotLot {
  readonly lotId: string;
  /** The most it may ever offer there; never above the limit of the user in whose name it bids. */
  readonly capMinor: number;
  /** Of two lots that end together the lower number comes first. */
  readonly priority: number;
  /** Of a lot of another site: how it stands; left out: an own lot, seen by its rows. */
  readonly elsewhere?: Elsewhere | null;
}

/** The owner's order, as it stands now. */
export interface RobotOrder {
  readonly robotId: string;
  readonly orgId: string;
  /** In whose name it bids. */
  readonly userId: string;
  /** Rises with every change of the order. */
  readonly revision: number;
  readonly wish: RobotWish;
  /** A switch of the platform is thrown: no robot, or none of this organisation, may bid. */
  readonly isHalted: boolean;
  /** The organisation has a limit: its bids go by the limiter. */
  readonly isLimited: boolean;
  readonly strategy: Strategy;
  readonly currency: string;
  /** How long before the end it begins; null: at once. SNIPE always has one. */
  readonly leadMs: number | null;
  /** STEP: steps above the ask. */
  readonly stepCount: number;
  /** GROUP: lots to win. */
  readonly winCount: number;
  /** GROUP: for all lots together. */
  readonly budgetMinor: number | null;
  /** One, but for GROUP. */
  readonly lots: readonly RobotLot[];
}

/** A lot as everybody sees it. */
export interface LotSight {
  readonly seq: number;
  readonly status: LotStatus;
  readonly currency: string;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
  readonly endsAt: number | null;
  readonly endsAtPrecision: TimePrecision;
  readonly incTable: string | null;
  readonly granularityMinor: number | null;
}

/** Where the own organisation stands, by its letters. */
export interface Standing {
  /** Number of the last public event when the newest letter was written. */
  readonly seq: number;
  readonly isLeading: boolean;
  /** 0: nothing stands. */
  readonly maxMinor: number;
  readonly end: 'WON' | 'LOST' | null;
  /** What is paid, or what a counter-offer asks. */
  readonly amountMinor: number | null;
}

/** What became of a robot's command. */
export interface Answer {
  readonly clientSeq: number;
  /** null: accepted. */
  readonly code: string | null;
  readonly position: 'LEADING' | 'OUTBID' | null;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
}

export interface LotView {
  readonly sight: LotSight | undefined;
  /** When that state of the lot was first seen. */
  readonly seenAt: number;
  readonly standing: Standing | undefined;
  /** To the newest command of this robot on this lot that was answered. */
  readonly answer: Answer | undefined;
  /** Of a lot of another site: its placer has the command; it need not be sent again. */
  readonly isTaken?: boolean;
}

/** A bid on its way: the same number always means the same bid. */
export interface BidInFlight {
  readonly clientSeq: number;
  readonly kind: 'FLAT' | 'PROXY';
  readonly amountMinor: number;
  /** When it was last sent. */
  readonly sentAt: number;
}

/** As the Avro record `RobotLotState`. */
export interface LotMemory {
  readonly lotId: string;
  /** Number of its last command here. */
  readonly clientSeq: number;
  /** `seq` of the lot when it last bid; it bids again on a newer one only. */
  readonly decidedSeq: number;
  readonly decidedAt: number;
  readonly inFlight: BidInFlight | null;
  readonly wasLeading: boolean;
  /** It does nothing more here: it has fired, or the lot does not take it. */
  readonly isDone: boolean;
  /** The lot is over: what came of it. */
  readonly end: 'WON' | 'LOST' | 'NO_BID' | null;
  /** Last remark about the lot, so that it is made once. */
  readonly remark: string;
}

/** As the Avro record `RobotState`. */
export interface RobotMemory {
  readonly robotId: string;
  readonly orgId: string;
  /** Of the order it has taken note of. */
  readonly revision: number;
  readonly status: RobotStatus;
  readonly statusReason: string | null;
  readonly lots: readonly LotMemory[];
  readonly deedCount: number;
  /** The newest ones, oldest first. */
  readonly deeds: readonly Deed[];
}

export type DeedKind =
  | 'ARMED'
  | 'CHANGED'
  | 'PAUSED'
  | 'RESUMED'
  | 'HALTED'
  | 'STOPPED'
  | 'BID_SENT'
  | 'BID_SENT_AGAIN'
  | 'ACCEPTED'
  | 'REFUSED'
  | 'OUTBID'
  | 'LEADING_AGAIN'
  | 'HELD_BACK'
  | 'LOT_OVER'
  | 'DONE'
  | 'FAILED'
  | 'TIME_TO_BID';

/** What a robot did, and why; for its owner. As the Avro record `RobotDeed`. */
export interface Deed {
  /** From 1 without gaps per robot. */
  readonly number: number;
  readonly at: number;
  readonly kind: DeedKind;
  readonly lotId: string | null;
  /** Named why: an upper-case word. */
  readonly reason: string | null;
  /** Of the bid. */
  readonly amountMinor: number | null;
  readonly priceMinor: number | null;
  readonly askMinor: number | null;
}

/** An ordinary bid, to be sent under the robot's key. */
export interface RobotBid {
  readonly order: RobotOrder;
  readonly lotId: string;
  readonly clientSeq: number;
  readonly kind: 'FLAT' | 'PROXY';
  readonly amountMinor: number;
  readonly at: number;
}

/** Between two bids of a robot on a lot. */
export const intervalMinMs = 1_000;
/** A bid without an outcome is sent again, under its key, after this long. */
export const sendAgainMs = 10_000;
/** Letters of a step may come just behind its row: a robot decides when both had time to come. */
export const settleMs = 250;
export const snipeLeadMinMs = 3_000;
export const snipeLeadUsualMs = 10_000;
export const deedsKept = 50;

/** @returns how its commands are named: the first half of their idempotency key */
export const clientIdOf = (robotId: string): string => `robot/${robotId}`;

export const isOver = (status: RobotStatus): boolean =>
  status === 'STOPPED' || status === 'DONE' || status === 'FAILED';

export function newMemory({ robotId, orgId, lots }: RobotOrder): RobotMemory {
  const memory = { robotId, orgId, revision: 0, status: 'PAUSED', statusReason: null } as const;
  return { ...memory, lots: lots.map(({ lotId }) => newLot(lotId)), deedCount: 0, deeds: [] };
}

export const newLot = (lotId: string): LotMemory => ({
  lotId,
  clientSeq: 0,
  decidedSeq: 0,
  decidedAt: 0,
  inFlight: null,
  wasLeading: false,
  isDone: false,
  end: null,
  remark: '',
});

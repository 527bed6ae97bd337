/** Wishes about an own lot, and time reaching it (bidding.md section 3). */
import type { BidKind, LotTerms } from './terms.ts';

export type BidPhase = 'LIVE' | 'PRE';
export type BidVia = 'HAND' | 'PROXY' | 'ROBOT' | 'API';
/** Set by the limiter before the lot sees the command. */
export type UpstreamRefusal = 'LIMIT' | 'NEEDS_APPROVAL';

/** As the Avro record `PlaceBid`. */
export interface PlaceBid {
  readonly kind: BidKind;
  /** Minor units. */
  readonly amountMinor: number;
  readonly currency: string;
  /** The amount once more, by somebody who was asked whether it is meant. */
  readonly confirmMinor: number | null;
  readonly phase: BidPhase;
  readonly via: BidVia;
}

/** As the Avro record `AmendLot`; null and false: stays as it is. */
export interface AmendLot {
  /** Everything anew; before the lot opens. */
  readonly terms: LotTerms | null;
  /** Facts of the vehicle that change what was bid on: all bids are voided. */
  readonly isMaterial: boolean;
  /** A later end, epoch ms. */
  readonly endsAt: number | null;
  readonly waivesReserve: boolean;
  /** Organisations found to be linked to the seller after it was published. */
  readonly excludedOrgs: readonly string[];
}

export type Wish =
  | { readonly type: 'CREATE_LOT'; readonly terms: LotTerms }
  | { readonly type: 'AMEND_LOT'; readonly amend: AmendLot }
  | { readonly type: 'PUBLISH_LOT' }
  | { readonly type: 'WITHDRAW_LOT'; readonly reason: string | null }
  | { readonly type: 'PLACE_BID'; readonly bid: PlaceBid }
  | { readonly type: 'BUY_NOW'; readonly amountMinor: number }
  | {
      readonly type: 'RETRACT_BID';
      readonly targetOrg: string;
      readonly reasonCode: string | null;
    }
  | { readonly type: 'APPROVE_SALE' }
  | { readonly type: 'REJECT_SALE' }
  | { readonly type: 'COUNTER'; readonly amountMinor: number }
  | { readonly type: 'ACCEPT_COUNTER' }
  | { readonly type: 'DECLINE_COUNTER' };

/** Who wishes it, and when. As the Avro record `Sender`. */
export interface Sender {
  /** Random per browser tab, API key or robot. */
  readonly clientId: string;
  /** Rises per client and lot. */
  readonly clientSeq: number;
  readonly orgId: string;
  readonly userId: string;
  /** A platform operator. */
  readonly isAdmin: boolean;
  /** Stamped once by the gateway, epoch ms. */
  readonly receivedAt: number;
  readonly refused: UpstreamRefusal | null;
}

export interface Command {
  readonly commandId: string;
  readonly sender: Sender;
  readonly wish: Wish;
}

/** Time reaching a lot; a stale timer changes nothing. */
export interface Timer {
  readonly type: 'OPEN_DUE' | 'CLOSE_DUE' | 'DEADLINE_DUE';
  /** The instant it was set for, epoch ms: the lot's start, end or deadline. */
  readonly forAt: number;
}

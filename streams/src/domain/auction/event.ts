/**
 * What happened to a lot. Public events may be read by everybody, so their types name no organisation,
 * no maximum and no reserve; private ones stay in the book. No value can be both.
 */
import type { BidVia } from './command.ts';
import type { Offer } from './market.ts';
import type { LotTerms } from './terms.ts';

export type AwardedBy = 'BID' | 'BUY_NOW' | 'APPROVAL' | 'COUNTER';
export type NotSoldReason = 'NO_BIDS' | 'BELOW_RESERVE' | 'REJECTED' | 'DECLINED' | 'NO_DECISION';

/** Events of `lots.events`, numbered per lot without gaps. Amounts in minor units, times epoch ms. */
export type PublicEvent =
  | { readonly type: 'LotPublished'; readonly startsAt: number; readonly endsAt: number }
  | { readonly type: 'LotOpened'; readonly endsAt: number }
  | {
      readonly type: 'PriceChanged';
      /** null: nothing stands any more. */
      readonly priceMinor: number | null;
      readonly askMinor: number;
      readonly leaderAlias: number | null;
      readonly bidCount: number;
      /** null: there is no reserve, or its state is not shown. */
      readonly reserveMet: boolean | null;
      readonly endsAt: number;
    }
  | { readonly type: 'BuyNowRemoved' }
  | { readonly type: 'LotExtended'; readonly endsAt: number; readonly extensionCount: number }
  | { readonly type: 'ReserveWaived' }
  | { readonly type: 'LotAmended'; readonly isMaterial: boolean; readonly endsAt: number }
  | { readonly type: 'BidsVoided' }
  | {
      readonly type: 'LotClosed';
      readonly priceMinor: number | null;
      readonly bidCount: number;
      readonly reserveMet: boolean | null;
    }
  | { readonly type: 'LotPending'; readonly until: number }
  | { readonly type: 'LotCountered'; readonly until: number }
  | {
      readonly type: 'LotAwarded';
      readonly leaderAlias: number;
      readonly how: AwardedBy;
      /** null for COUNTER: known to the two parties only. */
      readonly priceMinor: number | null;
    }
  | { readonly type: 'LotNotSold'; readonly reason: NotSoldReason }
  | { readonly type: 'LotWithdrawn'; readonly reason: string };

/** What only the book knows. */
export type PrivateEvent =
  | { readonly type: 'TermsSet'; readonly terms: LotTerms }
  | { readonly type: 'DraftDropped' }
  | { readonly type: 'OrgsExcluded'; readonly orgIds: readonly string[] }
  | {
      readonly type: 'BidStands';
      readonly orgId: string;
      readonly userId: string;
      readonly via: BidVia;
      readonly offer: Offer;
      /** Whether price or leader changed. */
      readonly isCounted: boolean;
      /** When the bid counts as made: never before an earlier accepted one. Epoch ms. */
      readonly at: number;
    }
  | { readonly type: 'BidsRemoved'; readonly orgIds: readonly string[] }
  | { readonly type: 'CounterMade'; readonly amountMinor: number }
  | {
      readonly type: 'Sold';
      readonly orgId: string;
      readonly priceMinor: number;
      readonly how: AwardedBy;
    };

export type LotEvent = PublicEvent | PrivateEvent;

/** A switch and no set: it is asked for every event of every bid. */
export function isPublic(event: LotEvent): event is PublicEvent {
  switch (event.type) {
    case 'TermsSet':
    case 'DraftDropped':
    case 'OrgsExcluded':
    case 'BidStands':
    case 'BidsRemoved':
    case 'CounterMade':
    case 'Sold':
      return false;
    default:
      return true;
  }
}

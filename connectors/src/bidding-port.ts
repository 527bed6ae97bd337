/** What a site with a bid API offers: place a maximum, and say what the site knows of the buyer's bids. */
export interface Buyer {
  /** The organisation's own user token of the site; never logged. */
  readonly token: string;
}

export interface Bid extends Buyer {
  readonly siteListingId: string;
  /** Minor units. */
  readonly maxMinor: number;
  /** ISO 4217 code, that of the listing. */
  readonly currency: string;
}

/** Our words for what a site refuses; those of `PlacementCode` in avro. */
export type BidCode =
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
  | 'RECONNECT';

/** UNCLEAR: nothing that says whether the bid landed. `detail` is for people and holds no amount. */
export type BidAnswer =
  | { readonly verdict: 'PLACED' }
  | { readonly verdict: 'REFUSED'; readonly code: BidCode; readonly detail: string }
  | { readonly verdict: 'UNCLEAR'; readonly detail: string };

export type BidRead =
  | {
      readonly finding: 'FOUND';
      readonly maxMinor: number;
      readonly isHighBidder: boolean;
      /** States that are not known count as running. */
      readonly isEnded: boolean;
      readonly isReserveMet: boolean | null;
      readonly priceMinor: number | null;
      /** Epoch ms. */
      readonly endsAt: number | null;
    }
  | { readonly finding: 'ABSENT' }
  | { readonly finding: 'FAILED'; readonly detail: string };

/** @throws the signal's reason when it is aborted; everything else is a value */
export interface BiddingPort {
  place(bid: Bid, signal: AbortSignal): Promise<BidAnswer>;
  read(of: Buyer & { readonly siteListingId: string }, signal: AbortSignal): Promise<BidRead>;
}

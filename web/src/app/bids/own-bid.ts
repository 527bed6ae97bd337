/** One lot in the list of the organisation's bids: `GET /api/bids`. Minor units, epoch ms; null: not known. */
export interface OwnBid {
  readonly lotId: string;
  readonly title: string | null;
  readonly status: string | null;
  readonly currency: string;
  readonly price: number | null;
  readonly ask: number | null;
  readonly endsAt: number | null;
  readonly photo: string | null;
  /** null: only refusals so far. */
  readonly position: 'LEADING' | 'OUTBID' | 'WON' | 'LOST' | 'VOIDED' | 'COUNTERED' | null;
  readonly ownMax: number | null;
  /** What is paid, or the seller's counter-offer. */
  readonly amount: number | null;
  /** Why the newest command was refused. */
  readonly reason: string | null;
  readonly at: number;
}
export interface OwnBids {
  readonly bids: readonly OwnBid[];
}

/** A lot the organisation sells, `GET /api/sell/lots`. Minor units, epoch ms; null: not set or not known. */
export interface OwnLot {
  readonly lotId: string;
  readonly title: string;
  /** DRAFT, or the status of a lot. */
  readonly status: string;
  readonly currency: string;
  readonly start: number;
  readonly reserve: number | null;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly price: number | null;
  readonly bidCount: number | null;
  readonly reserveMet: boolean | null;
  /** The seller has to approve, reject or counter. */
  readonly decisionNeeded: boolean;
}
export interface OwnLots {
  readonly lots: readonly OwnLot[];
}

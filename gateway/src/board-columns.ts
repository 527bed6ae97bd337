/**
 * Rows and columns of board.v1. No relative imports: the web app's compiler reads this too. Amounts
 * in minor units of `cur`, instants epoch ms UTC, unknown is null.
 */

/** A value of a row. */
export type Cell = string | number | null;

/** One row of the board, by column. A type, not an interface: rows are also read by column name. */
export type BoardRow = {
  /** lotId. */
  readonly id: string;
  /** Version of the lot. A row older than the one held is ignored. */
  readonly v: number;
  readonly site: string;
  /** The site's own id of the listing. */
  readonly ref: string;
  /** Year, make, model and trim in one line, as the site's feed gives them. */
  readonly name: string;
  readonly vin: string | null;
  readonly make: string | null;
  readonly model: string | null;
  readonly trim: string | null;
  readonly year: number | null;
  /** Body style, for the silhouette. */
  readonly body: string | null;
  readonly km: number | null;
  /** Unit the site shows: MI or KM; the reading itself is always in km. */
  readonly unit: string | null;
  /** City and state. */
  readonly place: string | null;
  /** Primary damage. */
  readonly damage: string | null;
  /** Title brand: the site's title type. */
  readonly title: string | null;
  /** Grade of the condition report. */
  readonly grade: string | null;
  readonly photo: string | null;
  /** ISO 4217. */
  readonly cur: string;
  /** null: no bid seen. */
  readonly price: number | null;
  /** Least acceptable next bid, where known. */
  readonly ask: number | null;
  readonly bids: number | null;
  /** Alias, never an organisation. */
  readonly leader: string | null;
  /** 0 unknown, 1 not met, 2 met, 3 none, 4 seller decides afterwards. */
  readonly reserve: number;
  readonly end: number | null;
  /** Precision of `end`: 0 none, 1 day (no countdown), 2 minute, 3 ms. */
  readonly prec: number;
  /** How often the end was extended. */
  readonly ext: number;
  readonly status: string;
  readonly start: number | null;
  /** When the lot was first seen, for sorting by newest. */
  readonly first: number;
  /** The site's estimate of the retail value. */
  readonly value: number | null;
  /** Number of other live listings of the vehicle. */
  readonly dup: number;
  readonly seller: string | null;
};

// prettier-ignore
export const fullColumns = [
  'id', 'v', 'site', 'ref', 'name', 'vin', 'make', 'model', 'trim', 'year', 'body', 'km', 'unit',
  'place', 'damage', 'title', 'grade', 'photo', 'cur', 'price', 'ask', 'bids', 'leader',
  'reserve', 'end', 'prec', 'ext', 'status', 'start', 'first', 'value', 'dup', 'seller',
] as const satisfies readonly (keyof BoardRow)[];
/** A full row without what a small list does not show; asked for by `cols: compact`. */
// prettier-ignore
export const compactColumns = [
  'id', 'v', 'site', 'ref', 'name', 'year', 'km', 'unit', 'cur', 'price', 'ask', 'bids',
  'leader', 'reserve', 'end', 'prec', 'ext', 'status', 'dup',
] as const satisfies readonly (keyof BoardRow)[];
/** Columns of a delta row; all of them are in every full row too. */
// prettier-ignore
export const hotColumns = [
  'id', 'v', 'price', 'ask', 'bids', 'leader', 'reserve', 'end', 'ext', 'status',
] as const satisfies readonly (keyof BoardRow)[];

/** One row of topic `sites`: how a feed is doing. All of its columns are hot. */
export type SiteRow = {
  /** Site code. */
  readonly id: string;
  /** Rises with every status record. */
  readonly v: number;
  readonly name: string;
  /** STARTING, OK, LATE, FAILING or UNKNOWN. */
  readonly state: string;
  readonly reason: string | null;
  /** When the connector said so. */
  readonly at: number;
  /** Normal time between polls, ms. */
  readonly every: number;
  readonly attempt: number | null;
  readonly success: number | null;
  readonly next: number | null;
  readonly fails: number;
  /** End marker of the newest snapshot. */
  readonly snap: number | null;
  readonly rows: number | null;
  readonly published: number | null;
  readonly rejected: number | null;
  /** 1 complete, 0 not. */
  readonly complete: number | null;
  /** Why not. */
  readonly why: string | null;
};
// prettier-ignore
export const siteColumns = [
  'id', 'v', 'name', 'state', 'reason', 'at', 'every', 'attempt', 'success', 'next', 'fails',
  'snap', 'rows', 'published', 'rejected', 'complete', 'why',
] as const satisfies readonly (keyof SiteRow)[];

type Cells<C extends readonly (keyof BoardRow)[]> = { -readonly [I in keyof C]: BoardRow[C[I]] };
/** Rows on the wire: values in the order of the columns `ok` names. */
export type FullRow = Cells<typeof fullColumns>;
export type HotRow = Cells<typeof hotColumns>;
export type WireRow = readonly Cell[];

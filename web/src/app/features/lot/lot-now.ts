import type { BoardRow, LotDetail } from '@auction/gateway/contract';

/** What changes about a lot while one looks at it. Amounts in minor units, instants epoch ms. */
export interface LotNow {
  readonly version: number;
  readonly priceMinor: number | null;
  /** Least acceptable next bid; null: not known. */
  readonly askMinor: number | null;
  readonly bidCount: number | null;
  readonly reserve: string;
  readonly status: string;
  /** Why it has its status; null: not told, or newer than what we loaded. */
  readonly statusReason: string | null;
  readonly endsAt: number | null;
  /** 0 none, 1 day, 2 minute, 3 ms. */
  readonly precision: number;
  readonly extensionCount: number;
}

const precisions = ['NONE', 'DAY', 'MINUTE', 'MS'];
const reserves = ['UNKNOWN', 'NOT_MET', 'MET', 'NONE', 'ON_APPROVAL'];

/** The newer of what was loaded and what the live lane brought. */
export function lotNow(detail: LotDetail, row: BoardRow | null): LotNow {
  if (row === null || row.v <= detail.version) {
    return {
      version: detail.version,
      priceMinor: detail.price.amount,
      askMinor: detail.askMinor,
      bidCount: detail.bidCount,
      reserve: detail.reserve,
      status: detail.status,
      statusReason: detail.statusReason,
      endsAt: detail.endsAt,
      precision: precisions.indexOf(detail.endsAtPrecision),
      extensionCount: row?.ext ?? 0,
    };
  }
  return {
    version: row.v,
    priceMinor: row.price,
    askMinor: row.ask,
    bidCount: row.bids,
    reserve: reserves[row.reserve] ?? 'UNKNOWN',
    status: row.status,
    statusReason: row.status === detail.status ? detail.statusReason : null,
    endsAt: row.end,
    precision: row.prec,
    extensionCount: row.ext,
  };
}

const reserveWords: Readonly<Record<string, string>> = {
  NONE: 'No reserve: sells at any price',
  NOT_MET: 'Reserve not met',
  MET: 'Reserve met',
  ON_APPROVAL: 'Seller decides after the sale',
};

/** How a reserve reads; null where nothing is known. */
export function reserveText(reserve: string): string | null {
  return reserveWords[reserve] ?? null;
}

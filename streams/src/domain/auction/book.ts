/** Private state of an own lot. Belongs to one fold, which changes it in place. */
import type { BidVia } from './command.ts';
import type { AwardedBy } from './event.ts';
import { incrementTable } from './increment-tables.ts';
import { Market } from './market.ts';
import type { Standing } from './market.ts';
import type { SeenCommand } from './seen.ts';
import type { LotTerms } from './terms.ts';

export type BookStatus =
  | 'DRAFT'
  | 'SCHEDULED'
  | 'OPEN'
  | 'PENDING_APPROVAL'
  | 'COUNTERED'
  | 'SOLD'
  | 'NOT_SOLD'
  | 'WITHDRAWN';

/** An organisation at a lot: its standing, and what it was told. */
export interface Party extends Standing {
  readonly orgId: string;
  /** Who acted last for it. */
  userId: string;
  via: BidVia;
  /** Number under which others see it, from its first accepted bid on; 0: none yet. */
  alias: number;
  /** Letters sent to it about this lot so far. */
  letterCount: number;
  /** Its clients' last commands, the newest first. */
  seen: SeenCommand[];
}

export interface Book {
  readonly lotId: string;
  terms: LotTerms;
  market: Market<Party>;
  readonly parties: Map<string, Party>;
  status: BookStatus;
  /** Why it ended, for people. */
  statusReason: string | null;
  /** Number of the last public event. */
  seq: number;
  /** Rises with every change, private ones included. */
  bookVersion: number;
  /** Stamp of the latest accepted bid, epoch ms. */
  lotClock: number;
  /** End as extended, epoch ms. */
  endsAt: number;
  extensionCount: number;
  /** Accepted bids that changed price or leader. */
  bidCount: number;
  aliasCount: number;
  isBuyNowOpen: boolean;
  /** Number of LotClosed; 0: the lot was not closed by time. */
  closedSeq: number;
  /** Until when the seller, then the buyer, may decide, epoch ms; 0: nothing to decide. */
  deadlineAt: number;
  /** The seller's counter-offer, minor units; 0: none. */
  counterMinor: number;
  winnerOrg: string | null;
  soldBy: AwardedBy | null;
  /** What the winner pays, minor units; 0: not sold. */
  soldMinor: number;
  readonly createdAt: number;
}

/**
 * Market of these terms, without standings.
 * @throws when the terms name an unknown table: they were not checked by `termsFaults`
 */
export function marketOf(terms: LotTerms): Market<Party> {
  const { startMinor, reserveMinor, policy, incTable } = terms;
  const table = incrementTable(incTable);
  if (table === undefined) throw new Error(`unknown increment table ${incTable}`);
  return new Market({ startMinor, reserveMinor, table, policy });
}

/** Book of a lot nobody has seen yet. */
export function newBook(lotId: string, terms: LotTerms, createdAt: number): Book {
  return {
    lotId,
    terms,
    market: marketOf(terms),
    parties: new Map(),
    status: 'DRAFT',
    statusReason: null,
    seq: 0,
    bookVersion: 0,
    lotClock: 0,
    endsAt: terms.endsAt,
    extensionCount: 0,
    bidCount: 0,
    aliasCount: 0,
    isBuyNowOpen: terms.buyNowMinor !== null,
    closedSeq: 0,
    deadlineAt: 0,
    counterMinor: 0,
    winnerOrg: null,
    soldBy: null,
    soldMinor: 0,
    createdAt,
  };
}

/** An organisation that has done nothing here yet. */
export function newParty(orgId: string): Party {
  return {
    maxMinor: 0,
    floorMinor: 0,
    rank: 0,
    order: 0,
    orgId,
    userId: '',
    via: 'HAND',
    alias: 0,
    letterCount: 0,
    seen: [],
  };
}

/** The organisation's entry; makes one when there is none. */
export function partyOf(book: Book, orgId: string): Party {
  const known = book.parties.get(orgId);
  if (known !== undefined) return known;
  const party = newParty(orgId);
  book.parties.set(orgId, party);
  return party;
}

/** By id: the order of a book's parties is that of their coming, or their ids' once it was stored. */
export const byOrg = (one: Party, other: Party): number => (one.orgId < other.orgId ? -1 : 1);

/** Everybody whose bid stands, in the same order however the book came here. */
export function standings(book: Book): Party[] {
  return [...book.parties.values()].filter(({ maxMinor }) => maxMinor > 0).sort(byOrg);
}

export const isTerminal = ({ status }: Pick<Book, 'status'>): boolean =>
  status === 'SOLD' || status === 'NOT_SOLD' || status === 'WITHDRAWN';

/** The reserve's state as everybody may see it; null: none, or not shown. */
export function shownReserveMet({ terms, market }: Book): boolean | null {
  if (terms.reserveMinor === null || terms.policy.reserveShown === 'NOTHING') return null;
  return market.isReserveMet;
}

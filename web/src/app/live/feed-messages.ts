/** What the page and the feed worker say to each other. */
import type { BoardFilter, BoardRow, LiveEvent, SiteRow } from '@auction/gateway/contract';
import type { BoardPatch } from './board-patch.ts';
import type { Refusal } from './channel.ts';

/** Column and direction in which the snapshot comes, so that its first part fills the screen. */
export type SnapshotOrder = readonly [column: string, direction: 'asc' | 'desc'];

export type PageMessage =
  | { readonly type: 'start'; readonly build: string }
  /** Follow another view; `watch` numbers the wishes. */
  | {
      readonly type: 'watchBoard';
      readonly watch: number;
      readonly filter: BoardFilter;
      readonly order: SnapshotOrder;
    }
  | { readonly type: 'leaveBoard' }
  /** Follow one lot; null: none. */
  | { readonly type: 'watchLot'; readonly lotId: string | null }
  /** Lots on the screen: their changes come at full rate. */
  | { readonly type: 'track'; readonly lotIds: readonly string[] }
  /**
   * The last patch is applied and painted, the next may come.
   * `released`: rows that are gone and not shown any more.
   */
  | {
      readonly type: 'credit';
      readonly released: readonly number[];
      readonly lagMs: number | null;
    }
  | { readonly type: 'visible'; readonly hidden: boolean }
  /** The network or the page came back, or the user asked: try again now. */
  | { readonly type: 'wake' }
  /** Somebody signs in or out: stay away until `renew`. */
  | { readonly type: 'hold' }
  /** Connect again, as who they are now. */
  | { readonly type: 'renew' };

/** How the connection is, as the page shows it. */
export type Link =
  | { readonly is: 'connecting' }
  | { readonly is: 'ready' }
  /** Cut; the next attempt is at `retryAt`, epoch ms by our clock. */
  | { readonly is: 'waiting'; readonly retryAt: number }
  /** Given up until the user asks again. */
  | { readonly is: 'stopped'; readonly code: number };

export type BoardPhase =
  /** Asked, or its snapshot is arriving: `expected` rows in all, when known. */
  | { readonly is: 'loading'; readonly expected: number | null }
  | { readonly is: 'live' }
  /** The connection is gone: the rows are of before. */
  | { readonly is: 'stale' }
  | { readonly is: 'refused'; readonly refusal: Refusal };

export type FeedMessage =
  | { readonly type: 'link'; readonly link: Link }
  /** Who the server takes us for; null: a visitor who is not signed in. */
  | { readonly type: 'user'; readonly userId: string | null }
  /** How far the server's clock is ahead of ours, ms. */
  | { readonly type: 'clock'; readonly offsetMs: number }
  | { readonly type: 'phase'; readonly watch: number; readonly phase: BoardPhase }
  | { readonly type: 'patch'; readonly patch: BoardPatch }
  | { readonly type: 'sites'; readonly sites: readonly SiteRow[] }
  /** The lot as it is now; null: there is none of this id, or it ended and left. */
  | { readonly type: 'lot'; readonly lotId: string; readonly row: BoardRow | null }
  /** What happened to the own organisation or to the person, each once. */
  | { readonly type: 'event'; readonly event: LiveEvent };

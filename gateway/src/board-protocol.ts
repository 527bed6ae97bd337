/**
 * board.v1: every message of `/ws` (subprotocol `board.v1.json`). Text frames are JSON; binary frames (server to client only) are raw deflate of the same
 * JSON. Amounts in minor units, instants epoch ms UTC. Both sides ignore unknown fields. Rows and
 * columns: board-columns.ts; limits and close codes: board-limits.ts.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { HotRow, WireRow } from '@auction/gateway/board-columns';
import { limits } from '@auction/gateway/board-limits';
import type { Limits } from '@auction/gateway/board-limits';

export * from '@auction/gateway/board-limits';

export const subprotocol = 'board.v1.json';

const set = Type.Array(Type.String({ minLength: 1, maxLength: 80 }), {
  minItems: 1,
  maxItems: limits.setValues,
});
const bound = Type.Union([Type.Integer(), Type.Null()]);
const range = Type.Tuple([bound, bound]);

/** AND between fields, OR inside a set; ranges `[min, max]`, inclusive, null: open. */
export const BoardFilter = Type.Object(
  {
    site: Type.Optional(set),
    make: Type.Optional(set),
    model: Type.Optional(set),
    status: Type.Optional(set),
    title: Type.Optional(set),
    damage: Type.Optional(set),
    cur: Type.Optional(set),
    seller: Type.Optional(set),
    /** Lot ids, as many as a watchlist holds. */
    lots: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 32 }), { minItems: 1, maxItems: 300 }),
    ),
    year: Type.Optional(range),
    km: Type.Optional(range),
    /** Minor units; needs exactly one `cur`. */
    price: Type.Optional(range),
    /** Ends within so many ms from now, and has not ended. */
    endsWithinMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 31_536_000_000 })),
    /** Words of the title, the VIN, its last 6 or the site's own id: each may be a beginning, all must match. */
    q: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    reserve: Type.Optional(Type.Array(Type.Integer({ minimum: 0, maximum: 4 }), { maxItems: 5 })),
    /** true: only vehicles with another live listing; false: only those without. */
    dup: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type BoardFilter = Static<typeof BoardFilter>;

export const boardTopics = ['board', 'lot', 'runlist', 'sites'] as const;
export type BoardTopic = (typeof boardTopics)[number];

const literal = <const T extends string>(value: T) => Type.Literal(value);
const lotIds = Type.Array(Type.String({ minLength: 1, maxLength: 32 }), {
  maxItems: limits.tracked,
});

export const Hello = Type.Object({
  t: literal('hello'),
  ticket: Type.String({ minLength: 1, maxLength: 128 }),
  build: Type.String({ maxLength: 64 }),
  ev: Type.Optional(Type.String({ maxLength: 128 })),
});
export const Sub = Type.Object({
  t: literal('sub'),
  sub: Type.Integer({ minimum: 1, maximum: 65_535 }),
  topic: Type.Unsafe<BoardTopic>({ type: 'string', enum: [...boardTopics] }),
  /** Checked apart, so that a wrong one answers `bad_filter` and is no bad message. */
  filter: Type.Optional(Type.Unsafe<BoardFilter>({})),
  cols: Type.Optional(Type.Union([literal('full'), literal('compact')])),
  /** Order of the snapshot only. */
  order: Type.Optional(
    Type.Tuple([Type.String({ maxLength: 16 }), Type.Union([literal('asc'), literal('desc')])]),
  ),
  maxHz: Type.Optional(Type.Number({ minimum: 0.5, maximum: 4 })),
  resume: Type.Optional(
    Type.Object({ epoch: Type.String({ maxLength: 64 }), cur: Type.String({ maxLength: 128 }) }),
  ),
});
export const Unsub = Type.Object({ t: literal('unsub'), sub: Type.Integer() });
export const Track = Type.Object({
  t: literal('track'),
  set: Type.Optional(lotIds),
  add: Type.Optional(lotIds),
  del: Type.Optional(lotIds),
});
export const Ack = Type.Object({
  t: literal('ack'),
  n: Type.Integer({ minimum: 0 }),
  lag: Type.Optional(Type.Number({ minimum: 0 })),
  ev: Type.Optional(Type.String({ maxLength: 128 })),
});
export const Vis = Type.Object({ t: literal('vis'), hidden: Type.Boolean() });
export const Auth = Type.Object({
  t: literal('auth'),
  ticket: Type.String({ minLength: 1, maxLength: 128 }),
});
export const Ping = Type.Object({ t: literal('ping'), x: Type.Integer() });

export const ClientMessage = Type.Union([Hello, Sub, Unsub, Track, Ack, Vis, Auth, Ping]);
export type ClientMessage = Static<typeof ClientMessage>;
export type SubMessage = Static<typeof Sub>;
export type TrackMessage = Static<typeof Track>;

export interface Welcome {
  readonly t: 'welcome';
  /** For logs. */
  readonly conn: string;
  readonly now: number;
  /** Generation of the board; a cursor of another one is worth nothing. */
  readonly epoch: string;
  /** A visitor has no id and no organisation. */
  readonly user: {
    readonly id: string | null;
    readonly org: string | null;
    readonly roles: readonly string[];
  };
  readonly limits: Limits;
  /** `hb` comes after so many ms of silence. */
  readonly hb: number;
  /** The client acks that often, ms. */
  readonly ack: number;
  /** Where the event lane stands, for `hello.ev` of the next connection; absent for visitors. */
  readonly ev?: string;
}
export interface Ok {
  readonly t: 'ok';
  readonly sub: number;
  /** Number of the view at this gateway; never 0. */
  readonly ch: number;
  readonly epoch: string;
  /** snap: forget the channel, parts follow. resume: keep it; the next `d` has `from` 0. */
  readonly mode: 'snap' | 'resume';
  readonly cols: readonly string[];
  readonly hot: readonly string[];
  readonly rows: number;
  readonly parts: number;
  /** Change number of the snapshot: the channel's `last` (resume: that of the `d` to come). */
  readonly to: number;
}
export interface Snap {
  readonly t: 'snap';
  readonly ch: number;
  /** 1..parts. */
  readonly part: number;
  readonly rows: readonly WireRow[];
}
/** Changes of one channel. Channel 0 (tracked lots) has its own rising numbers and full columns. */
export interface Delta {
  readonly t: 'd';
  readonly ch: number;
  readonly from: number;
  readonly to: number;
  /** Commit time of the oldest change inside. */
  readonly at: number;
  readonly u?: readonly WireRow[];
  readonly add?: readonly WireRow[];
  readonly rm?: readonly string[];
  /** Everything before it is in the channel once this frame is applied. */
  readonly cur?: string;
}
export interface Sum {
  readonly t: 'sum';
  readonly ch: number;
  readonly to: number;
  readonly count: number;
  readonly x: number;
  readonly cur: string;
}
export interface Heartbeat {
  readonly t: 'hb';
  readonly now: number;
  /** Last `to` per channel. */
  readonly at: Readonly<Record<string, number>>;
  /** Good for every channel; absent while some channel is behind. */
  readonly cur?: string;
  /** Every event before it has been sent; absent for visitors. */
  readonly ev?: string;
}
export interface LiveEvent {
  readonly t: 'ev';
  readonly id: string;
  readonly cur: string;
  readonly kind: EventKind;
  readonly lot?: string;
  readonly at: number;
  readonly row?: HotRow;
  readonly data: Readonly<Record<string, unknown>>;
}
export type EventKind =
  | 'bid'
  | 'leading'
  | 'outbid'
  | 'won'
  | 'lost'
  | 'opened'
  | 'extended'
  | 'closed'
  | 'correction'
  | 'alert'
  | 'robot'
  | 'sale'
  | 'clash'
  | 'notice'
  | 'gap';
export type ErrCode =
  | 'bad_message'
  | 'bad_filter'
  | 'filter_too_wide'
  | 'duplicate_sub'
  | 'too_many'
  | 'rate'
  | 'unknown_lot'
  | 'unavailable';

export interface Reset {
  readonly t: 'reset';
  readonly ch: number;
  readonly why: 'epoch' | 'cursor' | 'checksum' | 'overload';
}
/** A subscription is over. */
export interface Unsubscribed {
  readonly t: 'unsub';
  readonly sub: number;
  readonly code: 'rights' | 'filter_too_wide' | 'ended';
}
export interface Warn {
  readonly t: 'warn';
  /** expires: send `auth` within `inMs`; slow: you are throttled; update: a new web build exists. */
  readonly code: 'expires' | 'slow' | 'update';
  readonly inMs?: number;
}
export interface Err {
  readonly t: 'err';
  /** `t` of the message it answers, or `sub:<number>`. */
  readonly re: string;
  readonly code: ErrCode;
  /** For people: what is wrong. */
  readonly detail?: string;
  /** Rows the filter would have had, with `filter_too_wide`. */
  readonly count?: number;
  readonly retryMs?: number;
}
export interface Pong {
  readonly t: 'pong';
  readonly x: number;
  readonly now: number;
}
export interface Bye {
  readonly t: 'bye';
  readonly code: number;
  readonly retryMs: number;
}

export type ServerMessage =
  | Welcome
  | Ok
  | Snap
  | Delta
  | Sum
  | Heartbeat
  | LiveEvent
  | Reset
  | Unsubscribed
  | Warn
  | Err
  | Pong
  | Bye;

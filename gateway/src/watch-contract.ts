/** Watchlist, notes, saved searches and alerts as REST takes and answers them; no relative imports, like contract.ts. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  instant,
  instantOrNull,
  integer,
  oneOf,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';
import type { BoardFilter } from '@auction/gateway/board-protocol';

const strict = { additionalProperties: false } as const;
const flag = (description: string) => Type.Boolean({ description });

export const WatchedLot = Type.Object({
  lotId: text('The lot'),
  addedAt: instant('When it was put on the list'),
});
export type WatchedLot = Static<typeof WatchedLot>;
/** GET /api/watchlist */
export const Watchlist = Type.Object({
  lots: Type.Array(WatchedLot, { description: 'Newest first' }),
  most: integer('So many fit on a list'),
});
export type Watchlist = Static<typeof Watchlist>;

export const noteMax = 2_000;
/** GET /api/lots/:id/note */
export const LotNote = Type.Object({
  text: text('Empty: there is none'),
  version: integer('Give it back with a change; 0: there is none yet'),
  writtenBy: textOrNull('Name of whoever changed it last'),
  writtenAt: instantOrNull('When it was changed last'),
});
export type LotNote = Static<typeof LotNote>;
export const LotNoteBody = Type.Object(
  {
    text: Type.String({ maxLength: noteMax, description: 'Empty: no note any more' }),
    version: Type.Integer({ minimum: 0, description: 'Of the note this change was made to' }),
  },
  strict,
);

const searchFields = {
  name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', description: 'Its name' }),
  address: Type.String({
    maxLength: 2_000,
    pattern: '^[^#]*$',
    description: "Parameters of the board's page, as after its question mark",
  }),
  filter: Type.Unsafe<BoardFilter>({
    type: 'object',
    additionalProperties: true,
    description: 'Filter as in `sub` of board.v1',
  }),
  alerts: flag('Lots that come in from now on raise alerts'),
};
export const SavedSearchBody = Type.Object(searchFields, strict);
export type SavedSearchBody = Static<typeof SavedSearchBody>;
export const ChangeSearchBody = Type.Partial(
  Type.Object({ name: searchFields.name, alerts: searchFields.alerts }),
  { ...strict, minProperties: 1 },
);
export const SavedSearch = Type.Object({
  id: text('Names it'),
  ...searchFields,
  createdAt: instant('When it was saved'),
});
export type SavedSearch = Static<typeof SavedSearch>;
/** GET /api/searches */
export const SavedSearchList = Type.Object({
  searches: Type.Array(SavedSearch, { description: 'By name' }),
});
export type SavedSearchList = Static<typeof SavedSearchList>;

export const alertKinds = [
  'OUTBID',
  'WON',
  'ENDING',
  'RESERVE_MET',
  'SEARCH',
  'TIME_TO_BID',
] as const;
export type AlertKind = (typeof alertKinds)[number];
export const Alert = Type.Object({
  id: text('Names it'),
  kind: oneOf(alertKinds, 'What it is about'),
  lot: textOrNull('The lot; null: several, see `data`'),
  title: text('Year, make, model and trim, or the name of the search'),
  data: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description: 'Per kind: endsAt; searchId, search, count, address',
  }),
  madeAt: instant('When it came'),
  readAt: instantOrNull('When it was read; null: not yet'),
});
export type Alert = Static<typeof Alert>;
/** GET /api/alerts */
export const AlertList = Type.Object({
  alerts: Type.Array(Alert, { description: 'Newest first, at most 200' }),
  unread: integer('How many are not read'),
});
export type AlertList = Static<typeof AlertList>;
/** POST /api/alerts/read */
export const ReadAlertsBody = Type.Object(
  {
    ids: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 200 }),
    read: flag('false: not read after all'),
  },
  strict,
);
export const Unread = Type.Object({ unread: integer('How many are not read') });

/** GET and PUT /api/alerts/settings */
export const AlertSettings = Type.Object(
  {
    outbid: flag('Somebody has bid more; for buyers'),
    won: flag('The organisation has won a lot; for buyers'),
    ending: flag('A lot that I watch, or my organisation bids on, ends soon'),
    endingMs: Type.Integer({
      minimum: 60_000,
      maximum: 86_400_000,
      description: 'So long before its end, ms',
    }),
    reserve: flag('A lot that I watch, or my organisation bids on, has reached its reserve'),
    search: flag('A lot has come into a saved search'),
  },
  strict,
);
export type AlertSettings = Static<typeof AlertSettings>;

const base64url = (what: string, characters: number) =>
  Type.String({
    pattern: `^[A-Za-z0-9_-]{${characters}}=*$`,
    description: `${what}, base64url`,
  });
/** POST /api/push/devices */
export const PushDeviceBody = Type.Object(
  {
    endpoint: Type.String({
      maxLength: 1_000,
      description: "Address at the browser's push service",
    }),
    p256dh: base64url('Public key of the browser', 87),
    auth: base64url('Secret of the browser', 22),
    name: Type.String({ minLength: 1, maxLength: 80, description: 'How its owner calls it' }),
  },
  strict,
);
export const PushDevice = Type.Object({
  id: text('Names it'),
  name: text('How its owner calls it'),
  createdAt: instant('When it was added'),
});
export type PushDevice = Static<typeof PushDevice>;
/** GET /api/push */
export const PushDevices = Type.Object({
  key: textOrNull('Public key to subscribe with; null: no pushes are sent from here'),
  devices: Type.Array(PushDevice, { description: 'Newest first' }),
});
export type PushDevices = Static<typeof PushDevices>;

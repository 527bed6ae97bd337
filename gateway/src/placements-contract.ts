/**
 * Bidding on lots of other sites as the routes take and answer it. No relative imports, like
 * contract.ts, which exports the types. Amounts are integers in minor units, instants epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  ApprovalWord,
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  oneOf,
  orNull,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

const strict = { additionalProperties: false } as const;
const amount = (what: string) =>
  Type.Integer({ minimum: 1, maximum: 1_000_000_000_000, description: `${what}, minor units` });
const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' });

/** POST /api/lots/:id/placements */
export const PlacementBody = Type.Object(
  { maxAmount: amount('The most that may be bid at the site'), currency },
  strict,
);
/** POST /api/lots/:id/assist */
export const AssistBody = Type.Object(
  { maxAmount: Type.Optional(amount('What somebody means to bid there')) },
  strict,
);
/** POST /api/lots/:id/assist/report */
export const ReportBody = Type.Union([
  Type.Object({ maxAmount: amount('The maximum somebody placed at the site') }, strict),
  Type.Object({ result: oneOf(['WON', 'LOST'], 'How it ended, as somebody says') }, strict),
]);

/** States of bids we place, then those of assisted bidding. */
export const placementStates = [
  'REQUESTED',
  'SUBMITTING',
  'UNKNOWN',
  'LEADING',
  'OUTBID',
  'WON',
  'LOST',
  'ENDED_UNKNOWN',
  'REJECTED',
  'NEEDS_SITE_ACTION',
  'EXPIRED',
  'LINK_GIVEN',
  'REPORTED',
  'OUTBID_LIKELY',
  'WON_REPORTED',
  'LOST_REPORTED',
] as const;

export const PlacementItem = Type.Object({
  lotId: text('The lot'),
  title: textOrNull('Year, make, model and trim'),
  site: text('Site code'),
  photo: textOrNull('Address of the first photo'),
  link: textOrNull("The lot's page at its site"),
  mode: oneOf(['API', 'ASSISTED'], 'ASSISTED: as people report it, never as fact'),
  state: oneOf(placementStates, 'Where it stands'),
  currency: text('ISO 4217 code of all amounts'),
  max: integerOrNull('The newest order, or what somebody means to bid'),
  standingMax: integerOrNull('What stands at the site, as it says or as people report'),
  waitingMax: integerOrNull('A higher order that comes next'),
  reason: textOrNull('Why it was not placed, an upper-case word'),
  refused: textOrNull('Why the last order came to nothing although another one stands'),
  approval: orNull(ApprovalWord),
  price: integerOrNull('Price of the lot'),
  endsAt: instantOrNull('End of bidding'),
  at: instant('Last change'),
});
export type PlacementItem = Static<typeof PlacementItem>;

export const PlacementSite = Type.Object({
  site: text('Site code'),
  isConnected: Type.Boolean({ description: 'The organisation has given us its token of the site' }),
});
export type PlacementSite = Static<typeof PlacementSite>;

/** GET /api/placements */
export const PlacementList = Type.Object({
  placements: Type.Array(PlacementItem, { description: 'Newest first, at most 500' }),
  sites: Type.Array(PlacementSite, { description: 'Sites where bids are placed from here' }),
});
export type PlacementList = Static<typeof PlacementList>;

/** A wish that was taken up; the placement follows within moments where it is null. */
export const PlacementTaken = Type.Object({
  orderId: text('Names the order'),
  placement: orNull(PlacementItem),
});
export type PlacementTaken = Static<typeof PlacementTaken>;

/** A wish that was not taken up. */
export const PlacementRefused = Type.Object({
  outcome: oneOf(['REJECTED'], 'Nothing was sent'),
  reason: oneOf(
    [
      'OWN_LOT',
      'NO_BID_API',
      'NOT_CONNECTED',
      'ENDED',
      'CURRENCY',
      'NO_LINK',
      'NO_PLACEMENT',
      'LIMIT',
      'NEEDS_APPROVAL',
    ],
    'Why not; NEEDS_APPROVAL: it waits for an approver',
  ),
  link: textOrNull("The lot's page at its site"),
});
export type PlacementRefused = Static<typeof PlacementRefused>;

/** POST /api/lots/:id/assist */
export const Assistance = Type.Object({
  orderId: text('Names the intent'),
  link: text("The lot's page at its site: bids on it are placed there, by people"),
  suggested: integerOrNull('What to type there, minor units; null: the site gives no ask or price'),
  currency: text('ISO 4217 code'),
});
export type Assistance = Static<typeof Assistance>;

/** GET /api/lots/:id/total */
export const LotTotal = Type.Object({
  amount: integer('The price, minor units'),
  currency: text('ISO 4217 code'),
  total: integerOrNull('With the fees; null: nothing is known of the fees of that site'),
  fees: Type.Array(Type.Object({ label: text('What it is'), amount: integer('Minor units') })),
  source: textOrNull('Where the fees were read'),
  isExample: Type.Boolean({
    description: 'Usual figures, not those of this lot: look at the site',
  }),
});
export type LotTotal = Static<typeof LotTotal>;

/** PUT /api/organisation/sites/:site */
export const SiteTokenBody = Type.Object(
  {
    token: Type.String({
      minLength: 8,
      maxLength: 6_000,
      pattern: '^[\\x21-\\x7e]+$',
      description:
        "The organisation's own user (refresh) token of the site; it is never shown again",
    }),
  },
  strict,
);

export const SiteAccountItem = Type.Object({
  site: text('Site code'),
  isConnected: Type.Boolean({ description: 'A token of the organisation is kept, sealed' }),
  connectedAt: instantOrNull('When the token was given; null: not connected'),
  connectedBy: textOrNull('Name of who gave it; null: not known'),
});
export type SiteAccountItem = Static<typeof SiteAccountItem>;
/** GET /api/organisation/sites */
export const SiteAccountList = Type.Object({
  sites: Type.Array(SiteAccountItem, {
    description: 'Sites with a bid API that is switched on; empty: there is none',
  }),
});
export type SiteAccountList = Static<typeof SiteAccountList>;

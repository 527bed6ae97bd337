/**
 * The gateway's contract with the web app and every other client: answers of the REST routes here
 * and in site-reports.ts, the socket's messages in board-protocol.ts. No relative imports, so that Angular's compiler reads
 * it too. Instants are epoch ms UTC, amounts are integers in minor units of the currency beside
 * them, unknown is null.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { lotStatuses, Price } from '@auction/gateway/lot-parts';
import { offersOfLot, Vehicle } from '@auction/gateway/offers-contract';
import {
  booleanOrNull,
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  oneOf,
  orNull,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

export * from '@auction/gateway/lot-parts';
export * from '@auction/gateway/offers-contract';
export type * from '@auction/gateway/accounts-contract';
export type * from '@auction/gateway/archive-contract';
export type * from '@auction/gateway/bids-contract';
export type * from '@auction/gateway/board-columns';
export type * from '@auction/gateway/placements-contract';
export type * from '@auction/gateway/board-protocol';
export type * from '@auction/gateway/sell-contract';
export type * from '@auction/gateway/events-contract';
export type * from '@auction/gateway/robots-contract';
export type * from '@auction/gateway/limits-contract';
export type * from '@auction/gateway/logs-contract';
export * from '@auction/gateway/site-reports';
export type * from '@auction/gateway/watch-contract';

/** ending: `endsAt` rising, lots without a date last; price: rising, without a bid last; newest: first seen last comes first. */
export const lotSorts = ['ending', 'price', 'newest'] as const;
export type LotSort = (typeof lotSorts)[number];

/** Refusal of any route, RFC 9457: `application/problem+json`. */
export const Problem = Type.Object(
  {
    type: text('Identifies the kind of problem; the same for one code'),
    title: text('The kind of problem, for people'),
    status: integer('HTTP status'),
    code: text('The kind of problem, for programs: an upper-case word'),
    detail: text('What is wrong and what to do about it'),
    instance: text('Path of the request'),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          parameter: text('Name of the query parameter, path parameter or body field'),
          message: text('What is wrong with it and what is accepted'),
        }),
      ),
    ),
    retryAfterMs: Type.Optional(integer('When to try again, where that helps')),
  },
  { description: 'Problem document (RFC 9457)' },
);
export type Problem = Static<typeof Problem>;

const lotItemFields = {
  lotId: text('Id of the lot'),
  version: integer('Rises by one with every change of the lot'),
  kind: oneOf(['OWN', 'EXTERNAL'], 'OWN: bids are placed here; EXTERNAL: at its site'),
  site: text('Site code'),
  siteListingId: text("The site's own id"),
  title: text('Year, make, model and trim in one line'),
  vehicleId: text('Vehicle the lot belongs to'),
  vin: textOrNull('VIN'),
  year: integerOrNull('Model year'),
  make: textOrNull('Make'),
  model: textOrNull('Model'),
  trim: textOrNull('Trim'),
  price: Price,
  askMinor: integerOrNull('Least acceptable next bid, in the price currency'),
  buyNowMinor: integerOrNull('Buy-it-now price, in the price currency'),
  bidCount: integerOrNull('Number of bids where the site tells'),
  reserve: oneOf(['UNKNOWN', 'NONE', 'NOT_MET', 'MET', 'ON_APPROVAL'], 'Reserve'),
  status: oneOf(lotStatuses, 'What happens with the lot'),
  statusReason: textOrNull('Why it ended'),
  startsAt: instantOrNull('Start of the live sale'),
  endsAt: instantOrNull('End of bidding'),
  endsAtPrecision: oneOf(['NONE', 'DAY', 'MINUTE', 'MS'], 'How exact endsAt is'),
  firstSeenAt: instant('First observation'),
  observedAt: instant('Newest observation applied'),
  url: textOrNull('Public page at the site'),
  photo: textOrNull('Address of the first photo'),
  odometer: integerOrNull('Reading in odometerUnit'),
  odometerUnit: textOrNull('MI or KM'),
  damage: Type.Array(Type.String(), { description: 'First the primary one' }),
  city: textOrNull('City'),
  state: textOrNull('State or province'),
  country: textOrNull('ISO 3166 alpha-3'),
};

export const LotItem = Type.Object(lotItemFields);
export type LotItem = Static<typeof LotItem>;

/** GET /api/lots */
export const LotPage = Type.Object({
  items: Type.Array(LotItem),
  next: textOrNull('Pass as `cursor` for the next page; null: this was the last'),
  total: integer('Lots that match, over all pages'),
});
export type LotPage = Static<typeof LotPage>;

const Counted = Type.Object({ value: text('Value'), count: integer('Lots') });
const CountedYear = Type.Object({ value: integer('Model year'), count: integer('Lots') });
/** Equal-width steps; the last one holds everything above its `from` too. */
const PriceHistogram = Type.Object({
  currency: text('Currency asked for, else the most frequent one'),
  min: integer('Least price, minor units'),
  max: integer('Highest price, minor units'),
  buckets: Type.Array(
    Type.Object({
      from: integer('Inclusive, minor units'),
      to: integer('Exclusive, minor units; of the last step inclusive, and the maximum'),
      count: integer('Lots'),
    }),
  ),
});

/** GET /api/lots/facets: each facet ignores its own filter, and no other. */
export const LotFacets = Type.Object({
  total: integer('Lots that match all filters'),
  site: Type.Array(Counted),
  make: Type.Array(Counted),
  model: Type.Array(
    Type.Object({ make: text('Make'), value: text('Model'), count: integer('Lots') }),
    {
      description: 'Of the chosen makes only; empty when none is chosen',
    },
  ),
  year: Type.Array(CountedYear),
  status: Type.Array(Counted),
  currency: Type.Array(Counted),
  price: orNull(PriceHistogram),
});
export type LotFacets = Static<typeof LotFacets>;

/** GET /api/lots/:id */
export const LotDetail = Type.Object({
  ...lotItemFields,
  vinStatus: textOrNull('VALID, CHECK_FAILED, MASKED, MALFORMED or ABSENT'),
  body: textOrNull('Body style'),
  color: textOrNull('Colour'),
  engine: textOrNull('Engine'),
  drive: textOrNull('Drive'),
  transmission: textOrNull('Transmission'),
  fuel: textOrNull('Fuel'),
  hasKeys: booleanOrNull('Whether the site has the keys'),
  runs: textOrNull('RUN_AND_DRIVE or STARTS'),
  odometerBrand: textOrNull('ACTUAL, NOT_ACTUAL, EXEMPT or EXCEEDS'),
  titleCode: textOrNull("The site's title type, raw"),
  titleState: textOrNull('State of the title'),
  timeZone: textOrNull('IANA zone of the place'),
  yard: textOrNull("The site's yard"),
  retailValueMinor: integerOrNull("The site's estimate, in the price currency"),
  note: textOrNull('Special note'),
  photos: Type.Array(Type.String(), {
    description: 'Of a lot sold here: all its photos, the first one first; of others only `photo`',
  }),
  correctionCount: integer('How often the price fell by a correction'),
  vehicle: orNull(Vehicle),
  ...offersOfLot,
  archivedMonth: textOrNull('Month whose archive has the lot, YYYY-MM; null: it is live'),
});
export type LotDetail = Static<typeof LotDetail>;

/** A value of a listing's field: instants in epoch ms, amounts in minor units. */
export type FieldValue = string | number | boolean | null | readonly string[];
const fieldValue = (description: string) => Type.Unsafe<FieldValue>({ description });

export const ListingVersion = Type.Object({
  version: integer('From 1, without gaps'),
  presence: text('LISTED or GONE'),
  observedAt: instant('When it was observed'),
  publishedAt: instant('When the connector published it'),
  priceMinor: integerOrNull('Current bid'),
  currency: text('ISO 4217 code'),
  endsAt: instantOrNull('End of bidding as the site said'),
  changes: Type.Array(
    Type.Object({
      field: text('Field of the listing'),
      before: fieldValue('Value in the version before; null where that is not known any more'),
      after: fieldValue('Value in this version'),
    }),
    { description: 'Empty in version 1' },
  ),
});
export type ListingVersion = Static<typeof ListingVersion>;

export const PricePoint = Type.Object({
  version: integer('Version of the lot'),
  observedAt: instant('When it was observed'),
  priceMinor: integerOrNull('Price; null: no bid seen'),
  currency: text('ISO 4217 code'),
  bidCount: integerOrNull('Number of bids where known'),
  status: oneOf(lotStatuses, 'Status then'),
  endsAt: instantOrNull('End of bidding then'),
});
export type PricePoint = Static<typeof PricePoint>;

/** GET /api/lots/:id/history */
export const LotHistory = Type.Object({
  lotId: lotItemFields.lotId,
  site: lotItemFields.site,
  siteListingId: lotItemFields.siteListingId,
  versions: Type.Array(ListingVersion, { description: 'Newest first' }),
  next: integerOrNull('Pass as `before` for older versions; null: these were the oldest'),
  prices: Type.Array(PricePoint, { description: 'Oldest first, at most 1,000, the newest ones' }),
});
export type LotHistory = Static<typeof LotHistory>;

/** POST /api/live/ticket */
export const TicketAnswer = Type.Object({
  ticket: text('For `hello` or `auth`; works once'),
  expiresAt: instant('When it stops working'),
});
export type TicketAnswer = Static<typeof TicketAnswer>;

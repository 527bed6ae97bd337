/** Where else a vehicle is, or was, offered: parts of `GET /api/lots/:id`. No relative imports: see contract.ts. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { lotStatuses, Price } from '@auction/gateway/lot-parts';
import {
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  oneOf,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

const offerFields = {
  lotId: text('Lot of the offer, which GET /api/lots/:id has'),
  site: text('Site code'),
  siteListingId: text("The site's own id"),
  title: text('Year, make, model and trim in one line'),
  price: Price,
  bidCount: integerOrNull('Number of bids where the site tells'),
  status: oneOf(lotStatuses, 'What happens with it, or how it ended'),
  statusReason: textOrNull('Why it ended; RUN_AGAIN: a later sale was set'),
  endsAt: instantOrNull('End of bidding'),
  endsAtPrecision: oneOf(['NONE', 'DAY', 'MINUTE', 'MS'], 'How exact endsAt is'),
  observedAt: instantOrNull('Newest observation; null: only its end is known'),
  odometer: integerOrNull('Reading in odometerUnit'),
  odometerUnit: textOrNull('MI or KM'),
  url: textOrNull('Public page at the site'),
};

/** Another offer of the same vehicle: at another site, again at this one, or another run of this lot. */
export const Offer = Type.Object({
  ...offerFields,
  relation: oneOf(
    ['EARLIER_RUN', 'LATER_RUN', 'SAME_SITE', 'OTHER_SITE'],
    'EARLIER_RUN, LATER_RUN: the same lot in a sale before or after; SAME_SITE: another lot of the site, with the same VIN',
  ),
  run: integerOrNull('Its run in the archive, for GET /api/lots/:id?run=; null: it is not there'),
  archived: Type.Boolean({ description: 'It ended long ago and stands in the archive' }),
});
export type Offer = Static<typeof Offer>;

export const Candidate = Type.Object({
  ...offerFields,
  vinShown: text('Its VIN as its site shows it, hidden characters as *'),
  agreesOn: Type.Array(
    Type.Unsafe<'VIN' | 'YEAR' | 'MAKE' | 'MODEL' | 'ODOMETER'>({
      type: 'string',
      enum: ['VIN', 'YEAR', 'MAKE', 'MODEL', 'ODOMETER'],
    }),
    { description: 'What speaks for it; VIN: every character that both show' },
  ),
});
export type Candidate = Static<typeof Candidate>;

const VehicleConflict = Type.Object({
  field: text('Name of the fact'),
  statements: Type.Array(
    Type.Object({
      value: text('Value as text'),
      site: text('Site code'),
      siteListingId: text("The site's own id"),
      observedAt: instant('When it was said'),
    }),
  ),
});

export const Vehicle = Type.Object({
  vehicleId: text('VIN when usable, else <site>/<siteListingId>'),
  version: integer('Rises by one with every change'),
  vin: textOrNull('VIN'),
  year: integerOrNull('Model year by the newest statement'),
  make: textOrNull('Make by the newest statement'),
  model: textOrNull('Model by the newest statement'),
  trim: textOrNull('Trim by the newest statement'),
  listingCount: integer('Listings known of it'),
  conflicts: Type.Array(VehicleConflict, { description: 'Facts on which listings contradict' }),
});
export type Vehicle = Static<typeof Vehicle>;

/** Fields of `GET /api/lots/:id` about the vehicle's other offers. */
export const offersOfLot = {
  offers: Type.Array(Offer, {
    description:
      'Other offers of the same vehicle, live ones first, then the newest; at most 50, the archive among them',
  }),
  candidates: Type.Array(Candidate, {
    description:
      'Live lots that may be the same vehicle: one of the VINs is partly hidden. Never merged; at most 10',
  }),
  offersComplete: Type.Boolean({
    description: 'False: the archive does not answer, so earlier offers may be missing',
  }),
};

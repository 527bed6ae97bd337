/**
 * Ended lots, live and archived, and what the archive holds. No relative imports, like contract.ts,
 * which exports the types. Amounts are integers in minor units, instants epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  instant,
  integer,
  integerOrNull,
  orNull,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

export const EndedLot = Type.Object({
  lotId: text('Id of the lot; its page is still there'),
  site: text('Site code'),
  title: text('Year, make, model and trim in one line'),
  vin: textOrNull('VIN'),
  year: integerOrNull('Model year'),
  odometer: integerOrNull('Reading in odometerUnit'),
  odometerUnit: textOrNull('MI or KM'),
  damage: Type.Array(Type.String()),
  status: text('How it ended: SOLD, NOT_SOLD, ENDED or WITHDRAWN'),
  price: integerOrNull('Last price; the sale price only when status is SOLD'),
  currency: text('ISO 4217 code'),
  endedAt: instant('End of bidding, else the last observation'),
  isArchived: Type.Boolean({ description: 'Has left the board' }),
  run: integerOrNull(
    'Its run in the archive, for GET /api/lots/:id?run=; null: it is on the board',
  ),
});
export type EndedLot = Static<typeof EndedLot>;

const PriceStatistic = Type.Object({
  currency: text('Of all amounts'),
  count: integer('Lots with a price in this currency'),
  soldCount: integer('Of these, sold for certain'),
  low: integer('A quarter of the prices are below'),
  median: integer('Middle price'),
  high: integer('A quarter of the prices are above'),
});
export type PriceStatistic = Static<typeof PriceStatistic>;

/** GET /api/archive/lots */
export const EndedLots = Type.Object({
  items: Type.Array(EndedLot, { description: 'The newest first, at most 1,000' }),
  isCut: Type.Boolean({ description: 'There are more: ask more narrowly' }),
  prices: orNull(PriceStatistic),
});
export type EndedLots = Static<typeof EndedLots>;

export const ArchivePart = Type.Object({
  month: text('YYYY-MM, UTC'),
  part: integer('Number of the file, from 1'),
  state: text('WRITING, WRITTEN, VERIFIED or DONE; RESTORING or RESTORED when brought back'),
  lots: integerOrNull('Lots in it; null while it is being written'),
  bytes: integerOrNull('Size of the file'),
  sha256: textOrNull('Of the file, hex'),
  sites: Type.Array(Type.Object({ site: text('Site code'), lots: integer('Lots of it') })),
  changedAt: instant('When it came to this state'),
});
export type ArchivePart = Static<typeof ArchivePart>;
/** GET /api/archive/parts */
export const ArchiveParts = Type.Object({
  parts: Type.Array(ArchivePart, { description: 'The newest month first' }),
});
export type ArchiveParts = Static<typeof ArchiveParts>;

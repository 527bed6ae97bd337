/**
 * Selling as the routes take and answer it. No relative imports, like contract.ts, which exports the
 * types. Amounts are integers in minor units, instants epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Decision, Undecided } from '@auction/gateway/bids-contract';
import {
  amount,
  booleanOrNull,
  currencyCode as currency,
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  oneOf,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

const strict = { additionalProperties: false } as const;

const short = (what: string, maxLength = 80) =>
  Type.Union([Type.String({ minLength: 1, maxLength, description: what }), Type.Null()]);
const count = (what: string, maximum: number) =>
  Type.Union([Type.Integer({ minimum: 0, maximum, description: what }), Type.Null()]);

/** Most photos of one lot. */
export const photosMax = 24;
/** Of an upload here, or of a picture elsewhere. */
const photoAddress = '^(/photos/[0-9a-f]{48}\\.(jpg|png|webp)|https://.+)$';

const vehicleFields = {
  vin: Type.Union([Type.String({ pattern: '^[A-Za-z0-9]{1,17}$' }), Type.Null()]),
  year: count('Model year', 2100),
  make: short('Make'),
  model: short('Model'),
  trim: short('Trim'),
  body: short('Body style'),
  color: short('Colour'),
  odometer: count('Reading in odometerUnit', 10_000_000),
  odometerUnit: Type.Unsafe<'MI' | 'KM' | null>({ enum: ['MI', 'KM', null] }),
  damage: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 8 }),
  city: short('City'),
  state: short('State or province'),
  country: Type.Union([Type.String({ pattern: '^[A-Z]{3}$' }), Type.Null()]),
  photos: Type.Array(Type.String({ pattern: photoAddress, maxLength: 500 }), {
    maxItems: photosMax,
    uniqueItems: true,
    description: 'Addresses in the order they are shown: our own uploads, or pages elsewhere',
  }),
  note: short('Note for bidders', 500),
};
export const VehicleBody = Type.Partial(Type.Object(vehicleFields, strict), strict);
export type VehicleBody = Static<typeof VehicleBody>;

const span = (what: string) =>
  Type.Integer({ minimum: 0, maximum: 2_592_000_000, description: `${what}, ms` });
const SoftCloseBody = Type.Object(
  {
    windowMs: span('A bid this near the end moves it'),
    extMs: span('By how much'),
    mode: Type.Optional(oneOf(['FROM_BID', 'ADD'], 'Counted from the bid, or from the old end')),
  },
  strict,
);
export const PolicyBody = Type.Partial(
  Type.Object({
    approval: oneOf(['IF_BELOW_RESERVE', 'AUTO', 'ALWAYS'], 'When the seller has a word'),
    belowReserve: oneOf(['INCREMENTAL', 'FULL'], 'FULL: maxima below the reserve are shown'),
    reserveShown: oneOf(['STATE', 'NOTHING', 'AMOUNT'], 'What everybody sees of the reserve'),
    tie: oneOf(['EARLIER', 'REJECT_EQUAL'], 'Who wins between equal maxima'),
    softClose: Type.Union([SoftCloseBody, Type.Null()]),
    approvalMs: span('How long the seller may decide'),
    counterMs: span('How long the buyer may decide'),
  }),
  strict,
);
export type PolicyBody = Static<typeof PolicyBody>;

const orNone = (what: string) => Type.Optional(Type.Union([amount(what), Type.Null()]));
const saleFields = {
  title: Type.String({ minLength: 1, maxLength: 160, pattern: '\\S', description: 'Title' }),
  start: amount('Least first bid'),
  startsAt: Type.Integer({ minimum: 0, description: 'Bids count from here, epoch ms UTC' }),
  endsAt: Type.Integer({ minimum: 0, description: 'End as planned, epoch ms UTC' }),
  currency,
};
const optionalSaleFields = {
  reserve: orNone('Hidden least price'),
  buyNow: orNone('Price at which the lot is sold at once'),
  guide: orNone("The seller's estimate"),
  vehicle: Type.Optional(VehicleBody),
  policy: Type.Optional(PolicyBody),
};
/** POST /api/sell/lots */
export const NewLotBody = Type.Object({ ...saleFields, ...optionalSaleFields }, strict);
export type NewLotBody = Static<typeof NewLotBody>;
/** PATCH /api/sell/lots/:id: what is left out stays. */
export const ChangeLotBody = Type.Partial(
  Type.Object({
    ...saleFields,
    ...optionalSaleFields,
    waiveReserve: Type.Unsafe<true>({ enum: [true], description: 'Any price is taken now' }),
  }),
  { ...strict, minProperties: 1 },
);
export type ChangeLotBody = Static<typeof ChangeLotBody>;
export const WithdrawBody = Type.Object({ reason: Type.Optional(short('Why', 200)) }, strict);
export const CounterBody = Type.Object({ amount: amount('The counter-offer') }, strict);
export const RelistBody = Type.Object(
  { startsAt: saleFields.startsAt, endsAt: saleFields.endsAt },
  strict,
);

export const LotDecision = Type.Object({ lotId: text('The lot'), ...Decision.properties });
export type LotDecision = Static<typeof LotDecision>;
export const LotUndecided = Type.Object({ lotId: text('The lot'), ...Undecided.properties });
export type LotUndecided = Static<typeof LotUndecided>;

/** POST and DELETE of photos */
export const PhotoDecision = Type.Object({
  ...LotDecision.properties,
  photos: Type.Array(Type.String(), { description: 'Addresses afterwards, in order' }),
});
export type PhotoDecision = Static<typeof PhotoDecision>;

export const SaleItem = Type.Object({
  lotId: text('The lot'),
  title: text('Title'),
  status: text('DRAFT, or what happens with the lot'),
  currency: text('ISO 4217 code of all amounts'),
  start: integer('Least first bid'),
  reserve: integerOrNull('Hidden least price'),
  buyNow: integerOrNull('Price at which the lot is sold at once'),
  guide: integerOrNull('Estimate'),
  startsAt: instant('Bids count from here'),
  endsAt: instant('End, as extended'),
  relistOf: textOrNull('Lot of which this is another run'),
  vehicle: Type.Unsafe<VehicleBody>({ type: 'object', additionalProperties: true }),
  policy: Type.Unsafe<PolicyBody>({ type: 'object', additionalProperties: true }),
  price: integerOrNull('Public price'),
  bidCount: integerOrNull('Bids that changed price or leader'),
  watcherCount: integer('People of other organisations who have it on their watchlist'),
  reserveMet: booleanOrNull('Whether the reserve is met; null: there is none'),
  ask: integerOrNull('Least acceptable next bid'),
  decisionNeeded: Type.Boolean({ description: 'The seller must approve, reject or counter' }),
  decisionUntil: instantOrNull('Until when the seller, or the buyer asked for more, may decide'),
  soldFor: integerOrNull('What the buyer pays'),
  runList: textOrNull('Run list the lot was published with'),
  externalRef: textOrNull("The seller's own number of the lot, from an import"),
  createdAt: instant('When it was made'),
});
export type SaleItem = Static<typeof SaleItem>;
/** GET /api/sell/lots */
export const SaleList = Type.Object({
  lots: Type.Array(SaleItem, { description: 'Newest first, at most 500' }),
});
export type SaleList = Static<typeof SaleList>;

export const CellError = Type.Object({
  column: text('Name of the column as the file has it, else the field'),
  message: text('What is wrong with the cell'),
});
export type CellError = Static<typeof CellError>;

const importStates = ['CHECKED', 'RUNNING', 'WAITING', 'STOPPED', 'DONE'] as const;
const ImportRow = Type.Object({
  line: integer('Line of the file'),
  externalRef: textOrNull("The seller's own number"),
  cells: Type.Array(Type.String(), { description: 'As the file has them' }),
  errors: Type.Array(CellError, { description: 'Empty: a lot can be made of it' }),
  outcome: textOrNull('ACCEPTED, EXISTS: the lot was there before, else why not; null: not sent'),
});
/** POST /api/sell/imports and what becomes of it. */
export const SaleImport = Type.Object({
  importId: text('Names the import'),
  fileName: text('As it was uploaded'),
  state: oneOf(
    importStates,
    'CHECKED: a dry run; WAITING: it goes on by itself; STOPPED: start it again, it goes on',
  ),
  columns: Type.Array(
    Type.Object({ name: text('As the file has it'), field: textOrNull('null: not used') }),
    { description: 'In the order of the file' },
  ),
  rowCount: integer('Rows of the file'),
  goodCount: integer('Rows a lot can be made of'),
  sentCount: integer('Rows that were decided'),
  madeCount: integer('Drafts that were made'),
  knownCount: integer('Rows whose lot was there before: nothing was changed'),
  refusedCount: integer('Rows that were refused'),
  firstRows: Type.Array(ImportRow, { description: 'The first 5' }),
  faultyRows: Type.Array(ImportRow, { description: 'With errors or refused, the first 100' }),
  createdAt: instant('When it was uploaded'),
});
export type SaleImport = Static<typeof SaleImport>;

/** Most lots of one run list. */
export const runLotsMax = 200;
/** POST and PUT of run lists */
export const RunListBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S', description: 'Name' }),
    startsAt: saleFields.startsAt,
    firstEnd: Type.Integer({ minimum: 0, description: 'End of the first lot, epoch ms UTC' }),
    gapMs: Type.Integer({ minimum: 0, maximum: 86_400_000, description: 'Between two ends, ms' }),
    lots: Type.Array(Type.String({ pattern: '^[a-zA-Z0-9_-]{1,32}$' }), {
      maxItems: runLotsMax,
      uniqueItems: true,
      description: 'Own drafts in their order',
    }),
  },
  strict,
);
export type RunListBody = Static<typeof RunListBody>;
export const RunList = Type.Object({
  runListId: text('Names the run list'),
  name: text('Name'),
  startsAt: instant('Bids on all its lots count from here'),
  firstEnd: instant('End of the first lot'),
  gapMs: integer('Between two ends, ms; an extension moves its own lot only'),
  lots: Type.Array(
    Type.Object({
      lotId: text('The lot'),
      title: textOrNull('Title'),
      status: textOrNull('DRAFT, or what happens with the lot'),
      plannedEnd: instant('firstEnd and as many gaps as lots stand before it'),
      endsAt: instantOrNull('End as it is now, with extensions'),
    }),
    { description: 'In their order' },
  ),
  createdAt: instant('When it was made'),
  publishedAt: instantOrNull('When it was published; null: it may still change'),
});
export type RunList = Static<typeof RunList>;
export const RunListPublished = Type.Object({
  runList: RunList,
  refused: Type.Array(
    Type.Object({
      lotId: text('The lot'),
      reason: text('Named why, or UNDECIDED: publish again, the list goes on'),
      reasons: Type.Array(Type.String(), { description: 'For BAD_TERMS: what exactly' }),
    }),
    { description: 'Lots that were not published' },
  ),
});
export type RunListPublished = Static<typeof RunListPublished>;

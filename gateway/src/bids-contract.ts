/**
 * Bids as the routes take and answer them; selling is in sell-contract.ts. No relative imports, like contract.ts, which
 * exports the types. Amounts are integers in minor units, instants epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  ApprovalWord,
  amount,
  currencyCode as currency,
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

export const BidBody = Type.Object(
  {
    kind: oneOf(['FLAT', 'PROXY'], 'FLAT: a price now; PROXY: a maximum used step by step'),
    amount: amount('The price or the maximum'),
    currency,
    confirmAmount: Type.Optional(amount('The amount once more, after CONFIRM')),
  },
  strict,
);
export type BidBody = Static<typeof BidBody>;
export const BuyNowBody = Type.Object({ amount: amount("The lot's buy-now price") }, strict);

const decisionFields = {
  commandId: text('Names the command'),
  outcome: oneOf(['ACCEPTED', 'REJECTED'], 'What became of it'),
  position: Type.Optional(oneOf(['LEADING', 'OUTBID'], 'Of an accepted bid')),
  reason: Type.Optional(text('Named why of a rejection, an upper-case word')),
  reasons: Type.Optional(
    Type.Array(Type.String(), { description: 'For CONFIRM and BAD_TERMS: what exactly' }),
  ),
  ask: Type.Optional(integer('Least acceptable bid, minor units')),
  price: Type.Optional(integer('Price afterwards, minor units')),
  ownMax: Type.Optional(integer("The own organisation's maximum afterwards, minor units")),
  repeated: Type.Optional(Type.Boolean({ description: 'The same key was decided before' })),
  link: Type.Optional(text("For EXTERNAL_LOT: the lot's page, where bids on it are placed")),
};
/** Every decided command. */
export const Decision = Type.Object(decisionFields);
export type Decision = Static<typeof Decision>;
/** Not decided within two seconds; the same key again asks for the outcome. */
export const Undecided = Type.Object({ commandId: text('Names the command') });
export type Undecided = Static<typeof Undecided>;

const positions = ['LEADING', 'OUTBID', 'WON', 'LOST', 'VOIDED', 'COUNTERED'] as const;
export const BidItem = Type.Object({
  lotId: text('The lot'),
  title: textOrNull('Year, make, model and trim'),
  status: textOrNull('What happens with the lot'),
  currency: textOrNull('ISO 4217 code of all amounts'),
  price: integerOrNull('Public price'),
  ask: integerOrNull('Least acceptable next bid'),
  endsAt: instantOrNull('End of bidding'),
  photo: textOrNull('Address of the first photo'),
  position: Type.Unsafe<(typeof positions)[number] | null>({
    anyOf: [{ type: 'string', enum: [...positions] }, { type: 'null' }],
    description: 'Where the own organisation stands; null: every bid was refused',
  }),
  ownMax: integerOrNull("The own organisation's maximum"),
  amount: integerOrNull('The counter-offer, or what is paid'),
  reason: textOrNull('Why the newest command was refused; null: it was not'),
  approval: orNull(ApprovalWord),
  at: instant('Newest letter'),
});
export type BidItem = Static<typeof BidItem>;
/** GET /api/bids */
export const BidQuery = Type.Object(
  { lot: Type.Optional(Type.String({ maxLength: 64, description: 'Only this lot' })) },
  strict,
);
export const BidList = Type.Object({
  bids: Type.Array(BidItem, { description: 'Newest first, at most 500' }),
});
export type BidList = Static<typeof BidList>;

/**
 * Limits, what an organisation is bound to, and bids that wait for an approver. No relative imports,
 * like contract.ts, which exports the types. Amounts are integers in minor units, instants epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
  approvalStates,
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  oneOf,
  text,
  textOrNull,
} from '@auction/gateway/schema-parts';

const strict = { additionalProperties: false } as const;
const amountMax = 1_000_000_000_000;
const limit = (what: string, maximum = amountMax) =>
  Type.Union([Type.Integer({ minimum: 0, maximum, description: what }), Type.Null()]);
const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code of the amount' });

/** PUT /api/admin/organisations/:id/limits */
export const LimitsBody = Type.Object(
  {
    credit: limit('Maxima led or in flight and prices won and not settled; null: no limit'),
    currency,
    lotsLedMax: limit('Lots led at once, bids in flight included; null: no limit', 100_000),
    further: Type.Optional(
      Type.Array(
        Type.Object(
          {
            currency,
            credit: Type.Integer({ minimum: 0, maximum: amountMax, description: 'Minor units' }),
          },
          strict,
        ),
        { maxItems: 10, description: 'Credits in further currencies, beside the first' },
      ),
    ),
  },
  strict,
);
export const SettledBody = Type.Object(
  {
    lotId: Type.String({ minLength: 1, maxLength: 64, description: 'A lot the organisation won' }),
  },
  strict,
);
/** PUT /api/organisation/users/:id/limit */
export const UserLimitBody = Type.Object(
  {
    amount: limit('Most a user may bid without an approver; null: no limit'),
    currency,
    further: Type.Optional(
      Type.Array(
        Type.Object(
          {
            currency,
            amount: Type.Integer({ minimum: 0, maximum: amountMax, description: 'Minor units' }),
          },
          strict,
        ),
        { maxItems: 10, description: 'The same in further currencies, beside the first' },
      ),
    ),
  },
  strict,
);

export const OrganisationLimits = Type.Object({
  credit: integerOrNull('Maxima led or in flight and prices won and not settled; null: no limit'),
  currency: textOrNull('ISO 4217 code of credit and exposure; null: no limit was ever set'),
  lotsLedMax: integerOrNull('Lots led at once; null: no limit'),
  further: Type.Array(
    Type.Object({ currency: text('ISO 4217 code'), credit: integer('Credit in this currency') }),
    { description: 'Credits in further currencies; where there is none, nothing is granted' },
  ),
});
export type OrganisationLimits = Static<typeof OrganisationLimits>;
export const UserLimit = Type.Object({
  userId: text('The user'),
  amount: integerOrNull('Most the user may bid without an approver; null: no limit'),
  currency: textOrNull('ISO 4217 code of the amount'),
  further: Type.Array(
    Type.Object({
      currency: text('ISO 4217 code'),
      amount: integer('Most without an approver in this currency'),
    }),
    { description: 'In further currencies; where there is none, every bid waits for an approver' },
  ),
});
export type UserLimit = Static<typeof UserLimit>;
/** GET /api/organisation/limits */
export const OwnLimits = Type.Object({
  ...OrganisationLimits.properties,
  exposure: integer('What the organisation is bound to now, in the currency of `credit`'),
  exposures: Type.Array(
    Type.Object({ currency: text('ISO 4217 code'), exposure: integer('Bound to now') }),
    { description: 'The same by currency, wherever it has a credit or is bound' },
  ),
  lotsLed: integer('Lots it leads or has bids in flight on'),
  users: Type.Array(UserLimit, { description: "Users' limits: all for admins, else the own one" }),
});
export type OwnLimits = Static<typeof OwnLimits>;

export const ApprovalItem = Type.Object({
  commandId: text('Names the parked bid'),
  lotId: text('The lot'),
  title: textOrNull('Year, make, model and trim'),
  photo: textOrNull('Address of the first photo'),
  kind: oneOf(
    ['FLAT', 'PROXY', 'BUY_NOW', 'ACCEPT_COUNTER', 'PLACEMENT', 'ASSIST'],
    'What is to be done; PLACEMENT: a maximum at the lot’s own site; ASSIST: a bid by hand there',
  ),
  amount: integer('What it binds to'),
  currency: textOrNull('ISO 4217 code of all amounts'),
  price: integerOrNull('Public price now'),
  ask: integerOrNull('Least acceptable next bid now'),
  endsAt: instantOrNull('End of bidding; the bid expires with it'),
  userId: text('Who placed it'),
  userName: textOrNull('Name of the user; null: removed'),
  askedAt: instant('When it was placed'),
  state: oneOf(approvalStates, 'What became of it'),
  decidedBy: textOrNull('Name of the approver'),
  decidedAt: instantOrNull('When it was decided'),
  note: textOrNull('Why the approver refused it; null: nothing was said'),
  outcome: Type.Unsafe<'ACCEPTED' | 'REJECTED' | null>({
    enum: ['ACCEPTED', 'REJECTED', null],
    description: 'What the lot said after the approval; null: nothing yet',
  }),
  reason: textOrNull('Why the lot refused it'),
});
export type ApprovalItem = Static<typeof ApprovalItem>;
/** GET /api/approvals */
export const ApprovalList = Type.Object({
  approvals: Type.Array(ApprovalItem, { description: 'Those that wait first; at most 200' }),
});
export type ApprovalList = Static<typeof ApprovalList>;
/** POST /api/approvals/:id/refuse */
export const RefusalBody = Type.Object(
  {
    note: Type.Optional(Type.String({ maxLength: 300, description: 'Why, for whoever placed it' })),
  },
  strict,
);
export const ApprovalRefused = Type.Object({
  commandId: text('Names the parked bid'),
  state: oneOf(['REFUSED'], 'It is not sent'),
});

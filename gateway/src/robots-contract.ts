/**
 * Strategy robots as the routes take and answer them. No relative imports, like contract.ts, which
 * exports the types. Amounts are integers in minor units, instants epoch ms UTC.
 */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import {
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
const amount = (what: string) =>
  Type.Integer({ minimum: 1, maximum: amountMax, description: `${what}, minor units` });
const lotId = Type.String({ pattern: '^[a-zA-Z0-9_-]{1,32}$', description: 'lotId' });

export const robotStrategies = ['SNIPE', 'STEP', 'GROUP'] as const;
export const robotWishes = ['RUN', 'PAUSE', 'STOP'] as const;
/** Lots of one robot at most. */
export const robotLotsMax = 50;
export const snipeLeadMinMs = 3_000;
export const snipeLeadUsualMs = 10_000;

const RobotLotBody = Type.Object({ lotId, cap: amount('The most it may ever offer') }, strict);
const lead = Type.Integer({
  minimum: snipeLeadMinMs,
  maximum: 86_400_000,
  description: `How long before the end it begins, ms; SNIPE: ${snipeLeadUsualMs} where it is left out`,
});
const steps = Type.Integer({ minimum: 0, maximum: 20, description: 'STEP: steps above the ask' });
const winCount = Type.Integer({ minimum: 1, maximum: robotLotsMax, description: 'Lots to win' });
const lots = Type.Array(RobotLotBody, {
  minItems: 1,
  maxItems: robotLotsMax,
  description: 'One; for GROUP several: of two that end together the first comes first',
});

/** POST /api/robots */
export const NewRobotBody = Type.Object(
  {
    strategy: oneOf(
      robotStrategies,
      'SNIPE: one maximum just before the end; STEP: the ask whenever outbid; GROUP: n of m lots',
    ),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code' }),
    lots,
    leadMs: Type.Optional(lead),
    stepCount: Type.Optional(steps),
    winCount: Type.Optional(winCount),
    budget: Type.Optional(amount('GROUP: for all lots together')),
  },
  strict,
);
export type NewRobotBody = Static<typeof NewRobotBody>;

/** PATCH /api/robots/:id: what is left out stays. */
export const ChangeRobotBody = Type.Partial(
  Type.Object({
    wish: oneOf(robotWishes, 'RUN, PAUSE or STOP, at once; what is stopped stays so'),
    lots,
    winCount,
    budget: amount('GROUP: for all lots together'),
    stepCount: steps,
    leadMs: lead,
  }),
  { ...strict, minProperties: 1 },
);
export type ChangeRobotBody = Static<typeof ChangeRobotBody>;

const RobotLotItem = Type.Object({
  lotId: text('The lot'),
  title: textOrNull('Year, make, model and trim'),
  lotStatus: textOrNull('What happens with the lot'),
  price: integerOrNull('Public price'),
  ask: integerOrNull('Least acceptable next bid'),
  endsAt: instantOrNull('End of bidding'),
  cap: integer('The most it may ever offer'),
  way: Type.Unsafe<'API' | 'BY_HAND' | null>({
    enum: ['API', 'BY_HAND', null],
    description: 'On a lot of another site: placed there, or told its owner; null: an own lot',
  }),
  link: textOrNull('Of a lot of another site: its page there'),
  bidOnWay: Type.Boolean({ description: 'A bid was sent whose outcome has not come' }),
  isLeading: Type.Boolean({ description: 'The own organisation led, as the robot last knew' }),
  end: textOrNull('WON, LOST or NO_BID once the lot is over'),
});
export const RobotItem = Type.Object({
  robotId: text('The robot'),
  strategy: oneOf(robotStrategies, 'What it does'),
  currency: text('ISO 4217 code of all amounts'),
  leadMs: integerOrNull('How long before the end it begins; null: at once'),
  stepCount: integer('STEP: steps above the ask'),
  winCount: integer('GROUP: lots to win'),
  budget: integerOrNull('GROUP: for all lots together'),
  wish: oneOf(robotWishes, 'What its owner wants'),
  status: text('NEW, RUNNING, PAUSED, HALTED, STOPPED, DONE or FAILED'),
  statusReason: textOrNull('Named why of an end'),
  isTold: Type.Boolean({ description: 'It has taken note of its order as it stands' }),
  lots: Type.Array(RobotLotItem, { description: 'In the order of the order' }),
  createdAt: instant('When it was made'),
});
export type RobotItem = Static<typeof RobotItem>;
/** GET /api/robots */
export const RobotList = Type.Object({
  robots: Type.Array(RobotItem, { description: 'Newest first, at most 200' }),
  halted: Type.Boolean({ description: 'The platform has halted all robots' }),
});

export const RobotDeedItem = Type.Object({
  number: integer('From 1 per robot'),
  at: instant('When'),
  kind: text('What it did or what happened to it: an upper-case word'),
  lotId: textOrNull('Where'),
  title: textOrNull('Title of the lot'),
  reason: textOrNull('Named why: an upper-case word'),
  amount: integerOrNull('Of the bid'),
  price: integerOrNull('Public price then'),
  ask: integerOrNull('Least acceptable bid then'),
});
export type RobotDeedItem = Static<typeof RobotDeedItem>;
/** GET /api/robots/:id/deeds */
export const RobotDeeds = Type.Object({
  deeds: Type.Array(RobotDeedItem, { description: 'Newest first, at most 500' }),
});

/** POST /api/robots/stop-all */
export const RobotsStopped = Type.Object({ stopped: integer('Robots that were not over') });
/** GET and PUT /api/admin/robots */
export const RobotSwitch = Type.Object(
  { halted: Type.Boolean({ description: 'No robot of any organisation bids' }) },
  strict,
);

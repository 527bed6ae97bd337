import type { Placement as Written } from '@auction/avro/records';
import { endsAt, say, startAt } from '../../testing/a-placement.ts';
import { decide } from './decide.ts';
import { refusals } from './placement.ts';
import type { Code, Command, Placement } from './placement.ts';
import { giveUpAfterEndMs } from './read-times.ts';

const play = (commands: readonly Command[]): Placement | undefined =>
  commands.reduce<Placement | undefined>((at, one) => decide(at, one) ?? at, undefined);

/** State, and what else the row names: attempt, next read (ms after the start), code, refused. */
function check(commands: readonly Command[], state: string, of: Partial<Shown> = {}): void {
  const placement = play(commands);
  expect(placement && shown(placement)).toMatchObject({ state, ...of });
}
interface Shown {
  readonly state: string;
  readonly attempt: number;
  readonly readIn: number | null;
  readonly code: Code | null;
  readonly refused: Code | null;
  readonly max: number;
  readonly standing: number | null;
}
const shown = (of: Placement): Shown => ({
  state: of.state,
  attempt: of.attempt,
  readIn: of.nextReadAt === null ? null : of.nextReadAt - startAt,
  code: of.code,
  refused: of.refused?.code ?? null,
  max: of.order.maxMinor,
  standing: of.standingMaxMinor,
});

const sent = [say.order(0), say.claim(10)];
const placed = [...sent, say.answer(200, 'PLACED')];
const leading = [...placed, say.read(300, 'FOUND')];
const unclear = [...sent, say.answer(1_000, 'UNCLEAR')];
const absentTwice = [...unclear, say.read(2_000, 'ABSENT'), say.read(4_000, 'ABSENT')];
const atEnd = endsAt - startAt;

const rows: [string, Command[], string, Partial<Shown>?][] = [
  ['an order', [say.order(0)], 'REQUESTED', { attempt: 0 }],
  ['is claimed', sent, 'SUBMITTING', { attempt: 1, readIn: null }],
  ['a second claim comes too late', [...sent, say.claim(11, 'r2')], 'SUBMITTING'],
  ['the site took it: read at once', placed, 'SUBMITTING', { readIn: 200, standing: 100_000 }],
  ['and it leads', leading, 'LEADING', { readIn: 60_300 }],
  ['or not', [...placed, say.read(300, 'FOUND', { isHighBidder: false })], 'OUTBID'],
  ['outbid later', [...leading, say.read(60_300, 'FOUND', { isHighBidder: false })], 'OUTBID'],
  [
    'and leading again',
    [...leading, say.read(60_300, 'FOUND', { isHighBidder: false }), say.read(99_000, 'FOUND', {})],
    'LEADING',
  ],
  ['what was taken is never sent again', [...placed, say.read(300, 'ABSENT')], 'SUBMITTING'],
  [
    'won',
    [...leading, say.read(atEnd + 5_000, 'FOUND', { isEnded: true })],
    'WON',
    { readIn: null },
  ],
  [
    'below the reserve nobody wins',
    [...leading, say.read(atEnd, 'FOUND', { isEnded: true, isReserveMet: false })],
    'LOST',
  ],
  ['lost', [...leading, say.read(atEnd, 'FOUND', { isEnded: true, isHighBidder: false })], 'LOST'],
  [
    'no word for a day after the end',
    [...leading, say.read(atEnd + giveUpAfterEndMs, 'FAILED')],
    'ENDED_UNKNOWN',
    { readIn: null },
  ],
  ['no clear answer: read after 1 s', unclear, 'UNKNOWN', { readIn: 2_000 }],
  ['3 s', [...unclear, say.read(2_000, 'FAILED')], 'UNKNOWN', { readIn: 4_000 }],
  [
    '8 s',
    [...unclear, say.read(2_000, 'FAILED'), say.read(4_000, 'FAILED')],
    'UNKNOWN',
    { readIn: 9_000 },
  ],
  ['it had landed', [...unclear, say.read(2_000, 'FOUND')], 'LEADING', { attempt: 1 }],
  ['not there once', [...unclear, say.read(2_100, 'ABSENT')], 'UNKNOWN', { readIn: 4_100 }],
  [
    'two reads too near to each other are one',
    [...unclear, say.read(2_000, 'ABSENT'), say.read(3_999, 'ABSENT')],
    'UNKNOWN',
  ],
  ['not there twice: once more', absentTwice, 'REQUESTED', { attempt: 1, max: 100_000 }],
  [
    'a lower bid is not ours',
    [
      ...unclear,
      say.read(2_000, 'FOUND', { maxMinor: 90_000 }),
      say.read(4_000, 'FOUND', { maxMinor: 90_000 }),
    ],
    'REQUESTED',
    { attempt: 1 },
  ],
  [
    'a second time is the last',
    [
      ...absentTwice,
      say.claim(4_100, 'r1', 2),
      say.answer(5_000, 'UNCLEAR', null, { attempt: 2 }),
      say.read(6_000, 'ABSENT'),
      say.read(8_000, 'ABSENT'),
    ],
    'EXPIRED',
    { attempt: 2, code: 'EXPIRED', readIn: null },
  ],
  [
    'no retry with 15 s left',
    [
      say.order(0),
      say.claim(atEnd - 20_000),
      say.answer(atEnd - 18_000, 'UNCLEAR'),
      say.read(atEnd - 17_000, 'ABSENT'),
      say.read(atEnd - 15_000, 'ABSENT'),
    ],
    'EXPIRED',
  ],
  [
    'but with more',
    [
      say.order(0),
      say.claim(atEnd - 20_000),
      say.answer(atEnd - 18_001, 'UNCLEAR'),
      say.read(atEnd - 17_001, 'ABSENT'),
      say.read(atEnd - 15_001, 'ABSENT'),
    ],
    'REQUESTED',
  ],
  [
    'a changed order is sent instead of the old one',
    [...unclear, say.order(1_500, { orderId: 'o2', maxMinor: 120_000 }), ...absentTwice.slice(3)],
    'REQUESTED',
    { attempt: 0, max: 120_000 },
  ],
  ['the sender is still there', [...sent, say.lostTrack(12_009)], 'SUBMITTING'],
  [
    'the sender is gone: read back',
    [...sent, say.lostTrack(12_010)],
    'UNKNOWN',
    { readIn: 13_010 },
  ],
  [
    'an answer of another attempt',
    [...sent, say.answer(1, 'PLACED', null, { attempt: 2 })],
    'SUBMITTING',
  ],
  ['the same order twice', [...leading, say.order(400)], 'LEADING'],
  [
    'a lower order',
    [...leading, say.order(400, { orderId: 'o2', maxMinor: 100_000 })],
    'LEADING',
    { refused: 'NOT_HIGHER', standing: 100_000 },
  ],
  [
    'another currency',
    [...leading, say.order(400, { orderId: 'o2', maxMinor: 200_000, currency: 'EUR' })],
    'LEADING',
    { refused: 'CURRENCY' },
  ],
  [
    'a raise',
    [...leading, say.order(400, { orderId: 'o2', maxMinor: 150_000 })],
    'REQUESTED',
    { attempt: 0, max: 150_000, standing: 100_000 },
  ],
  [
    'a raise that is refused leaves what stood',
    [
      ...leading,
      say.order(400, { orderId: 'o2', maxMinor: 150_000 }),
      say.claim(410, 'r1', 1, 'o2'),
      say.answer(500, 'REFUSED', 'SITE_LIMIT', { orderId: 'o2' }),
    ],
    'LEADING',
    { refused: 'SITE_LIMIT', standing: 100_000, readIn: 500 },
  ],
  [
    'two users: the second waits',
    [...sent, say.order(20, { orderId: 'o2', userId: 'u2', maxMinor: 120_000 })],
    'SUBMITTING',
    { max: 100_000 },
  ],
  [
    'and comes after the first',
    [
      ...sent,
      say.order(20, { orderId: 'o2', userId: 'u2', maxMinor: 120_000 }),
      say.answer(200, 'PLACED'),
      say.read(300, 'FOUND'),
    ],
    'REQUESTED',
    { max: 120_000, attempt: 0 },
  ],
  [
    'or instead of it when it was too low',
    [
      ...sent,
      say.order(20, { orderId: 'o2', maxMinor: 120_000 }),
      say.answer(200, 'REFUSED', 'TOO_LOW'),
    ],
    'REQUESTED',
    { max: 120_000, refused: 'TOO_LOW' },
  ],
  [
    'a higher one replaces one that was not sent',
    [say.order(0), say.order(5, { orderId: 'o2', maxMinor: 120_000 })],
    'REQUESTED',
    { max: 120_000 },
  ],
  [
    'after the end nothing is ordered',
    [
      ...leading,
      say.read(atEnd, 'FOUND', { isEnded: true }),
      say.order(atEnd + 1, { orderId: 'o2', maxMinor: 200_000 }),
    ],
    'WON',
    { refused: 'ENDED' },
  ],
  [
    'after a refusal any amount may be tried',
    [
      ...sent,
      say.answer(200, 'REFUSED', 'TOO_LOW'),
      say.order(300, { orderId: 'o2', maxMinor: 50_000 }),
    ],
    'REQUESTED',
    { max: 50_000 },
  ],
];
test.each(rows)('%s', (...[, commands, state, of]) => check(commands, state, of));

test.each(Object.entries(refusals))('refused: %s', (code, { state }) => {
  check([...sent, say.answer(200, 'REFUSED', code as Code)], state, { code: code as Code });
});

const link = say.order(0, { maxMinor: 80_000 }, 'ASSIST');
const assisted: [string, Command[], string][] = [
  ['the link is given', [link], 'LINK_GIVEN'],
  ['nothing is reported by a price', [link, say.price(1, 90_000)], 'LINK_GIVEN'],
  ['nor an end', [link, say.result(1, 'WON')], 'LINK_GIVEN'],
  ['reported', [link, say.report(5, 80_000, 70_000)], 'REPORTED'],
  ['below the price already', [link, say.report(5, 80_000, 80_001)], 'OUTBID_LIKELY'],
  ['at the price', [link, say.report(5, 80_000), say.price(6, 80_000)], 'REPORTED'],
  ['above it', [link, say.report(5, 80_000), say.price(6, 80_001)], 'OUTBID_LIKELY'],
  [
    'a price that was corrected',
    [link, say.report(5, 80_000), say.price(6, 80_001), say.price(7, 79_000)],
    'REPORTED',
  ],
  ['won', [link, say.report(5, 80_000), say.result(9, 'WON')], 'WON_REPORTED'],
  [
    'lost',
    [link, say.report(5, 80_000), say.price(6, 90_000), say.result(9, 'LOST')],
    'LOST_REPORTED',
  ],
  [
    'a slip is put right',
    [link, say.report(5, 1), say.result(8, 'LOST'), say.result(9, 'WON')],
    'WON_REPORTED',
  ],
  [
    'an API order begins anew',
    [link, say.report(5, 80_000), say.order(9, { orderId: 'o2' })],
    'REQUESTED',
  ],
  [
    'no link beside an order that is under way',
    [...sent, say.order(9, { orderId: 'o2' }, 'ASSIST')],
    'SUBMITTING',
  ],
  ['reports of an API order are none', [...leading, say.report(5, 1)], 'LEADING'],
];
test.each(assisted)('assisted: %s', (_, commands, state) => check(commands, state));

test('a command about nothing begins nothing', () => {
  for (const one of [say.claim(1), say.read(1, 'FOUND'), say.report(1, 1), say.price(1, 1)]) {
    expect(decide(undefined, one)).toBeUndefined();
  }
});

test('the shapes are those of the topic', () => {
  const written: Written | undefined = play(leading);
  const read: Placement | undefined = written;
  expect(read?.version).toBe(4);
});

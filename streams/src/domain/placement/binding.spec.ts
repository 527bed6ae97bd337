/** Placements under limits: orders that were turned away, and what the others bind to. */
import { endsAt, say, startAt } from '../../testing/a-placement.ts';
import { bindingOf } from './binding.ts';
import { decide } from './decide.ts';
import type { Code, Command, Placement } from './placement.ts';
import { giveUpAfterEndMs } from './read-times.ts';

const play = (commands: readonly Command[]): Placement | undefined =>
  commands.reduce<Placement | undefined>((at, one) => decide(at, one) ?? at, undefined);

/** State, and what else the row names. */
function check(commands: readonly Command[], state: string, of: Partial<Shown> = {}): void {
  const placement = play(commands);
  expect(placement && shown(placement)).toMatchObject({ state, ...of });
}
interface Shown {
  readonly state: string;
  readonly attempt: number;
  readonly code: Code | null;
  readonly refused: Code | null;
  readonly standing: number | null;
}
const shown = (of: Placement): Shown => ({
  state: of.state,
  attempt: of.attempt,
  code: of.code,
  refused: of.refused?.code ?? null,
  standing: of.standingMaxMinor,
});

const sent = [say.order(0), say.claim(10)];
const leading = [...sent, say.answer(200, 'PLACED'), say.read(300, 'FOUND')];
const unclear = [...sent, say.answer(1_000, 'UNCLEAR')];
const atEnd = endsAt - startAt;

const noted = { refused: 'LIMIT' } as const;
const turnedAway: [string, Command[], string, Partial<Shown>?][] = [
  ['a first one is noted', [say.order(0, {}, 'ORDER', noted)], 'REJECTED', { code: 'LIMIT' }],
  [
    'the next one may come',
    [say.order(0, {}, 'ORDER', noted), say.order(5, { orderId: 'o2' })],
    'REQUESTED',
    { code: null },
  ],
  [
    'what stands is left alone',
    [...leading, say.order(400, { orderId: 'o2', maxMinor: 200_000 }, 'ORDER', noted)],
    'LEADING',
    { refused: 'LIMIT', standing: 100_000 },
  ],
  [
    'what is under way too',
    [...sent, say.order(400, { orderId: 'o2', maxMinor: 200_000 }, 'ORDER', noted)],
    'SUBMITTING',
    { refused: 'LIMIT', attempt: 1 },
  ],
  ['no link', [say.order(0, {}, 'ASSIST', noted)], 'REJECTED', { code: 'LIMIT' }],
  [
    'a link without an amount after that',
    [say.order(0, {}, 'ASSIST', noted), say.order(1, { orderId: 'o2' }, 'ASSIST')],
    'LINK_GIVEN',
    { code: null },
  ],
  [
    'bid there all the same',
    [say.order(0, {}, 'ASSIST', noted), say.report(5, 80_000)],
    'REPORTED',
  ],
];
test.each(turnedAway)('turned away on its way: %s', (...[, commands, state, of]) =>
  check(commands, state, of),
);

test('a repeated order changes nothing, but the limiter is told again', () => {
  const placement = play(leading);
  expect(decide(placement, say.order(500))).toBeUndefined();
  const again = decide(placement, say.order(500, {}, 'ORDER', { isLimited: true }));
  expect(again).toEqual({ ...placement, version: 5, changedAt: startAt + 500 });
});

const bindings: [string, Command[], number, isWon?: boolean][] = [
  ['an order binds before it is sent', [say.order(0)], 100_000],
  ['and while nobody knows', unclear, 100_000],
  ['leading', leading, 100_000],
  ['leading with less than was ordered', [...leading, say.order(9, { orderId: 'o2' })], 100_000],
  [
    'a raise under way',
    [...leading, say.order(400, { orderId: 'o2', maxMinor: 150_000 })],
    150_000,
  ],
  [
    'a raise that failed',
    [
      ...leading,
      say.order(400, { orderId: 'o2', maxMinor: 150_000 }),
      say.claim(410, 'r1', 1, 'o2'),
      say.answer(420, 'REFUSED', 'TOO_LOW', { orderId: 'o2' }),
    ],
    100_000,
  ],
  ['outbid frees', [...leading, say.read(60_300, 'FOUND', { isHighBidder: false })], 0],
  ['refused frees', [...sent, say.answer(200, 'REFUSED', 'TOO_LOW')], 0],
  ['turned away', [say.order(0, {}, 'ORDER', noted)], 0],
  ['won: the price', [...leading, say.read(atEnd, 'FOUND', { isEnded: true })], 90_000, true],
  [
    'ended without a word: it may have won',
    [...leading, say.read(atEnd + giveUpAfterEndMs, 'FAILED')],
    100_000,
    true,
  ],
  ['a link binds to nothing', [say.order(0, {}, 'ASSIST')], 0],
  ['a report does', [say.order(0, {}, 'ASSIST'), say.report(5, 80_000, 70_000)], 80_000],
  ['until the price is above it', [say.order(0, {}, 'ASSIST'), say.report(5, 1, 70_000)], 0],
  [
    'won, as somebody says',
    [say.order(0, {}, 'ASSIST'), say.report(5, 80_000), say.result(9, 'WON')],
    80_000,
    true,
  ],
  ['lost', [say.order(0, {}, 'ASSIST'), say.report(5, 80_000), say.result(9, 'LOST')], 0],
];
test.each(bindings)('bound: %s', (_, commands, boundMinor, isWon = false) => {
  const placement = play(commands);
  expect(placement && bindingOf(placement)).toEqual({ boundMinor, isWon });
});

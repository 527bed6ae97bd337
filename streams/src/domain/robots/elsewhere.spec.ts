/** Robots on lots of other sites: placed once by an API, or the owner is told the moment. */
import { aPlacement, endsAt, say, startAt } from '../../testing/a-placement.ts';
import { anOrder } from '../../testing/auction/robot-arena.ts';
import type { Command } from '../placement/placement.ts';
import { viewElsewhere } from './elsewhere.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { LotSight, RobotMemory, RobotOrder } from './robot.ts';
import { turn } from './turn.ts';

const orderId = 'robot/R/L/1';
const sight: LotSight = {
  ...{ seq: 7, status: 'OPEN', currency: 'USD', priceMinor: 40_000, askMinor: null },
  ...{ endsAt, endsAtPrecision: 'MS', incTable: null, granularityMinor: null },
};
const listing = { site: 'ebay', siteListingId: 'v1|1|0', link: 'https://site.example/itm/1' };

/** A robot with a cap of 1000.00, turn by turn. */
class Story {
  elsewhere: Elsewhere;
  memory: RobotMemory | undefined;
  readonly sent: string[] = [];

  constructor(way: Elsewhere['way'], given: Partial<LotSight> = {}) {
    this.elsewhere = { way, sight: { ...sight, ...given }, listing, placed: null };
  }

  /** @param now epoch ms @returns its deeds in short words */
  at(now: number, given: Partial<Elsewhere> = {}, wish: RobotOrder['wish'] = 'RUN'): string[] {
    this.elsewhere = { ...this.elsewhere, ...given };
    const order = anOrder({ strategy: 'SNIPE', caps: { L: 1000 }, currency: 'USD' });
    const lots = order.lots.map((lot) => ({ ...lot, elsewhere: this.elsewhere }));
    const told = { ...order, lots, wish };
    const clientSeq = () => this.memory?.lots[0]?.clientSeq ?? 0;
    const look = () => viewElsewhere(told, 'L', this.elsewhere, clientSeq());
    const done = turn(told, this.memory, look, { now, startedAt: 0 });
    this.memory = done.memory;
    this.sent.push(...done.bids.map((bid) => `${bid.kind} ${bid.amountMinor} ${bid.clientSeq}`));
    return done.memory.deeds.map(({ kind, reason }) => [kind, reason].filter(Boolean).join(' '));
  }
}
const placed = (...more: Command[]) => ({
  placed: aPlacement(say.order(0, { orderId, via: 'ROBOT' }), ...more),
});
const taken = [say.claim(5, 'r1', 1, orderId), say.answer(6, 'PLACED', null, { orderId })];
const moment = endsAt - 10_000;

test('one maximum at its moment; what waits at the placer is not sent again', () => {
  const story = new Story('API');
  expect(story.at(moment - 1)).toEqual(['ARMED SNIPE']);
  expect(story.at(moment).at(-1)).toBe('BID_SENT END_IS_NEAR');
  expect(story.sent).toEqual(['PROXY 100000 1']);
  expect(story.at(moment + 60_000, placed()).at(-1)).toBe('BID_SENT END_IS_NEAR');
  expect(story.sent).toHaveLength(1);
  const read = say.read(9, 'FOUND', { orderId });
  expect(story.at(moment + 61_000, placed(...taken, read)).slice(-2)).toEqual([
    'ACCEPTED LEADING',
    'DONE PLACED',
  ]);
});

test('an order nobody has heard of is sent again, under its name', () => {
  const story = new Story('API');
  story.at(moment);
  expect(story.at(moment + 10_000).at(-1)).toBe('BID_SENT_AGAIN NO_OUTCOME');
  expect(story.sent).toEqual(['PROXY 100000 1', 'PROXY 100000 1']);
});

test.each<[string, Command[], string]>([
  ['too low', [...taken.slice(0, 1), say.answer(6, 'REFUSED', 'TOO_LOW', { orderId })], 'TOO_LOW'],
  ['the card', [...taken.slice(0, 1), say.answer(6, 'REFUSED', 'CARD', { orderId })], 'CARD'],
])('refused by the site: %s', (_what, commands, code) => {
  const story = new Story('API');
  story.at(moment);
  const deeds = story.at(moment + 500, placed(...commands));
  expect(deeds.slice(-2)).toEqual([`REFUSED ${code}`, `FAILED ${code}`]);
});

test('turned away by the limiter', () => {
  const story = new Story('API');
  story.at(moment);
  const order = say.order(0, { orderId }, 'ORDER', { refused: 'LIMIT', isLimited: true });
  expect(story.at(moment + 500, { placed: aPlacement(order) }).at(-1)).toBe('FAILED LIMIT');
});

test('where people bid its owner is told the moment, once, with the most to bid', () => {
  const story = new Story('BY_HAND');
  expect(story.at(moment - 1)).toEqual(['ARMED SNIPE']);
  const deeds = ['ARMED SNIPE', 'TIME_TO_BID END_IS_NEAR', 'DONE TIME_TO_BID'];
  expect(story.at(moment)).toEqual(deeds);
  expect(story.at(moment + 1_000)).toEqual(deeds);
  expect(story.sent).toEqual([]);
  expect(story.memory?.deeds[1]?.amountMinor).toBe(100_000);
});

test.each<[string, Partial<LotSight>, number, string]>([
  ['the price is above the cap', { priceMinor: 100_001 }, moment, 'HELD_BACK ASK_ABOVE_CAP'],
  ['the end is known to the day', { endsAtPrecision: 'DAY' }, moment, 'HELD_BACK NO_EXACT_END'],
  ['the lot is over', { status: 'ENDED' }, endsAt + 1, 'DONE NO_BID'],
])('it does not bid when %s', (_what, given, now, told) => {
  const story = new Story('API', given);
  story.at(startAt);
  expect(story.at(now).at(-1)).toBe(told);
  expect(story.sent).toEqual([]);
});

test('paused it lets the moment pass; an end that moved re-arms it', () => {
  const story = new Story('API');
  story.at(moment - 1);
  story.at(moment, {}, 'PAUSE');
  const later = { sight: { ...sight, seq: 8, endsAt: endsAt + 60_000 } };
  story.at(moment + 1, later);
  expect(story.sent).toEqual([]);
  story.at(moment + 60_000);
  expect(story.sent).toEqual(['PROXY 100000 1']);
});

import type { RobotItem } from '@auction/gateway/contract';
import { aDeed, aRobot, aRobotLot } from '../../testing/robots.ts';
import { deedText, endText, robotPlan, robotStatus } from './robot-words.ts';

test.each([
  [{ kind: 'ARMED', reason: 'STEP' }, 'Started.'],
  [
    { kind: 'BID_SENT', reason: 'NOT_LEADING', amount: 1_300_000 },
    'Bid $13,000: you were not leading.',
  ],
  [{ kind: 'BID_SENT', reason: 'END_IS_NEAR', amount: 100 }, 'Bid $1: the end is near.'],
  [{ kind: 'ACCEPTED', reason: 'LEADING', price: 1_300_000 }, 'Leading at $13,000.'],
  [{ kind: 'ACCEPTED', reason: 'OUTBID', price: 1_400_000 }, 'Taken, but outbid at $14,000.'],
  [{ kind: 'REFUSED', reason: 'TOO_LOW', ask: 1_400_000 }, 'Too low. The next bid was $14,000.'],
  [
    { kind: 'REFUSED', reason: 'LIMIT' },
    'With this your organisation would be bound to more than its limit. Your account page shows what is left.',
  ],
  [{ kind: 'OUTBID', price: 1_400_000 }, 'Outbid at $14,000.'],
  [
    { kind: 'HELD_BACK', reason: 'ASK_ABOVE_CAP', ask: 1_400_000 },
    'Did not bid: the next bid, $14,000, is above its limit.',
  ],
  [{ kind: 'LOT_OVER', reason: 'WON', price: 1_400_000 }, 'Won at $14,000.'],
  [{ kind: 'DONE', reason: 'ENOUGH_WON' }, 'Done: Enough lots are won.'],
  [
    { kind: 'FAILED', reason: 'TOO_MANY_LEADS' },
    'Stopped: More lots are led than wanted: look at your bids. It bids no more.',
  ],
  [{ kind: 'NEW_KIND' }, 'NEW_KIND'],
])('%j', (given, text) => {
  expect(deedText(aDeed(given), 'USD')).toBe(text);
});

test.each<[Partial<RobotItem>, string]>([
  [{ strategy: 'SNIPE', leadMs: 10_000 }, 'One maximum of $15,000, 10 s before the end'],
  [{ strategy: 'STEP' }, 'Bids the next step whenever outbid, up to $15,000'],
  [{ strategy: 'STEP', stepCount: 1 }, 'Bids 1 step above the next whenever outbid, up to $15,000'],
  [
    { strategy: 'STEP', stepCount: 2, leadMs: 60_000 },
    'Bids 2 steps above the next whenever outbid in the last 60 s, up to $15,000',
  ],
  [
    {
      strategy: 'GROUP',
      winCount: 1,
      budget: 3_000_000,
      lots: [aRobotLot(), aRobotLot()],
    },
    'Wins 1 of 2 lots within $30,000',
  ],
])('%j', (given, text) => {
  expect(robotPlan(aRobot(given))).toBe(text);
});

test.each<[Partial<RobotItem>, string]>([
  [{ status: 'RUNNING' }, 'Running'],
  [{ status: 'RUNNING', wish: 'PAUSE', isTold: false }, 'Pausing …'],
  [{ status: 'NEW', isTold: false }, 'Starting …'],
  [{ status: 'DONE', isTold: false }, 'Done'],
])('%j is %s', (given, word) => {
  expect(robotStatus(aRobot(given)).word).toBe(word);
});

test.each<[Partial<RobotItem>, string | null]>([
  [{ status: 'DONE', statusReason: 'WON' }, 'Won.'],
  [
    { status: 'FAILED', statusReason: 'OWN_LOT' },
    'This is a lot of your own organisation: you cannot bid on it.',
  ],
  [{ status: 'STOPPED', statusReason: 'BY_OWNER' }, null],
  [{}, null],
])('end of %j: %s', (given, text) => {
  expect(endText(aRobot(given))).toBe(text);
});

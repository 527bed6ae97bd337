/** How a robot's states and deeds read: what it did, and why. */
import type { RobotDeedItem, RobotItem } from '@auction/gateway/contract';
import { decisionText } from '../bids/decision-words.ts';
import { codeText } from '../bids/placement-words.ts';
import { money } from '../ui/money.ts';
import type { Tone } from '../ui/statuses.ts';

/** What always follows from pausing or stopping. */
export const SENT_NOTE = 'At once. A bid that was already sent may still land.';

interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
}

const statuses: Readonly<Record<string, StatusWords>> = {
  NEW: { word: 'Starting', tone: 'calm' },
  RUNNING: { word: 'Running', tone: 'good' },
  PAUSED: { word: 'Paused', tone: 'warn' },
  HALTED: { word: 'Halted by the platform', tone: 'warn' },
  STOPPED: { word: 'Stopped', tone: 'calm' },
  DONE: { word: 'Done', tone: 'calm' },
  FAILED: { word: 'Failed', tone: 'bad' },
};
const underWay: Readonly<Record<RobotItem['wish'], string>> = {
  RUN: 'Starting …',
  PAUSE: 'Pausing …',
  STOP: 'Stopping …',
};

export const isOver = ({ status }: Pick<RobotItem, 'status'>): boolean =>
  status === 'STOPPED' || status === 'DONE' || status === 'FAILED';

/** A wish the robot has not noted yet reads as one under way. */
export function robotStatus(robot: Pick<RobotItem, 'status' | 'wish' | 'isTold'>): StatusWords {
  if (!robot.isTold && !isOver(robot)) return { word: underWay[robot.wish], tone: 'calm' };
  return statuses[robot.status] ?? { word: robot.status, tone: 'calm' };
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

/** What it was told to do, in a sentence. */
export function robotPlan(robot: RobotItem): string {
  const { strategy, currency, leadMs, stepCount, winCount, budget, lots } = robot;
  const cap = money(lots[0]?.cap ?? 0, currency);
  switch (strategy) {
    case 'SNIPE':
      if (lots[0]?.way === 'BY_HAND') {
        return `Tells you to bid up to ${cap} at its site, ${seconds(leadMs ?? 0)} before the end`;
      }
      return `One maximum of ${cap}, ${seconds(leadMs ?? 0)} before the end`;
    case 'STEP': {
      const step = stepCount === 0 ? 'the next step' : `${stepsOf(stepCount)} above the next`;
      const from = leadMs === null ? '' : ` in the last ${seconds(leadMs)}`;
      return `Bids ${step} whenever outbid${from}, up to ${cap}`;
    }
    case 'GROUP':
      return `Wins ${winCount} of ${lots.length} lots within ${money(budget ?? 0, currency)}`;
  }
}

const ends: Readonly<Record<string, string>> = {
  WON: 'Won.',
  LOST: 'Not won.',
  NO_BID: 'It ended without a bid of yours.',
  ENOUGH_WON: 'Enough lots are won.',
  LOTS_OVER: 'All its lots are over.',
  BY_OWNER: 'Stopped by your organisation.',
  PLACED: 'Placed at its site: My bids shows what becomes of it.',
  TIME_TO_BID: 'You were told to bid at its site.',
  TOO_MANY_LEADS: 'More lots are led than wanted: look at your bids. It bids no more.',
};

const refusal = (code: string, currency: string): string =>
  decisionText({ commandId: '', outcome: 'REJECTED', reason: code }, currency).text;

/** At another site its own words count. */
const why = (code: string, currency: string, lots: RobotItem['lots']): string =>
  lots[0]?.way === 'API' ? codeText(code) : refusal(code, currency);

/** Why it ended; null: it has not. */
export function endText({ status, statusReason, currency, lots }: RobotItem): string | null {
  if (statusReason === null || status === 'STOPPED') return null;
  return ends[statusReason] ?? why(statusReason, currency, lots);
}

const holds: Readonly<Record<string, (next: string) => string>> = {
  ASK_ABOVE_CAP: (next) => `Did not bid: the next bid${next} is above its limit.`,
  LEADS_WITH_MORE: () => 'Did not bid: you lead with a higher maximum.',
  NO_EXACT_END: () => 'Cannot bid: the end of the lot is not known to the minute.',
  CURRENCY: () => 'Cannot bid: the lot is sold in another currency.',
  ENOUGH_LOTS: () => 'Did not bid: enough lots are led or won.',
  BUDGET_IS_USED: () => 'Did not bid: what is left of the budget is not enough.',
};
const whys: Readonly<Record<string, string>> = {
  END_IS_NEAR: 'the end is near',
  NOT_LEADING: 'you were not leading',
  NEXT_IN_GROUP: 'next lot of the group',
  BUDGET_IS_FREE: 'the budget allows more',
};
const simple: Readonly<Record<string, string>> = {
  ARMED: 'Started.',
  CHANGED: 'Its order was changed.',
  PAUSED: 'Paused.',
  RESUMED: 'Goes on.',
  HALTED: 'Halted by the platform.',
  STOPPED: 'Stopped.',
};

/** A deed in a sentence. @param currency of the robot, ISO 4217 */
export function deedText(deed: RobotDeedItem, currency: string): string {
  const { kind, reason, amount, price, ask } = deed;
  const of = (minor: number | null): string => (minor === null ? '' : money(minor, currency));
  const at = price === null ? '' : ` at ${of(price)}`;
  switch (kind) {
    case 'BID_SENT':
      return `Bid ${of(amount)}: ${whys[reason ?? ''] ?? reason ?? ''}.`;
    case 'BID_SENT_AGAIN':
      return `Sent the bid of ${of(amount)} again, as no answer had come. It counts once.`;
    case 'ACCEPTED':
      return reason === 'OUTBID' ? `Taken, but outbid${at}.` : `Leading${at}.`;
    case 'REFUSED': {
      const next = ask === null ? '' : ` The next bid was ${of(ask)}.`;
      return reason === 'TOO_LOW' ? `Too low.${next}` : refusal(reason ?? '', currency);
    }
    case 'TIME_TO_BID':
      return `Told you to bid up to ${of(amount)} at its site.`;
    case 'OUTBID':
      return `Outbid${at}.`;
    case 'LEADING_AGAIN':
      return `Leading${at}.`;
    case 'HELD_BACK':
      return (
        holds[reason ?? '']?.(ask === null ? '' : `, ${of(ask)},`) ??
        `Did not bid: ${reason ?? ''}.`
      );
    case 'LOT_OVER':
      return reason === 'WON' ? `Won${at}.` : (ends[reason ?? ''] ?? 'The lot is over.');
    case 'DONE':
    case 'FAILED':
      return `${kind === 'DONE' ? 'Done' : 'Stopped'}: ${ends[reason ?? ''] ?? refusal(reason ?? '', currency)}`;
    default:
      return simple[kind] ?? kind;
  }
}

const stepsOf = (count: number): string => (count === 1 ? '1 step' : `${count} steps`);

/**
 * START HERE: one turn of a strategy robot. It takes note of its owner's wish, of outcomes and of what
 * became of its lots, and then may put bids on their way. Pure: the same order, memory, sights and
 * instant give the same turn; so a crash before the turn is kept changes nothing.
 */
import { Draft } from './draft.ts';
import { groupPlan, holdings } from './group.ts';
import type { Look } from './group.ts';
import { readiness } from './readiness.ts';
import { isOver, sendAgainMs } from './robot.ts';
import type { Answer, LotMemory, LotView, RobotBid, RobotMemory, RobotOrder } from './robot.ts';
import { snipe, step } from './strategies.ts';
import type { Move } from './strategies.ts';

export interface Turn {
  readonly memory: RobotMemory;
  /** Keep the memory before anything is sent. */
  readonly isChanged: boolean;
  readonly bids: readonly RobotBid[];
  /** Look again at this instant; null: not before something happens. */
  readonly wakeAt: number | null;
}

/** Refusals that a newer state of the lot may lift. All others end the robot's work on the lot. */
const passing: ReadonlySet<string> = new Set([
  'TOO_LOW',
  'NOT_HIGHER',
  'EQUAL_MAX',
  'LIMIT',
  'NEEDS_APPROVAL',
  'NOT_OPEN',
  'STALE_SEQ',
  'BAD_STAMP',
  'CONFIRM',
  // The lot's end: its last row says what came of it.
  'ENDED',
  'LATE',
  'CLOSED',
]);

/**
 * @param memory undefined: the robot is new
 * @param look a lot as it is known now
 * @param given.now servers' clock, epoch ms
 * @param given.startedAt since when this process runs the robot: an older bid without an outcome is
 * sent again at once
 */
export function turn(
  order: RobotOrder,
  memory: RobotMemory | undefined,
  look: Look,
  given: { readonly now: number; readonly startedAt: number },
): Turn {
  const draft = new Draft(order, memory, given.now);
  takeOrder(draft);
  for (const lot of draft.memory.lots) takeNews(draft, lot, look(lot.lotId));
  if (draft.memory.status === 'RUNNING') {
    sendAgain(draft, look, given.startedAt);
    endIfOver(draft, look);
  }
  if (draft.memory.status === 'RUNNING') {
    if (order.strategy === 'GROUP') actInGroup(draft, look);
    else actAlone(draft, look);
  }
  const { isChanged, bids, wakeAt } = draft;
  return { memory: draft.memory, isChanged, bids, wakeAt };
}

function takeOrder(draft: Draft): void {
  const { order } = draft;
  const { status, revision } = draft.memory;
  const isNew = revision === 0;
  if (revision !== order.revision) draft.change({ revision: order.revision });
  if (isOver(status)) return;
  if (order.wish === 'STOP') {
    draft.change({ status: 'STOPPED', statusReason: 'BY_OWNER' });
    draft.say('STOPPED', { reason: 'BY_OWNER' });
    return;
  }
  const wanted = order.isHalted ? 'HALTED' : order.wish === 'PAUSE' ? 'PAUSED' : 'RUNNING';
  if (isNew && wanted === 'RUNNING') {
    draft.change({ status: wanted });
    draft.say('ARMED', { reason: order.strategy });
  } else if (wanted !== status) {
    draft.change({ status: wanted });
    draft.say(wanted === 'RUNNING' ? 'RESUMED' : wanted);
  } else if (!isNew && revision !== order.revision) {
    for (const { lotId } of draft.memory.lots) draft.changeLot(lotId, { remark: '' });
    draft.say('CHANGED', { reason: 'BY_OWNER' });
  }
}

/** An outcome of its own, a change of the lead by others, and the end of the lot. */
function takeNews(draft: Draft, lot: LotMemory, { sight, standing, answer }: LotView): void {
  const { lotId, inFlight } = lot;
  if (inFlight !== null && answer?.clientSeq === inFlight.clientSeq) {
    takeAnswer(draft, lot, answer, inFlight.amountMinor);
  } else if (inFlight === null && standing !== undefined && standing.end === null) {
    const { isLeading } = standing;
    if (isLeading !== lot.wasLeading) {
      draft.changeLot(lotId, { wasLeading: isLeading, remark: '' });
      const kind = isLeading ? 'LEADING_AGAIN' : 'OUTBID';
      if (lot.end === null) draft.say(kind, { lotId, priceMinor: sight?.priceMinor ?? null });
    }
  }
  if (lot.end !== null) return;
  const end = endOf({ sight, standing });
  if (end === null) return;
  draft.changeLot(lotId, { end });
  const priceMinor = standing?.amountMinor ?? sight?.priceMinor ?? null;
  draft.say('LOT_OVER', { lotId, reason: end, priceMinor });
}

function takeAnswer(draft: Draft, lot: LotMemory, answer: Answer, amountMinor: number): void {
  const { lotId } = lot;
  const { code, position, priceMinor, askMinor } = answer;
  draft.changeLot(lotId, {
    inFlight: null,
    wasLeading: position === 'LEADING' || (code !== null && lot.wasLeading),
  });
  const told = { lotId, amountMinor, priceMinor, askMinor };
  const isElsewhere = draft.order.lots[0]?.elsewhere != null;
  if (code === null) {
    draft.say('ACCEPTED', { ...told, reason: position });
    // It bids once there; what becomes of the bid is the placement's to tell.
    if (isElsewhere && !isOver(draft.memory.status)) draft.end('DONE', 'PLACED');
    return;
  }
  draft.say('REFUSED', { ...told, reason: code });
  if (isElsewhere && !isOver(draft.memory.status)) draft.end('FAILED', code);
  if (passing.has(code)) return;
  draft.changeLot(lotId, { isDone: true });
  if (!isOver(draft.memory.status) && draft.order.strategy !== 'GROUP') draft.end('FAILED', code);
}

const overStatuses: readonly string[] = ['SOLD', 'NOT_SOLD', 'WITHDRAWN', 'ENDED'];

/** @returns null while the lot runs, or its last letter has not come */
function endOf({ sight, standing }: Pick<LotView, 'sight' | 'standing'>): LotMemory['end'] {
  if (standing?.end != null) return standing.end;
  const isOverNow = sight !== undefined && overStatuses.includes(sight.status);
  if (!isOverNow) return null;
  return (standing?.maxMinor ?? 0) > 0 ? null : 'NO_BID';
}

function sendAgain(draft: Draft, look: Look, startedAt: number): void {
  for (const { lotId, inFlight } of draft.memory.lots) {
    if (inFlight === null || look(lotId).isTaken === true) continue;
    const at = inFlight.sentAt < startedAt ? draft.now : inFlight.sentAt + sendAgainMs;
    if (draft.now >= at) draft.bidAgain(lotId, inFlight);
    else draft.wake(at);
  }
}

function endIfOver(draft: Draft, look: Look): void {
  const { order, memory } = draft;
  if (order.strategy === 'GROUP') {
    const { wonCount, heldCount } = holdings(memory, look);
    if (wonCount >= order.winCount) draft.end('DONE', 'ENOUGH_WON');
    else if (heldCount > order.winCount) draft.end('FAILED', 'TOO_MANY_LEADS');
    else if (memory.lots.every(({ end, isDone }) => end !== null || isDone)) {
      draft.end('DONE', 'LOTS_OVER');
    }
    return;
  }
  const end = memory.lots[0]?.end ?? null;
  if (end !== null) draft.end('DONE', end);
}

function actAlone(draft: Draft, look: Look): void {
  const { order, now } = draft;
  const lot = draft.memory.lots[0];
  const ordered = order.lots[0];
  if (lot === undefined || ordered === undefined) return;
  const may = readiness(order, lot, look(lot.lotId), now);
  if (!may.ok) {
    draft.wake(may.wakeAt);
    if (may.remark !== null) draft.remark(lot.lotId, may.remark, null);
    return;
  }
  const { ready } = may;
  if (ordered.elsewhere?.way === 'BY_HAND') {
    tellTheMoment(draft, lot.lotId, ordered.capMinor, ready.askMinor);
    return;
  }
  const move = order.strategy === 'SNIPE' ? snipe(ordered, ready) : step(order, ordered, ready);
  if (move !== undefined) act(draft, lot, move, ready.sight.seq, ready.askMinor);
}

/** Nobody bids for people where the site has no API: they are told when, and where. */
function tellTheMoment(draft: Draft, lotId: string, amountMinor: number, askMinor: number): void {
  draft.changeLot(lotId, { isDone: true });
  draft.say('TIME_TO_BID', { lotId, reason: 'END_IS_NEAR', amountMinor, askMinor });
  draft.end('DONE', 'TIME_TO_BID');
}

function act(draft: Draft, lot: LotMemory, move: Move, seq: number, askMinor: number): void {
  if (move.type === 'HOLD') {
    draft.remark(lot.lotId, move.reason, askMinor);
    if (move.isLast) draft.changeLot(lot.lotId, { isDone: true });
    return;
  }
  draft.bid(lot, move, seq, askMinor);
  draft.wake(draft.now + sendAgainMs);
}

function actInGroup(draft: Draft, look: Look): void {
  for (;;) {
    const plan = groupPlan(draft.order, draft.memory, look, draft.now);
    for (const { lotId, reason } of plan.remarks) {
      draft.remark(lotId, reason, look(lotId).sight?.askMinor ?? null);
    }
    draft.wake(plan.wakeAt);
    if (plan.move === null) return;
    const { lotId, move } = plan.move;
    const lot = draft.memory.lots.find((one) => one.lotId === lotId);
    const sight = look(lotId).sight;
    if (lot === undefined || sight === undefined) return;
    act(draft, lot, move, sight.seq, sight.askMinor ?? 0);
  }
}

/**
 * The placement's state machine (bidding.md section 12): a placement and a command in, the next
 * placement out. A bid is sent by whoever holds the claim of an attempt; an attempt without a clear
 * answer is read back before it may be repeated, and it is repeated once at most.
 */
import { reported } from './assisted.ts';
import { begun, reordered, requested } from './orders.ts';
import type { Changes } from './orders.ts';
import { attemptMax, isStanding, refusals } from './placement.ts';
import type { Answer, Claim, Code, Command, Placement, Read } from './placement.ts';
import {
  absentApartMs,
  claimGoodMs,
  giveUpAfterEndMs,
  retryNeedsMs,
  unclearReadAt,
  watchReadAt,
} from './read-times.ts';

/**
 * @returns undefined: the command changes nothing (repeated, out of date, or of nobody)
 * Total: refusals stand in the placement, nothing is thrown.
 */
export function decide(placement: Placement | undefined, command: Command): Placement | undefined {
  if (!placement) return firstOf(command);
  const changes = changesOf(placement, command);
  if (!changes) return undefined;
  return { ...placement, ...changes, version: placement.version + 1, changedAt: command.at };
}

function firstOf(command: Command): Placement | undefined {
  if (command.order === null) return undefined;
  if (command.kind !== 'ORDER' && command.kind !== 'ASSIST') return undefined;
  const mode = command.kind === 'ORDER' ? 'API' : 'ASSISTED';
  return { ...begun(command.order, command, mode), version: 1 };
}

function changesOf(placement: Placement, command: Command): Changes | undefined {
  const { kind, order, claim, answer, read, at } = command;
  switch (kind) {
    case 'ORDER':
      return order ? reordered(placement, order) : undefined;
    case 'CLAIM':
      return claim ? claimed(placement, claim, at) : undefined;
    case 'LOST_TRACK':
      return claim ? lostTrack(placement, claim, at) : undefined;
    case 'ANSWER':
      return answer ? answered(placement, answer, at) : undefined;
    case 'READ':
      return read ? seen(placement, read, at) : undefined;
    default:
      return reported(placement, command);
  }
}

/** The first claim of an attempt wins; every other one comes too late. */
function claimed(placement: Placement, claim: Claim, at: number): Changes | undefined {
  const { state, order, attempt } = placement;
  const isNext = order.orderId === claim.orderId && attempt + 1 === claim.attempt;
  if (state !== 'REQUESTED' || !isNext) return undefined;
  return { state: 'SUBMITTING', attempt: claim.attempt, claim: { runner: claim.runner, at } };
}

const isSending = (placement: Placement, of: { orderId: string; attempt: number }): boolean =>
  placement.state === 'SUBMITTING' &&
  !placement.isLanded &&
  placement.order.orderId === of.orderId &&
  placement.attempt === of.attempt;

/** Whoever sent it is gone: nobody knows whether it landed. */
function lostTrack(placement: Placement, claim: Claim, at: number): Changes | undefined {
  const isStale = at - (placement.claim?.at ?? at) >= claimGoodMs;
  return isSending(placement, claim) && isStale ? unclear(at) : undefined;
}

const unclear = (at: number): Changes => ({
  state: 'UNKNOWN',
  claim: null,
  unclearAt: at,
  readCount: 0,
  absentAt: null,
  nextReadAt: unclearReadAt(at, 0, at),
});

function answered(placement: Placement, answer: Answer, at: number): Changes | undefined {
  if (!isSending(placement, answer)) return undefined;
  if (answer.verdict === 'UNCLEAR') return unclear(at);
  if (answer.verdict === 'REFUSED') return failed(placement, answer.code ?? 'UNKNOWN', at);
  const standingMaxMinor = placement.order.maxMinor;
  return { isLanded: true, claim: null, readCount: 0, nextReadAt: at, standingMaxMinor };
}

/** The order came to nothing: what stood before still stands, and what waits may come next. */
function failed(placement: Placement, code: Code, at: number): Changes {
  const { order, waiting, standingMaxMinor, isLeading } = placement;
  const refused = { orderId: order.orderId, code };
  const { state, letsNext } = refusals[code];
  if (waiting && letsNext) return { ...requested(waiting), refused };
  const quiet = { claim: null, waiting: null, unclearAt: null, absentAt: null } as const;
  if (standingMaxMinor !== null) {
    const standing = isLeading ? 'LEADING' : 'OUTBID';
    return { ...quiet, refused, state: standing, isLanded: true, nextReadAt: at };
  }
  return { ...quiet, state, code, nextReadAt: null };
}

function seen(placement: Placement, read: Read, at: number): Changes | undefined {
  const { state, isLanded, order } = placement;
  const isAwaited =
    state === 'UNKNOWN' || isStanding(state) || (state === 'SUBMITTING' && isLanded);
  if (!isAwaited || read.orderId !== order.orderId) return undefined;
  if (read.finding === 'FOUND') return found(placement, read, at);
  if (read.finding === 'ABSENT' && state === 'UNKNOWN') return notFound(placement, {}, at);
  return later(placement, {}, at);
}

function found(placement: Placement, read: Read, at: number): Changes {
  const { order, waiting, state } = placement;
  const maxMinor = read.maxMinor ?? 0;
  const facts: Changes = {
    isLeading: read.isHighBidder,
    priceMinor: read.priceMinor ?? placement.priceMinor,
    endsAt: read.endsAt ?? placement.endsAt,
    standingMaxMinor: Math.max(maxMinor, placement.standingMaxMinor ?? 0),
  };
  if (read.isEnded) {
    const isWon = read.isHighBidder && read.isReserveMet !== false;
    return { ...facts, ...over, state: isWon ? 'WON' : 'LOST' };
  }
  const isLanded = placement.isLanded || maxMinor >= order.maxMinor;
  if (!isLanded && state === 'UNKNOWN') return notFound(placement, facts, at);
  if (waiting && waiting.maxMinor > maxMinor) return { ...facts, ...requested(waiting) };
  const nextReadAt = watchReadAt(at, facts.endsAt ?? null);
  const standing = { ...over, isLanded: true, nextReadAt };
  return { ...facts, ...standing, state: read.isHighBidder ? 'LEADING' : 'OUTBID' };
}

const over = { claim: null, waiting: null, unclearAt: null, absentAt: null, nextReadAt: null };

/** A read without the bid; the second one, some time later, says that it never landed. */
function notFound(placement: Placement, facts: Changes, at: number): Changes {
  const { absentAt, waiting, order, attempt } = placement;
  if (absentAt === null || at - absentAt < absentApartMs) {
    return later(placement, { ...facts, absentAt: absentAt ?? at }, at);
  }
  if (waiting) {
    const refused = { orderId: order.orderId, code: 'EXPIRED' } as const;
    return { ...facts, ...requested(waiting), refused };
  }
  const endsAt = facts.endsAt ?? placement.endsAt;
  const isTime = endsAt !== null && endsAt - at > retryNeedsMs;
  if (attempt < attemptMax && isTime) return { ...facts, ...requested(order), attempt };
  return { ...facts, ...failed({ ...placement, ...facts }, 'EXPIRED', at) };
}

/** Nothing is decided by this read: the next one is planned, until nothing more can come. */
function later(placement: Placement, facts: Changes, at: number): Changes {
  const { state, unclearAt, endsAt } = placement;
  if (endsAt !== null && at >= endsAt + giveUpAfterEndMs) {
    return { ...facts, ...over, state: 'ENDED_UNKNOWN' };
  }
  const readCount = placement.readCount + 1;
  const absentAt = facts.absentAt ?? null;
  if (state === 'UNKNOWN' && unclearAt !== null) {
    const planned = unclearReadAt(unclearAt, readCount, at);
    const nextReadAt = absentAt === null ? planned : Math.max(planned, absentAt + absentApartMs);
    return { ...facts, readCount, nextReadAt };
  }
  const nextReadAt =
    state === 'SUBMITTING' && readCount < 5 ? at + absentApartMs : watchReadAt(at, endsAt);
  return { ...facts, readCount, nextReadAt };
}

/**
 * START HERE: one command, or one timer, on one lot. Idempotency, decision, events, letters, in this
 * order; the same records in the same order give the same book, byte for byte.
 */
import { newBook, partyOf } from './book.ts';
import type { Book, Party } from './book.ts';
import type { Command, Timer } from './command.ts';
import { decide, upstreamRefusal } from './decide.ts';
import { isPublic } from './event.ts';
import type { LotEvent, PublicEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { Letter, Outcome } from './letter.ts';
import { addNotices } from './notices.ts';
import { refused } from './refusals.ts';
import type { Refused } from './refusals.ts';
import { remember, sighting } from './seen.ts';
import { termsRefusal } from './selling.ts';
import { timerEvents } from './timing.ts';

export interface Step {
  /** undefined: there is no such lot, and this command made none. */
  readonly book: Book | undefined;
  /** Numbered `firstSeq`, `firstSeq + 1` and so on. */
  readonly events: readonly PublicEvent[];
  readonly firstSeq: number;
  /** To one organisation each; the answer to the command comes first. */
  readonly letters: readonly Letter[];
  /** Whether the book is another one now, public or not. */
  readonly isChanged: boolean;
}

const noEvents: readonly never[] = [];

/** @returns the outcome as the organisation may see it */
function outcomeOf(
  book: Book | undefined,
  party: Party | undefined,
  verdict: Refused | 'ACCEPTED',
) {
  const priceMinor = book?.market.priceMinor ?? 0;
  const maxMinor = party?.maxMinor ?? 0;
  const isAccepted = verdict === 'ACCEPTED';
  const position: Outcome['position'] = book?.market.leader === party ? 'LEADING' : 'OUTBID';
  return {
    result: isAccepted ? ('ACCEPTED' as const) : ('REJECTED' as const),
    position: isAccepted && maxMinor > 0 ? position : null,
    ownMaxMinor: maxMinor > 0 ? maxMinor : null,
    priceMinor: priceMinor > 0 ? priceMinor : null,
    code: isAccepted ? null : verdict.code,
    askMinor: isAccepted ? null : verdict.askMinor,
    reasons: isAccepted ? noEvents : verdict.reasons,
    closedSeq: isAccepted ? null : verdict.closedSeq,
    letterNumber: party?.letterCount ?? 0,
  };
}

function answer(toOrg: string, outcome: Outcome, isRepeat: boolean): Letter {
  return { toOrg, number: outcome.letterNumber, outcome, notice: null, isRepeat };
}

/** Numbers the outcome, and remembers it unless the command is older than one that was decided. */
function settled(
  book: Book,
  party: Party,
  command: Command,
  verdict: Refused | 'ACCEPTED',
): Letter {
  party.letterCount += 1;
  const outcome = outcomeOf(book, party, verdict);
  const isStale = verdict !== 'ACCEPTED' && verdict.code === 'STALE_SEQ';
  if (!isStale) remember(party, command, outcome);
  book.bookVersion += 1;
  return answer(command.sender.orgId, outcome, false);
}

const unknownLot = (command: Command, refusal: Refused): Step => ({
  book: undefined,
  events: noEvents,
  firstSeq: 0,
  letters: [answer(command.sender.orgId, outcomeOf(undefined, undefined, refusal), false)],
  isChanged: false,
});

/** Answers a command for a lot that its site resolves: nobody bids on it here, nothing is kept. */
export const turnAway = (command: Command): Step =>
  unknownLot(command, refused(command.wish.type === 'CREATE_LOT' ? 'EXISTS' : 'NO_LOT'));

/** A lot that does not exist yet can only be created. */
function begin(lotId: string, command: Command, appendedAt: number): Step {
  const { wish, sender } = command;
  if (wish.type !== 'CREATE_LOT') return unknownLot(command, refused('NO_LOT'));
  const refusal = upstreamRefusal(command, appendedAt) ?? termsRefusal(sender, wish.terms);
  if (refusal !== undefined) return unknownLot(command, refusal);
  const book = newBook(lotId, wish.terms, sender.receivedAt);
  partyOf(book, wish.terms.sellerOrg); // so that it can be told of the sale
  const letters = [settled(book, partyOf(book, sender.orgId), command, 'ACCEPTED')];
  return { book, events: noEvents, firstSeq: 0, letters, isChanged: true };
}

function happened(book: Book, events: readonly LotEvent[]): PublicEvent[] {
  const shown: PublicEvent[] = [];
  for (const event of events) {
    evolve(book, event);
    if (isPublic(event)) shown.push(event);
  }
  return shown;
}

/**
 * Takes a command of an organisation.
 * @param book changed in place; undefined: no lot of this id is known
 * @param appendedAt the broker's time of the record, epoch ms
 * @returns what to write: public events, letters, and whether the book is to be kept
 */
export function take(
  lotId: string,
  book: Book | undefined,
  command: Command,
  appendedAt: number,
): Step {
  if (book === undefined) return begin(lotId, command, appendedAt);
  const { sender } = command;
  const party = partyOf(book, sender.orgId);
  const firstSeq = book.seq + 1;
  const seen = sighting(party, command);
  if (typeof seen === 'object') {
    const letters = [answer(sender.orgId, seen.outcome, true)];
    return { book, events: noEvents, firstSeq, letters, isChanged: false };
  }
  const verdict = seen === 'STALE' ? refused('STALE_SEQ') : decide(book, command, appendedAt);
  if (!verdict.ok) {
    const letters = [settled(book, party, command, verdict)];
    return { book, events: noEvents, firstSeq, letters, isChanged: true };
  }
  const leaderBefore = book.market.leader;
  const events = happened(book, verdict.events);
  const letters = [settled(book, party, command, 'ACCEPTED')];
  addNotices(book, verdict.events, leaderBefore, letters);
  return { book, events, firstSeq, letters, isChanged: true };
}

/** Takes a timer; a stale one changes nothing. No organisation is answered. */
export function reach(book: Book, timer: Timer, appendedAt: number): Step {
  const happening = timerEvents(book, timer, appendedAt);
  const firstSeq = book.seq + 1;
  if (happening.length === 0) {
    return { book, events: noEvents, firstSeq, letters: noEvents, isChanged: false };
  }
  const leaderBefore = book.market.leader;
  const events = happened(book, happening);
  const letters: Letter[] = [];
  addNotices(book, happening, leaderBefore, letters);
  book.bookVersion += 1;
  return { book, events, firstSeq, letters, isChanged: true };
}

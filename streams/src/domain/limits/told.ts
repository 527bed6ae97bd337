/** What letters of lots change about what an organisation is bound to (bidding.md section 10). */
import { isOver, reservationOf, withReservation } from './account.ts';
import type { Account, InFlight, Reservation } from './account.ts';

/** A letter as far as it matters here; as the Avro record `LotOutcome`. */
export interface Told {
  readonly lotId: string;
  /** Per organisation and lot; only a higher one counts. */
  readonly number: number;
  /** The command it answers; null in a notice. */
  readonly commandId: string | null;
  /** Currency of its amounts; null: not said. */
  readonly currency: string | null;
  /** The outcome was told before, under an earlier number. */
  readonly isRepeat: boolean;
  readonly outcome: {
    readonly result: 'ACCEPTED' | 'REJECTED';
    readonly position: 'LEADING' | 'OUTBID' | null;
    readonly ownMaxMinor: number | null;
  } | null;
  readonly notice: { readonly kind: string; readonly amountMinor: number | null } | null;
}

/**
 * Takes a letter: the command it answers is in flight no more, and what it says counts if it is news.
 * @returns the same account when nothing changed. Total.
 */
export function told(account: Account, letter: Told): Account {
  const before = reservationOf(account, letter.lotId);
  const answered = before.inFlight.find(({ commandId }) => commandId === letter.commandId);
  const isNews = !letter.isRepeat && letter.number > before.letterNumber;
  if (!isNews && answered === undefined) return account;
  const inFlight = before.inFlight.filter((one) => one !== answered);
  const after = isNews
    ? withNews({ ...before, inFlight }, letter, answered)
    : { ...before, inFlight };
  // Refusals on lots where it never stood, and letters to sellers, leave no trace.
  if (isOver(after) && !account.reservations.has(letter.lotId)) return account;
  return withReservation(account, after);
}

function withNews(before: Reservation, letter: Told, answered: InFlight | undefined): Reservation {
  const currency = letter.currency ?? before.currency;
  const numbered = { ...before, letterNumber: letter.number, currency };
  if (letter.outcome !== null) return withOutcome(numbered, letter.outcome, answered);
  return letter.notice === null ? numbered : withNotice(numbered, letter.notice);
}

function withOutcome(
  before: Reservation,
  outcome: NonNullable<Told['outcome']>,
  answered: InFlight | undefined,
): Reservation {
  if (outcome.result === 'REJECTED') return before;
  const ownMaxMinor = outcome.ownMaxMinor ?? before.maxMinor;
  // The letter WON follows; between the two it is bound already.
  if (answered?.isPurchase === true) return { ...before, boundMinor: answered.amountMinor };
  switch (outcome.position) {
    case 'LEADING':
      return { ...before, boundMinor: ownMaxMinor, maxMinor: ownMaxMinor };
    case 'OUTBID':
      return { ...before, boundMinor: 0, maxMinor: ownMaxMinor };
    case null:
      return before;
  }
}

const gone = { boundMinor: 0, maxMinor: 0, counterMinor: 0 } as const;

function withNotice(before: Reservation, notice: NonNullable<Told['notice']>): Reservation {
  const amountMinor = notice.amountMinor ?? 0;
  switch (notice.kind) {
    case 'OUTBID':
      return { ...before, boundMinor: 0 };
    case 'LEADING_AGAIN':
      return { ...before, boundMinor: before.maxMinor };
    case 'COUNTER_OFFERED':
      // The seller's counter-offer frees it from its bid.
      return { ...before, boundMinor: 0, counterMinor: amountMinor };
    case 'WON':
      return { ...before, ...gone, boundMinor: amountMinor, isWon: true };
    case 'LOST':
    case 'VOIDED':
      return { ...before, ...gone };
    default:
      return before;
  }
}

/** What placements at other sites bind an organisation to, beside its own lots (bidding.md sections 10, 12). */
import { reservationOf, withReservation } from './account.ts';
import type { Account, Reservation } from './account.ts';

/** What one external lot means for the organisation; `domain/placement/binding.ts` tells the amounts. */
export interface Placed {
  readonly lotId: string;
  /** Version of the placement; only a higher one counts. */
  readonly number: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Minor units; 0: bound to nothing. */
  readonly boundMinor: number;
  readonly isWon: boolean;
  /** Orders the placement knows: what they bind to stands in `boundMinor`. */
  readonly orders: readonly string[];
}

/**
 * Takes what a placement binds to. The site has the last word: it may exceed the credit, as a
 * reported bid may, and then nothing more is allowed.
 * @returns the same account when nothing changed. Total.
 */
export function placed(account: Account, news: Placed): Account {
  const before = reservationOf(account, news.lotId);
  const inFlight = before.inFlight.filter(({ commandId }) => !news.orders.includes(commandId));
  const isNews = news.number > before.letterNumber;
  if (!isNews && inFlight.length === before.inFlight.length) return account;
  if (!isNews) return withReservation(account, { ...before, inFlight });
  return withReservation(account, { ...before, ...boundBy(before, news), inFlight });
}

/** A lot that was settled stays so, whatever else its placement says. */
const boundBy = (before: Reservation, news: Placed): Partial<Reservation> => ({
  currency: news.currency,
  letterNumber: news.number,
  boundMinor: before.isWon && news.isWon ? before.boundMinor : news.boundMinor,
  isWon: news.isWon,
});

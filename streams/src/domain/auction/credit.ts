/**
 * How much an organisation may be bound to at once (bidding.md section 10). Pure: the limiter keeps one
 * account per organisation, asks before a bid reaches its lot, and tells it what became of it.
 */
import type { NoticeKind, Outcome } from './letter.ts';

/** What is reserved for one lot, minor units. */
export interface Reservation {
  readonly amountMinor: number;
  /** What was reserved before the command in flight; null: none is in flight. */
  readonly beforeMinor: number | null;
  /** The maximum that would bind again if the organisation led again. */
  readonly maxMinor: number;
  readonly isWon: boolean;
  /** Number of the last letter applied; an older one changes nothing. */
  readonly letterNumber: number;
}

export interface Account {
  readonly limitMinor: number;
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** A lead that returned has gone beyond the limit: no new bids until it is below again. */
  readonly isBeyond: boolean;
}

const nothing: Reservation = {
  amountMinor: 0,
  beforeMinor: null,
  maxMinor: 0,
  isWon: false,
  letterNumber: 0,
};

export const newAccount = (limitMinor: number): Account => ({
  limitMinor,
  reservations: new Map(),
  isBeyond: false,
});

/** Maxima of lots led or in flight, and prices of lots won and not settled; minor units. */
export function exposure({ reservations }: Account): number {
  return [...reservations.values()].reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function withReservation(account: Account, lotId: string, reservation: Reservation): Account {
  const reservations = new Map(account.reservations).set(lotId, reservation);
  const next = { ...account, reservations };
  return { ...next, isBeyond: exposure(next) > account.limitMinor };
}

export type Reserved =
  { readonly ok: true; readonly account: Account } | { readonly ok: false; readonly code: 'LIMIT' };

/**
 * Reserves for a bid, a purchase or an accepted counter-offer before the lot sees it.
 * @param amountMinor what the organisation would be bound to on this lot
 * @returns LIMIT when the sum would be above the limit; the command is then forwarded as refused
 */
export function reserve(account: Account, lotId: string, amountMinor: number): Reserved {
  const before = account.reservations.get(lotId) ?? nothing;
  // A lower maximum is bound only once the lot has accepted it.
  const bound = Math.max(before.amountMinor, amountMinor);
  const sum = exposure(account) - before.amountMinor + bound;
  if (sum > account.limitMinor) return { ok: false, code: 'LIMIT' };
  const beforeMinor = before.beforeMinor ?? before.amountMinor;
  const reservation = { ...before, amountMinor: bound, beforeMinor };
  return { ok: true, account: withReservation(account, lotId, reservation) };
}

/** A letter of a lot, as far as it matters here. */
export interface Told {
  readonly number: number;
  readonly outcome: Pick<Outcome, 'result' | 'position' | 'ownMaxMinor'> | null;
  readonly notice: { readonly kind: NoticeKind; readonly amountMinor: number | null } | null;
}

function answered(before: Reservation, outcome: NonNullable<Told['outcome']>): Reservation {
  if (outcome.result === 'REJECTED') {
    return { ...before, amountMinor: before.beforeMinor ?? before.amountMinor, beforeMinor: null };
  }
  const maxMinor = outcome.ownMaxMinor ?? 0;
  const amountMinor = outcome.position === 'LEADING' ? maxMinor : 0;
  return { ...before, amountMinor, maxMinor, beforeMinor: null };
}

function noticed(before: Reservation, notice: NonNullable<Told['notice']>): Reservation {
  switch (notice.kind) {
    case 'LEADING_AGAIN':
      return { ...before, amountMinor: before.maxMinor };
    case 'WON':
      return { ...before, amountMinor: notice.amountMinor ?? 0, isWon: true };
    case 'OUTBID':
      // A raise that is on its way stays reserved; were it refused, nothing would be left.
      return before.beforeMinor === null
        ? { ...before, amountMinor: 0 }
        : { ...before, beforeMinor: 0 };
    case 'LOST':
    case 'VOIDED':
      return { ...before, amountMinor: 0, beforeMinor: null, maxMinor: 0 };
    case 'COUNTER_OFFERED':
      return { ...before, amountMinor: 0 };
    case 'SOLD':
      return before;
  }
}

/** Takes a letter from a lot; per organisation and lot only a higher number counts. */
export function applied(account: Account, lotId: string, told: Told): Account {
  const before = account.reservations.get(lotId) ?? nothing;
  if (told.number <= before.letterNumber) return account;
  const numbered = { ...before, letterNumber: told.number };
  if (told.outcome !== null) {
    return withReservation(account, lotId, answered(numbered, told.outcome));
  }
  return told.notice === null
    ? account
    : withReservation(account, lotId, noticed(numbered, told.notice));
}

/** A won lot was paid for or given up: it binds no more. */
export function settled(account: Account, lotId: string): Account {
  const before = account.reservations.get(lotId);
  if (before?.isWon !== true) return account;
  return withReservation(account, lotId, { ...before, amountMinor: 0 });
}

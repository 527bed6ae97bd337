/** What an organisation is bound to, lot by lot, and what it may be bound to (bidding.md section 10). */

/** Set by the platform. */
export interface Limits {
  /** Counts what was set; an older one changes nothing. */
  readonly version: number;
  /** Most it may be bound to at once, minor units; null: no limit. */
  readonly creditMinor: number | null;
  /** ISO 4217 code of the credit; null without one. */
  readonly currency: string | null;
  /** Most lots it may lead at once, bids in flight included; null: no limit. */
  readonly lotsLedMax: number | null;
  /** Credits in further currencies; they count only beside the first one. */
  readonly further?: readonly Credit[];
}

export interface Credit {
  /** ISO 4217 code. */
  readonly currency: string;
  /** Minor units. */
  readonly creditMinor: number;
}

/** A command that was sent to its lot and not answered yet. */
export interface InFlight {
  readonly commandId: string;
  /** What it binds to when it is accepted, minor units. */
  readonly amountMinor: number;
  /** Buys the lot instead of bidding on it. */
  readonly isPurchase: boolean;
}

/** What one lot means for the organisation; minor units of the lot's currency. */
export interface Reservation {
  readonly lotId: string;
  /** Empty: not known. */
  readonly currency: string;
  /** Maximum while it leads, price once it has won; 0: not bound. */
  readonly boundMinor: number;
  /** The maximum that binds again if it leads again; 0: nothing stands. */
  readonly maxMinor: number;
  /** The seller's counter-offer; 0: none. */
  readonly counterMinor: number;
  readonly isWon: boolean;
  /** Number of the last letter that counted. */
  readonly letterNumber: number;
  readonly inFlight: readonly InFlight[];
}

export interface Account {
  readonly limits: Limits;
  /** The lot touched last stands last, so that equal histories have equal order. */
  readonly reservations: ReadonlyMap<string, Reservation>;
}

export const noLimits: Limits = { version: 0, creditMinor: null, currency: null, lotsLedMax: null };
export const newAccount: Account = { limits: noLimits, reservations: new Map() };

const untouched: Omit<Reservation, 'lotId'> = {
  currency: '',
  boundMinor: 0,
  maxMinor: 0,
  counterMinor: 0,
  isWon: false,
  letterNumber: 0,
  inFlight: [],
};

export const reservationOf = ({ reservations }: Account, lotId: string): Reservation =>
  reservations.get(lotId) ?? { ...untouched, lotId };

/** Whether a lot binds the organisation to nothing, and never will by itself. */
export const isOver = (one: Reservation): boolean =>
  one.boundMinor === 0 && one.maxMinor === 0 && one.counterMinor === 0 && one.inFlight.length === 0;

/** Lots that are over and still remembered, for letters that come twice. */
export const overMax = 64;

/** The account with this reservation; what is over longest is forgotten. */
export function withReservation(account: Account, reservation: Reservation): Account {
  const reservations = new Map(account.reservations);
  reservations.delete(reservation.lotId);
  reservations.set(reservation.lotId, reservation);
  if (isOver(reservation)) {
    const over = [...reservations.values()].filter(isOver);
    for (const { lotId } of over.slice(0, -overMax)) reservations.delete(lotId);
  }
  return { ...account, reservations };
}

/** What is reserved for a lot: what stands or the highest bid in flight, whichever is more. */
export const reservedMinor = ({ boundMinor, inFlight }: Reservation): number =>
  inFlight.reduce((most, { amountMinor }) => Math.max(most, amountMinor), boundMinor);

/**
 * Maxima of lots led or in flight, and prices of lots won and not settled. Amounts of a currency that
 * is not known yet count in each.
 * @param currency ISO 4217 code; null: all together
 * @returns minor units; lots in other currencies are left out
 */
export function exposureIn({ reservations }: Account, currency: string | null): number {
  let sum = 0;
  for (const one of reservations.values()) {
    const counts = currency === null || one.currency === '' || one.currency === currency;
    if (counts) sum += reservedMinor(one);
  }
  return sum;
}

/** @returns what it is bound to in the currency of its first credit; without one all together */
export const exposureMinor = (account: Account): number =>
  exposureIn(account, account.limits.currency);

/** @returns what it is bound to in each currency with a credit, or that it is bound in; by code */
export function exposures(account: Account): { currency: string; exposureMinor: number }[] {
  const { currency: first, further = [] } = account.limits;
  const codes = new Set(further.map(({ currency }) => currency));
  if (first !== null) codes.add(first);
  for (const one of account.reservations.values()) {
    if (one.currency !== '' && reservedMinor(one) > 0) codes.add(one.currency);
  }
  return [...codes].sort().map((currency) => {
    return { currency, exposureMinor: exposureIn(account, currency) };
  });
}

/** @param currency empty: not known @returns minor units; 0: nothing is granted in that currency */
export function creditIn({ creditMinor, currency, further = [] }: Limits, of: string): number {
  if (creditMinor === null) return Infinity;
  if (of === '' || currency === null || of === currency) return creditMinor;
  return further.find((one) => one.currency === of)?.creditMinor ?? 0;
}

/** Lots it leads or has bids in flight on; lots won are not led any more. */
export function lotsLed({ reservations }: Account): number {
  let count = 0;
  for (const one of reservations.values()) if (!one.isWon && reservedMinor(one) > 0) count += 1;
  return count;
}

/** A lead that returned, or a limit that was lowered, leaves it bound to more than it may be. */
export const isBeyond = (account: Account): boolean =>
  exposureMinor(account) > creditIn(account.limits, '') ||
  (account.limits.further ?? []).some(
    ({ currency }) => exposureIn(account, currency) > creditIn(account.limits, currency),
  );

/** Takes new limits; older ones than those known change nothing. */
export const withLimits = (account: Account, limits: Limits): Account =>
  limits.version > account.limits.version ? { ...account, limits } : account;

/** A won lot was paid for or given up: it binds no more. */
export function settled(account: Account, lotId: string): Account {
  const before = account.reservations.get(lotId);
  if (before?.isWon !== true) return account;
  return withReservation(account, { ...before, boundMinor: 0, maxMinor: 0, counterMinor: 0 });
}

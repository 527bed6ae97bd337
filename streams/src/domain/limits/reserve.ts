/** May an organisation bind itself to this, before the lot sees it (bidding.md section 10)? */
import {
  creditIn,
  exposureIn,
  lotsLed,
  reservationOf,
  reservedMinor,
  withReservation,
} from './account.ts';
import type { Account } from './account.ts';

/** A bid, a purchase or an accepted counter-offer on its way to a lot. */
export interface Binding {
  readonly commandId: string;
  readonly lotId: string;
  /** ISO 4217 code; empty: not known. */
  readonly currency: string;
  readonly what:
    | { readonly type: 'BID' | 'BUY_NOW'; readonly amountMinor: number }
    | { readonly type: 'ACCEPT_COUNTER' };
}

export interface Reserved {
  readonly account: Account;
  /** LIMIT: nothing was reserved, and the command is forwarded as refused. */
  readonly refusal: 'LIMIT' | null;
}

/**
 * Reserves what the command would bind the organisation to beyond what is reserved on that lot.
 * @returns the account with the command in flight, or unchanged with LIMIT. Total.
 */
export function reserved(account: Account, binding: Binding): Reserved {
  const { commandId, lotId, what } = binding;
  const before = reservationOf(account, lotId);
  const amountMinor = what.type === 'ACCEPT_COUNTER' ? before.counterMinor : what.amountMinor;
  // Nothing was offered to it, and nothing of it stands: the lot will say so.
  const isIdle = what.type === 'ACCEPT_COUNTER' && before.maxMinor === 0 && amountMinor === 0;
  const currency = before.currency === '' ? binding.currency : before.currency;
  const others = before.inFlight.filter((one) => one.commandId !== commandId);
  const inFlight = [...others, { commandId, amountMinor, isPurchase: what.type !== 'BID' }];
  const after = { ...before, currency, inFlight };
  const isTooMuch =
    !isIdle && (breaksCredit(account, before, after) || breaksCount(account, before));
  // An offer nobody has told us of yet might be of any amount.
  const isUnknown = what.type === 'ACCEPT_COUNTER' && !isIdle && amountMinor === 0;
  const isLimited = account.limits.creditMinor !== null;
  if (isTooMuch || (isUnknown && isLimited)) return { account, refusal: 'LIMIT' };
  return { account: withReservation(account, after), refusal: null };
}

type Lot = ReturnType<typeof reservationOf>;

function breaksCredit(account: Account, before: Lot, after: Lot): boolean {
  const credit = creditIn(account.limits, after.currency);
  const currency = after.currency === '' ? account.limits.currency : after.currency;
  // Without a currency of its own the one credit is for all of them.
  const bound = exposureIn(account, account.limits.currency === null ? null : currency);
  return bound - reservedMinor(before) + reservedMinor(after) > credit;
}

/** A lot that is led already, or has bids in flight, is no further one. */
function breaksCount(account: Account, before: Lot): boolean {
  const { lotsLedMax } = account.limits;
  return lotsLedMax !== null && reservedMinor(before) === 0 && lotsLed(account) >= lotsLedMax;
}

/** Records of lots.commands as wishes and timers of the auction engine. */
import type { LotCommand, LotSummary } from '@auction/avro/records';
import type { Command, Timer, Wish } from '../domain/auction/command.ts';

/** @returns undefined for a kind without its body, and for kinds of other lots */
function wishOf(record: LotCommand): Wish | undefined {
  const { kind, createLot, amendLot, withdrawLot, placeBid, buyNow, retractBid, counter } = record;
  switch (kind) {
    case 'CREATE_LOT':
      return createLot === null ? undefined : { type: kind, terms: createLot.terms };
    case 'AMEND_LOT':
      return amendLot === null ? undefined : { type: kind, amend: amendLot };
    case 'WITHDRAW_LOT':
      return { type: kind, reason: withdrawLot?.reason ?? null };
    case 'PLACE_BID':
      return placeBid === null ? undefined : { type: kind, bid: placeBid };
    case 'BUY_NOW':
      return buyNow === null ? undefined : { type: kind, amountMinor: buyNow.amountMinor };
    case 'RETRACT_BID': {
      if (retractBid === null) return undefined;
      const { targetOrg, reasonCode } = retractBid;
      return { type: kind, targetOrg, reasonCode };
    }
    case 'COUNTER':
      return counter === null ? undefined : { type: kind, amountMinor: counter.amountMinor };
    case 'PUBLISH_LOT':
    case 'APPROVE_SALE':
    case 'REJECT_SALE':
    case 'ACCEPT_COUNTER':
    case 'DECLINE_COUNTER':
      return { type: kind };
    default:
      return undefined;
  }
}

/** @returns the command of an organisation; undefined when the record is none, or lacks its body */
export function commandOf(record: LotCommand): Command | undefined {
  const { commandId, sender } = record;
  const wish = wishOf(record);
  return sender === null || wish === undefined ? undefined : { commandId, sender, wish };
}

/** @returns undefined when the record is no timer */
export function timerOf({ closeDue, openDue, deadlineDue }: LotCommand): Timer | undefined {
  if (closeDue !== null) return { type: 'CLOSE_DUE', forAt: closeDue.forEndsAt };
  if (openDue !== null) return { type: 'OPEN_DUE', forAt: openDue.forStartsAt };
  return deadlineDue === null
    ? undefined
    : { type: 'DEADLINE_DUE', forAt: deadlineDue.forDeadline };
}

/** The vehicle as the command says it, where it says anything of it. */
export const summaryIn = ({ createLot, amendLot }: LotCommand): LotSummary | null =>
  createLot?.summary ?? amendLot?.summary ?? null;

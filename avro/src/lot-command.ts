import type { LotCommand } from './records.ts';

type Given = Pick<LotCommand, 'commandId' | 'kind' | 'lotId'> & Partial<LotCommand>;

/** @returns a command record with the given bodies; all others are null */
export function lotCommand(given: Given): LotCommand {
  return {
    observeExternal: null,
    closeDue: null,
    sender: null,
    createLot: null,
    amendLot: null,
    withdrawLot: null,
    placeBid: null,
    buyNow: null,
    retractBid: null,
    counter: null,
    openDue: null,
    deadlineDue: null,
    purgeLot: null,
    restoreLot: null,
    ...given,
  };
}

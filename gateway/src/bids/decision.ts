/** What the resolver wrote about a command -> the answer of the route. */
import type { Outcome } from '@auction/avro/records';
import type { Decision } from '../bids-contract.ts';

/** @returns only what the sender's own organisation may know; absent where there is nothing to say */
export function decisionOf(commandId: string, outcome: Outcome, isRepeat: boolean): Decision {
  const { result, position, code, reasons, askMinor, priceMinor, ownMaxMinor } = outcome;
  return {
    commandId,
    outcome: result,
    ...(position === null ? {} : { position }),
    ...(code === null ? {} : { reason: code }),
    ...(reasons.length === 0 ? {} : { reasons: [...reasons] }),
    ...(askMinor === null ? {} : { ask: askMinor }),
    ...(priceMinor === null ? {} : { price: priceMinor }),
    ...(ownMaxMinor === null ? {} : { ownMax: ownMaxMinor }),
    ...(isRepeat ? { repeated: true } : {}),
  };
}

/** Faults in what a JSON site says, whatever its format (feeds.md section 15, fault table). */
import type { MarketLot } from '@auction/streams/simulation/market';
import type { FaultRule } from './fault-plan.ts';

/** Lots that are missing from the answer. */
export const listFaults = ['header-only', 'short', 'mass-vanish', 'flicker'] as const;
/** Records that are not as they should be. */
export const recordFaults = ['required-dropped', 'key-added', 'key-retyped'] as const;
export const contentFaults: readonly string[] = [...listFaults, ...recordFaults];

const question = 401;

/** Whether a lot is in the answer in spite of the fault. */
export function isShown({ chance }: MarketLot, fault: FaultRule | undefined): boolean {
  switch (fault?.name) {
    case 'header-only':
      return false;
    case 'short':
      return chance.happens(question, fault.share ?? 0.6);
    case 'mass-vanish':
      return !chance.happens(question, fault.share ?? 0.2);
    case 'flicker':
      return !chance.happens(question, 0.02);
    default:
      return true;
  }
}

/**
 * A record with the fault in it.
 * @param required a key the feed cannot do without
 */
export function reshaped<T extends object>(
  record: T,
  required: keyof T & string,
  fault: FaultRule | undefined,
): object {
  switch (fault?.name) {
    case 'required-dropped':
      return Object.fromEntries(Object.entries(record).filter(([key]) => key !== required));
    case 'key-added':
      return { ...record, batteryHealth: 'GOOD' };
    case 'key-retyped':
      return { ...record, [required]: { value: record[required] } };
    default:
      return record;
  }
}

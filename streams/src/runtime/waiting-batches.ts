/** Batches of a partition that wait to be handled, and how much of them is handled in one go. Pure. */
import type { LogBatch } from './log.ts';

/**
 * Takes what is handled next out of `waiting`: as many batches as fit, as one; the beginning of one that
 * does not fit by itself.
 * @param waiting of one partition, in offset order
 * @param recordsMax at least 1
 * @returns undefined when none waits
 */
export function takeWaiting(waiting: LogBatch[], recordsMax: number): LogBatch | undefined {
  const first = waiting.shift();
  if (!first) return undefined;
  const left = first.records[recordsMax];
  if (left !== undefined) {
    waiting.unshift({ ...first, records: first.records.slice(recordsMax) });
    return { ...first, records: first.records.slice(0, recordsMax), next: left.offset };
  }
  let batch = first;
  while (waiting[0] && batch.records.length + waiting[0].records.length <= recordsMax) {
    const { records, next } = waiting[0];
    batch = { ...batch, records: batch.records.concat(records), next };
    waiting.shift();
  }
  return batch;
}

/** Reads one partition up to an offset, without a consumer group: restoring state, tests, reports. */
import type { KafkaConnection } from './kafka-connection.ts';
import { Deferred } from './deferred.ts';
import { Fetcher } from './kafka-fetcher.ts';
import type { LogBatch } from './log.ts';
import { errorFields } from './logger.ts';

export interface PartitionRange {
  readonly topic: string;
  readonly partition: number;
  readonly start: number;
  /** Offset behind the last one wanted. */
  readonly end: number;
  readonly onBatch: (batch: LogBatch) => void | Promise<void>;
}

/** No progress for so long: give up rather than hang. */
const stalledAfterMs = 30_000;

/**
 * @returns next offset, at least `end`
 * @throws what `onBatch` throws, OffsetOutOfRange, or when nothing has come for 30 s
 */
export async function readPartitionToEnd(
  connection: KafkaConnection,
  range: PartitionRange,
): Promise<number> {
  const { topic, partition, start, end } = range;
  if (start >= end) return start;
  const done = new Deferred<number>();
  const stalled = () =>
    done.reject(new Error(`reading ${topic}/${partition} has stalled for ${stalledAfterMs} ms`));
  let watch = setTimeout(stalled, stalledAfterMs);
  const fetcher = new Fetcher(connection.kafka, {
    prefix: connection.prefix,
    onTrouble: (error) =>
      connection.logger.debug('reading is tried again', { topic, ...errorFields(error) }),
  });
  fetcher.add({
    topic,
    partition,
    from: start,
    onLost: done.reject,
    onBatch: async (batch) => {
      clearTimeout(watch);
      if (batch.records.length > 0) await range.onBatch(batch);
      if (batch.next >= end) done.resolve(batch.next);
      else watch = setTimeout(stalled, stalledAfterMs);
    },
  });
  try {
    return await done.promise;
  } finally {
    clearTimeout(watch);
    await fetcher.stop();
  }
}

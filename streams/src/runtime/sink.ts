/** What a sink is: a reader of public topics that writes a store together with its own position. */
import type { Topic } from '@auction/avro/topics';
import type { LogBatch } from './log.ts';

/** Another instance has taken the partition: give it up, it is not an error. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
}

export interface Sink {
  /** Consumer group. */
  readonly name: string;
  readonly topics: readonly Topic[];
  /** Most records of a partition in one batch, where not as many as come; memory goes with it. */
  readonly recordsAtOnce?: number;
  /**
   * Takes a partition over: raises the epoch, so that a former owner can write no more.
   * @returns the next offset to read, 0 when this store is empty
   */
  take(topic: string, partition: number): Promise<number>;
  /**
   * Writes a batch and its `next` so that both or neither are kept (Cassandra: repeats are harmless).
   * @throws FencedError when the partition was taken by another; any other error is an outage and
   * the same batch comes again
   */
  write(batch: LogBatch): Promise<void>;
}

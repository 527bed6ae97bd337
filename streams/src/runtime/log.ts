/**
 * The port to Kafka: all that the rest of the code may ask of a log. `memory-log.ts` and
 * `kafka-log.ts` implement it behind one contract suite.
 */
import type { Topic } from '@auction/avro/topics';

export type Headers = Readonly<Record<string, string>>;

/** A record as read. Offsets are numbers: exact up to 2^53. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  /** null: tombstone. */
  readonly value: Buffer | null;
  readonly headers: Headers;
  /** Epoch ms; the producer's clock, or the broker's on topics stamped by it. */
  readonly timestamp: number;
}

/** A record to write. The partition follows from the key (murmur2) unless it is given. */
export interface NewRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
  readonly partition?: number;
  readonly headers?: Headers;
}

/** Records of one partition in offset order. */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Where reading goes on; counts commit markers and compacted gaps, so it may jump. */
  readonly next: number;
}

/** Plain idempotent producer: gathers records, keeps their order per partition. */
export interface Producer {
  /**
   * Hands records over. Resolves when there is room for more (waiting bytes are capped), not when
   * they are written: that is what `flush` is for.
   * @throws when an earlier write has failed for good
   */
  send(records: readonly NewRecord[]): Promise<void>;
  /** Resolves when everything handed over so far is written by all replicas. */
  flush(): Promise<void>;
  /** Flushes and disconnects. */
  close(): Promise<void>;
}

export interface Following {
  /** Next offset per `<topic>/<partition>`: everything before it was handed to `onBatch`. */
  position(topic: string, partition: number): number;
  /** Resolves when every partition has reached the end it had when following began, open transactions included. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

export interface FollowRequest {
  readonly topics: readonly Topic[];
  /** Next offset to read; the beginning where it answers undefined. */
  readonly from?: (topic: string, partition: number) => number | undefined;
  /** Called for one batch at a time; the next fetch waits for it. */
  readonly onBatch: (batch: LogBatch) => void | Promise<void>;
  /** Told about outages (the broker is away, a fetch failed); following goes on by itself. */
  readonly onTrouble?: (error: Error) => void;
}

export interface Log {
  producer(options?: { readonly lingerMs?: number }): Promise<Producer>;
  /** Reads committed records of all partitions without a consumer group, for ever. */
  follow(request: FollowRequest): Following;
  /**
   * Reads committed records of one partition from `from` (default: the beginning) to the end it has
   * now. A transaction that is open there is waited for: what it commits is read. @returns next offset
   */
  readToEnd(
    topic: string,
    partition: number,
    from: number | undefined,
    onBatch: (batch: LogBatch) => void | Promise<void>,
  ): Promise<number>;
  /** First offset still there, per partition. */
  beginnings(topic: string): Promise<number[]>;
  /** Offset behind the last record, per partition; markers and open transactions included. */
  ends(topic: string): Promise<number[]>;
  /** Offsets a consumer group has committed, per partition; undefined where it has none. */
  committed(group: string, topic: string): Promise<(number | undefined)[]>;
  /** Creates what is missing and corrects settings; never changes a partition count (throws instead). */
  createTopics(topics: readonly Topic[]): Promise<void>;
  close(): Promise<void>;
}

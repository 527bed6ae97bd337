/**
 * What a processor is: it reads partition p of all its inputs as one unit, keeps state in its own
 * compacted topic, and writes outputs, state and position in one transaction. How it is run:
 * `run-processor.ts` on Kafka, `testing/pipeline-driver.ts` without a broker.
 */
import type { Topic } from '@auction/avro/topics';
import type { Headers, LogRecord } from './log.ts';

/** Where one record's effects go. Everything handed over is committed together or not at all. */
export interface Output {
  /** @param value null writes a tombstone */
  send(topic: Topic, key: string, value: Buffer | null, headers?: Headers): void;
  /** Sets the record aside with original bytes and reason (`CODE: text`) on `<topic>.dead`. */
  dead(record: LogRecord, reason: string, extra?: Headers): void;
}

/**
 * One partition of a processor: its state and its step. Synchronous, deterministic, no clock: the
 * same inputs give byte-identical outputs. After any failed transaction the task is thrown away and
 * a new one is restored.
 */
export interface Task {
  /** One record of the state topic during restore, in log order; value null: forget the key. */
  restore(key: string, value: Buffer | null): void;
  /**
   * The state is complete.
   * @param memo what `memo()` said at the last commit, null at the very beginning
   * @returns per input topic the offset from which `replay` wants to see records up to the position
   */
  resume(memo: string | null): Readonly<Record<string, number>>;
  /** A record before the position, once more: rebuild what only memory holds. No output. */
  replay(record: LogRecord): void;
  process(record: LogRecord, output: Output): void;
  /** Called before each commit: writes what is kept until then because only its last value counts. */
  beforeCommit?(output: Output): void;
  /** Text kept beside the position in the same transaction. */
  memo(): string | null;
  /** Numbers for metrics, by name; gauges and counters as of now. */
  stats(): Readonly<Record<string, number>>;
}

export interface Processor {
  /** Consumer group and transactional id prefix. */
  readonly name: string;
  readonly inputs: readonly Topic[];
  /** Changelog and position. */
  readonly state: Topic;
  /** Transactional outputs. */
  readonly outputs: readonly Topic[];
  /**
   * Outputs with many writers (`lots.commands`): sent by a plain idempotent producer and flushed
   * before the transaction commits, so they come at least once.
   */
  readonly plainOutputs: readonly Topic[];
  /** Layout version of the state; another one in the position record stops the processor. */
  readonly stateVersion: number;
  /** @param positionValue wraps a position for the state topic's schema */
  readonly encodePosition: (position: PositionRecord) => Buffer;
  readonly decodePosition: (value: Buffer) => PositionRecord | undefined;
  readonly createTask: (partition: number) => Task;
}

export interface PositionRecord {
  readonly next: Readonly<Record<string, number>>;
  readonly stateVersion: number;
  readonly memo: string | null;
}

/** Key of a unit's position in the state topic, which is written to partition p by hand. */
export const positionKey = (partition: number): string => `@position/${partition}`;
export const isPositionKey = (key: string): boolean => key.startsWith('@position/');

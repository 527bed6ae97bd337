/** Gathers what a task says during one chunk, as records with their partitions. */
import type { Topic } from '@auction/avro/topics';
import type { Headers, LogRecord } from './log.ts';
import { partitionOf } from './partitioner.ts';
import type { Output } from './processor.ts';
import { carriedOn } from './trace.ts';

export interface OutputRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers?: Headers;
}

export interface OutputTopics {
  /** Topics written in the transaction, the state topic included. */
  readonly transactional: readonly Topic[];
  /** Topics written by the plain producer, before the transaction. */
  readonly plain: readonly Topic[];
}

/** Kafka Connect's names, so that its tools can read our dead letters (kafka.md section 7). */
const deadHeaders = (processor: string, record: LogRecord, reason: string): Headers => ({
  '__connect.errors.topic': record.topic,
  '__connect.errors.partition': String(record.partition),
  '__connect.errors.offset': String(record.offset),
  '__connect.errors.connector.name': processor,
  '__connect.errors.stage': 'PROCESS',
  '__connect.errors.exception.class.name': reason.split(':', 1)[0] ?? reason,
  '__connect.errors.exception.message': reason,
  'x-reason': reason,
  'x-first-failed-at': String(record.timestamp),
  'x-group': processor,
});

export class CollectedOutput implements Output {
  readonly transactional: OutputRecord[] = [];
  readonly plain: OutputRecord[] = [];
  deadCount = 0;
  readonly #processor: string;
  readonly #partitionCounts: ReadonlyMap<string, number>;
  readonly #plain: ReadonlySet<string>;
  #carried: Headers | undefined;

  constructor(processor: string, topics: OutputTopics) {
    this.#processor = processor;
    this.#plain = new Set(topics.plain.map(({ name }) => name));
    this.#partitionCounts = new Map(
      [...topics.transactional, ...topics.plain].map(({ name, partitions }) => [name, partitions]),
    );
  }

  /** What is sent from now on follows from this record, and carries on whose request it was. */
  follow({ headers }: LogRecord): void {
    this.#carried = carriedOn(headers);
  }

  /** @throws when the processor has not declared the topic as its output */
  send(topic: Topic, key: string, value: Buffer | null, headers?: Headers): void {
    const partitions = this.#partitionCounts.get(topic.name);
    if (partitions === undefined) {
      throw new Error(`${this.#processor} does not declare ${topic.name} as its output`);
    }
    const record = {
      topic: topic.name,
      partition: partitionOf(key, partitions),
      key,
      value,
      ...(headers || this.#carried ? { headers: { ...this.#carried, ...headers } } : {}),
    };
    (this.#plain.has(topic.name) ? this.plain : this.transactional).push(record);
  }

  /** A dead letter stays in its record's partition, so the order of a key is kept. */
  dead(record: LogRecord, reason: string, extra: Headers = {}): void {
    this.deadCount += 1;
    this.transactional.push({
      topic: `${record.topic}.dead`,
      partition: record.partition,
      key: record.key,
      value: record.value,
      headers: { ...record.headers, ...deadHeaders(this.#processor, record, reason), ...extra },
    });
  }

  get isEmpty(): boolean {
    return this.transactional.length === 0 && this.plain.length === 0;
  }
}

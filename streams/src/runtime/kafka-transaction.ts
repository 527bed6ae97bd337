/**
 * A transactional producer for one unit. It is disposable: after any error it is thrown away, because
 * kafkajs' transaction states know no way back and Kafka itself may tear a transaction whose client
 * goes on after a time-out (kafka.md section 1).
 */
import kafkajs from 'kafkajs';
import type { Message, Producer, Transaction } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaConnection } from './kafka-connection.ts';
import type { Headers } from './log.ts';
import { registerZstd } from './zstd-codec.ts';

const { CompressionTypes } = kafkajs;
registerZstd();

export interface TransactionRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers?: Headers | undefined;
}

export interface TransactionOffsets {
  readonly group: string;
  readonly partition: number;
  /** Next offset by topic. */
  readonly next: Readonly<Record<string, number>>;
}

/** One record batch holds at most this much: the broker refuses batches over 1 MiB, compressed. */
const bytesPerBatch = 700 * 1024;
const recordsPerBatch = 2000;
const offsetsRetriesMax = 20;
const offsetsRetryMs = 10;

const settings = {
  transactionTimeout: 15_000,
  allowAutoTopicCreation: false,
  // The first send of nearly every transaction waits for the last one's markers: this is its latency.
  retry: { initialRetryTime: 2, multiplier: 1.5, maxRetryTime: 500, retries: 20 },
} as const;

interface Packed {
  readonly topic: string;
  readonly batches: Message[][];
  bytes: number;
}

/**
 * Spreads records over rounds of one request each, so that no record batch grows too big; the order
 * within each partition is kept. Pure.
 */
export function rounds(records: readonly TransactionRecord[]): Map<string, Message[]>[] {
  const packed = new Map<string, Packed>();
  for (const { topic, partition, key, value, headers } of records) {
    const place = `${topic}/${partition}`;
    const held = packed.get(place) ?? { topic, batches: [[]], bytes: 0 };
    packed.set(place, held);
    const size = key.length + (value?.length ?? 0) + 64;
    let batch = held.batches.at(-1) ?? [];
    if (
      batch.length > 0 &&
      (held.bytes + size > bytesPerBatch || batch.length >= recordsPerBatch)
    ) {
      batch = [];
      held.batches.push(batch);
      held.bytes = 0;
    }
    held.bytes += size;
    batch.push({ key, value, partition, ...(headers ? { headers: { ...headers } } : {}) });
  }
  const all: Map<string, Message[]>[] = [];
  for (const { topic, batches } of packed.values()) {
    batches.forEach((batch, at) => {
      const round = (all[at] ??= new Map<string, Message[]>());
      const messages = round.get(topic);
      if (messages) for (const message of batch) messages.push(message);
      else round.set(topic, batch);
    });
  }
  return all;
}

const typeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;

export class UnitProducer {
  readonly #producer: Producer;
  readonly #prefix: string;

  private constructor(producer: Producer, prefix: string) {
    this.#producer = producer;
    this.#prefix = prefix;
  }

  /**
   * Fences: returns only when every former owner's open transaction has ended and no former owner can
   * write any more. An empty transaction is one InitProducerId and no EndTxn.
   */
  static async open(connection: KafkaConnection, transactionalId: string): Promise<UnitProducer> {
    const { kafka, prefix } = connection;
    const producer = kafka.producer({ ...settings, transactionalId: prefix + transactionalId });
    try {
      await producer.connect();
      const fence = await producer.transaction();
      await fence.abort();
      return new UnitProducer(producer, prefix);
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
  }

  /**
   * Writes everything in one transaction. A unit that was lost meanwhile is fenced: the broker refuses.
   * @param offsets left out where nothing but state is written
   * @throws whatever the broker says; the outcome may then be unknown: dispose and take over again
   */
  async commit(records: readonly TransactionRecord[], offsets?: TransactionOffsets): Promise<void> {
    const transaction = await this.#producer.transaction();
    for (const round of rounds(records)) {
      await transaction.sendBatch({
        acks: -1,
        compression: CompressionTypes.ZSTD,
        topicMessages: [...round].map(([topic, messages]) => ({
          topic: this.#prefix + topic,
          messages,
        })),
      });
    }
    if (offsets) await this.#sendOffsets(transaction, offsets);
    await transaction.commit();
  }

  /** kafkajs retries sends but not this step when the last transaction's markers are under way. */
  async #sendOffsets(transaction: Transaction, offsets: TransactionOffsets): Promise<void> {
    const topics = Object.entries(offsets.next).map(([topic, next]) => ({
      topic: this.#prefix + topic,
      partitions: [{ partition: offsets.partition, offset: String(next) }],
    }));
    for (let attempt = 1; ; attempt += 1) {
      try {
        await transaction.sendOffsets({ consumerGroupId: this.#prefix + offsets.group, topics });
        return;
      } catch (error) {
        const mayRetry = typeOf(error) === 'CONCURRENT_TRANSACTIONS';
        if (!mayRetry || attempt >= offsetsRetriesMax) throw error;
        await delay(offsetsRetryMs);
      }
    }
  }

  async dispose(): Promise<void> {
    await this.#producer.disconnect();
  }
}

/**
 * Where partitions begin and end. kafkajs' admin answers the last stable offset as the end, which lies
 * before the first open transaction: whoever reads up to there misses what is about to be committed
 * (docs/decisions/0030). Here the end is the broker's high watermark.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { brokerErrorType, newCluster, readUncommitted } from './kafka-internals.ts';
import type { Cluster } from './kafka-internals.ts';

export interface OffsetRange {
  /** First offset still there, per partition. */
  readonly beginnings: number[];
  /** Offset behind the last record, per partition; markers and open transactions included. */
  readonly ends: number[];
}

const attemptsMax = 15;
const firstBackoffMs = 20;
const longestBackoffMs = 1_000;

export class KafkaOffsets {
  readonly #cluster: Cluster;
  #connecting: Promise<void> | undefined;

  constructor(kafka: Kafka) {
    this.#cluster = newCluster(kafka, readUncommitted);
  }

  /** @throws when there is no such topic (a new one may take a moment), or the broker is away */
  async range(topic: string): Promise<OffsetRange> {
    await this.#connected();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#ask(topic);
      } catch (error) {
        const isNew = brokerErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
        if (!isNew || attempt >= attemptsMax) throw error;
        await delay(Math.min(firstBackoffMs * 2 ** attempt, longestBackoffMs));
      }
    }
  }

  async #connected(): Promise<void> {
    this.#connecting ??= this.#cluster.connect();
    try {
      await this.#connecting;
    } catch (error) {
      this.#connecting = undefined;
      throw error;
    }
  }

  async #ask(topic: string): Promise<OffsetRange> {
    await this.#cluster.addMultipleTargetTopics([topic]);
    await this.#cluster.refreshMetadata();
    const found = this.#cluster.findTopicPartitionMetadata(topic);
    const partitions = found.map(({ partitionId }) => ({ partition: partitionId }));
    const offsets = async (fromBeginning: boolean): Promise<number[]> => {
      const [answer] = await this.#cluster.fetchTopicsOffset([
        { topic, partitions, fromBeginning },
      ]);
      return (answer?.partitions ?? [])
        .toSorted((a, b) => a.partition - b.partition)
        .map(({ offset }) => Number(offset));
    };
    // The end first: what is written between the two questions may only widen the range.
    const ends = await offsets(false);
    return { beginnings: await offsets(true), ends };
  }

  async close(): Promise<void> {
    await this.#cluster.disconnect();
  }
}

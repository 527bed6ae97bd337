/** The log on Kafka: connects, assembles producer, readers and administration behind the port. */
import kafkajs from 'kafkajs';
import type { Topic } from '@auction/avro/topics';
import type { KafkaConnection } from './kafka-connection.ts';
import { followKafka } from './kafka-following.ts';
import { KafkaOffsets } from './kafka-offsets.ts';
import type { OffsetRange } from './kafka-offsets.ts';
import { GatheringProducer } from './kafka-producer.ts';
import { createKafkaTopics } from './kafka-topics.ts';
import { patchKafkajs } from './kafkajs-patches.ts';
import type { FollowRequest, Following, Log, LogBatch, Producer } from './log.ts';
import type { Logger } from './logger.ts';
import { readPartitionToEnd } from './partition-reader.ts';

export interface KafkaOptions {
  /** `host:port` of some of the cluster's brokers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Stands before every topic, group and transactional id; '' in production. */
  readonly topicPrefix: string;
  readonly logger: Logger;
}

const defaultLingerMs = 5;

/** What kafkajs says that someone must know; it reports each of its own retries as an error. */
const worthTelling = [/offset out of range/i, /^Crash/];

function logCreator(logger: Logger) {
  return () =>
    ({ log }: { readonly log: { readonly message: string } }): void => {
      const { message, ...fields } = log;
      if (worthTelling.some((pattern) => pattern.test(message))) logger.warn(message, fields);
      else logger.debug(message, fields);
    };
}

/** Settings and why: kafka.md section 1. Nothing is sent before the first use. */
export function connectKafka(options: KafkaOptions): KafkaConnection {
  patchKafkajs();
  const kafka = new kafkajs.Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    retry: { initialRetryTime: 20, maxRetryTime: 1000, retries: 15 },
    requestTimeout: 15_000,
    connectionTimeout: 3000,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: logCreator(options.logger.with({ client: 'kafkajs' })),
  });
  return { kafka, prefix: options.topicPrefix, logger: options.logger };
}

class KafkaLog implements Log {
  readonly #connection: KafkaConnection;
  readonly #followings = new Set<Following>();
  readonly #admin: kafkajs.Admin;
  readonly #offsets: KafkaOffsets;
  #connecting: Promise<void> | undefined;

  constructor(connection: KafkaConnection) {
    this.#connection = connection;
    this.#admin = connection.kafka.admin();
    this.#offsets = new KafkaOffsets(connection.kafka);
  }

  async #connected(): Promise<kafkajs.Admin> {
    this.#connecting ??= this.#admin.connect();
    try {
      await this.#connecting;
    } catch (error) {
      this.#connecting = undefined;
      throw error;
    }
    return this.#admin;
  }

  producer(options: { readonly lingerMs?: number } = {}): Promise<Producer> {
    return GatheringProducer.open(this.#connection, options.lingerMs ?? defaultLingerMs);
  }

  follow(request: FollowRequest): Following {
    const following = followKafka(this.#connection, this, request);
    this.#followings.add(following);
    return following;
  }

  async readToEnd(
    topic: string,
    partition: number,
    from: number | undefined,
    onBatch: (batch: LogBatch) => void | Promise<void>,
  ): Promise<number> {
    const { beginnings, ends } = await this.#range(topic);
    const start = from ?? beginnings[partition] ?? 0;
    const end = ends[partition] ?? 0;
    return readPartitionToEnd(this.#connection, { topic, partition, start, end, onBatch });
  }

  #range(topic: string): Promise<OffsetRange> {
    return this.#offsets.range(this.#connection.prefix + topic);
  }

  async beginnings(topic: string): Promise<number[]> {
    return (await this.#range(topic)).beginnings;
  }

  async ends(topic: string): Promise<number[]> {
    return (await this.#range(topic)).ends;
  }

  async committed(group: string, topic: string): Promise<(number | undefined)[]> {
    const { prefix } = this.#connection;
    const admin = await this.#connected();
    const [found] = await admin.fetchOffsets({ groupId: prefix + group, topics: [prefix + topic] });
    return (found?.partitions ?? [])
      .toSorted((a, b) => a.partition - b.partition)
      .map(({ offset }) => (Number(offset) < 0 ? undefined : Number(offset)));
  }

  async createTopics(topics: readonly Topic[]): Promise<void> {
    await createKafkaTopics(await this.#connected(), this.#connection.prefix, topics);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followings].map((following) => following.stop()));
    await this.#offsets.close();
    await this.#admin.disconnect();
  }
}

export const kafkaLog = (connection: KafkaConnection): Log => new KafkaLog(connection);

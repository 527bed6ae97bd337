/**
 * Plain idempotent producer that gathers records per partition and sends them in batches: 500 records,
 * 256 KiB or the linger time, one request in flight per broker (kafka.md section 3).
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { OutgoingRecord, ProducerIdentity } from './kafka-batch-encoder.ts';
import type { KafkaConnection } from './kafka-connection.ts';
import { newCluster } from './kafka-internals.ts';
import type { Cluster } from './kafka-internals.ts';
import { BatchSender, ProduceFailed } from './kafka-produce.ts';
import type { PartitionBatch } from './kafka-produce.ts';
import { Deferred } from './deferred.ts';
import type { NewRecord, Producer } from './log.ts';
import { errorFields } from './logger.ts';
import { partitionOf } from './partitioner.ts';

const dueRecords = 500;
const dueBytes = 256 * 1024;
const recordsPerBatchMax = 1000;
/** The broker refuses batches over 1 MiB; compression only makes them smaller. */
const bytesPerBatchMax = 900 * 1024;
const waitingBytesMax = 16 * 1024 * 1024;
const recordOverheadBytes = 32;

/** Records of one partition that wait for their turn. */
class Queue {
  readonly topic: string;
  readonly partition: number;
  readonly records: OutgoingRecord[] = [];
  readonly sizes: number[] = [];
  bytes = 0;
  /** When the oldest waiting record came, `performance.now()`. */
  since = 0;
  isInFlight = false;
  handedCount = 0;
  writtenCount = 0;

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  add(record: OutgoingRecord, bytes: number): void {
    if (this.records.length === 0) this.since = performance.now();
    this.records.push(record);
    this.sizes.push(bytes);
    this.bytes += bytes;
    this.handedCount += 1;
  }

  /** Takes records for one batch. */
  take(): { batch: PartitionBatch; bytes: number } {
    let count = 0;
    let bytes = 0;
    for (const size of this.sizes) {
      if (count === recordsPerBatchMax || (count > 0 && bytes + size > bytesPerBatchMax)) break;
      count += 1;
      bytes += size;
    }
    this.sizes.splice(0, count);
    this.bytes -= bytes;
    const records = this.records.splice(0, count);
    return { batch: { topic: this.topic, partition: this.partition, records }, bytes };
  }
}

interface Flushing {
  /** Records that must be written, by queue. */
  readonly goals: ReadonlyMap<Queue, number>;
  readonly done: Deferred<undefined>;
}

const sizeOf = ({ key, value, headers }: NewRecord): number => {
  let size = recordOverheadBytes + Buffer.byteLength(key) + (value?.length ?? 0);
  for (const name in headers) size += name.length + 3 * (headers[name] ?? '').length;
  return size;
};

export class GatheringProducer implements Producer {
  readonly #prefix: string;
  readonly #cluster: Cluster;
  readonly #sender: BatchSender;
  readonly #lingerMs: number;
  readonly #queues = new Map<string, Queue>();
  readonly #partitionCounts = new Map<string, number>();
  readonly #busyLeaders = new Set<number>();
  readonly #flushings = new Set<Flushing>();
  readonly #roomWaiters: Deferred<undefined>[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  private constructor(prefix: string, cluster: Cluster, sender: BatchSender, lingerMs: number) {
    this.#prefix = prefix;
    this.#cluster = cluster;
    this.#sender = sender;
    this.#lingerMs = lingerMs;
  }

  /** Connects and gets a producer id. @throws when no broker answers */
  static async open(connection: KafkaConnection, lingerMs: number): Promise<GatheringProducer> {
    const { prefix, logger } = connection;
    const cluster = newCluster(connection.kafka);
    await cluster.connect();
    await cluster.refreshMetadata();
    const newIdentity = () => plainIdentity(cluster);
    const sender = new BatchSender({
      cluster,
      identity: await newIdentity(),
      transactionalId: null,
      giveUpAfterMs: Infinity,
      renewIdentity: newIdentity,
      onTrouble: (error) => logger.debug('a write is tried again', errorFields(error)),
    });
    return new GatheringProducer(prefix, cluster, sender, lingerMs);
  }

  async send(records: readonly NewRecord[]): Promise<void> {
    if (this.#failure) throw this.#failure;
    for (const { topic } of records) {
      if (!this.#partitionCounts.has(topic)) await this.#learn(topic);
    }
    for (const record of records) this.#enqueue(record);
    this.#pump();
    while (this.#waitingBytes > waitingBytesMax) {
      const room = new Deferred<undefined>();
      this.#roomWaiters.push(room);
      await room.promise;
    }
  }

  async flush(): Promise<void> {
    if (this.#failure) throw this.#failure;
    const open = [...this.#queues.values()].filter(
      (queue) => queue.writtenCount < queue.handedCount,
    );
    if (open.length === 0) return;
    const goals = new Map(open.map((queue) => [queue, queue.handedCount]));
    const flushing = { goals, done: new Deferred<undefined>() };
    this.#flushings.add(flushing);
    this.#pump();
    await flushing.done.promise;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      clearTimeout(this.#timer);
      this.#sender.close();
      await this.#cluster.disconnect();
    }
  }

  async #learn(topic: string): Promise<void> {
    const name = this.#prefix + topic;
    try {
      await this.#cluster.addMultipleTargetTopics([name]);
    } catch (error) {
      throw new ProduceFailed('UNKNOWN_TOPIC_OR_PARTITION', topic, error);
    }
    const count = this.#cluster.findTopicPartitionMetadata(name).length;
    if (count === 0) throw new ProduceFailed('UNKNOWN_TOPIC_OR_PARTITION', topic);
    this.#partitionCounts.set(topic, count);
  }

  #enqueue(record: NewRecord): void {
    const { topic, key, value, headers } = record;
    const partition = record.partition ?? partitionOf(key, this.#partitionCounts.get(topic) ?? 1);
    const place = `${topic}/${partition}`;
    let queue = this.#queues.get(place);
    if (!queue) {
      queue = new Queue(this.#prefix + topic, partition);
      this.#queues.set(place, queue);
    }
    const size = sizeOf(record);
    queue.add({ key, value, headers }, size);
    this.#waitingBytes += size;
  }

  #leaderOf({ topic, partition }: Queue): number {
    const partitions = this.#cluster.findTopicPartitionMetadata(topic);
    return partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
  }

  /** Starts a request for every idle broker that has something due, and sets the clock for the rest. */
  #pump(): void {
    if (this.#failure) return;
    const idle = [...this.#queues.values()].filter(
      (queue) => queue.records.length > 0 && !queue.isInFlight,
    );
    for (const [leader, queues] of Map.groupBy(idle, (queue) => this.#leaderOf(queue))) {
      if (this.#busyLeaders.has(leader)) continue;
      const dueInMs = Math.min(...queues.map((queue) => this.#dueInMs(queue)));
      if (dueInMs <= 0) void this.#dispatch(leader, queues);
      else this.#pumpIn(dueInMs);
    }
  }

  #dueInMs(queue: Queue): number {
    const isFull = queue.records.length >= dueRecords || queue.bytes >= dueBytes;
    if (isFull || this.#flushings.size > 0) return 0;
    return queue.since + this.#lingerMs - performance.now();
  }

  #pumpIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, Math.ceil(ms));
  }

  async #dispatch(leader: number, queues: readonly Queue[]): Promise<void> {
    this.#busyLeaders.add(leader);
    const taken = queues.map((queue) => ({ queue, ...queue.take() }));
    for (const { queue } of taken) queue.isInFlight = true;
    try {
      await this.#sender.send(taken.map(({ batch }) => batch));
      for (const { queue, batch } of taken) queue.writtenCount += batch.records.length;
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
    for (const { queue, bytes } of taken) {
      queue.isInFlight = false;
      if (queue.records.length > 0) queue.since = performance.now() - this.#lingerMs;
      this.#waitingBytes -= bytes;
    }
    this.#busyLeaders.delete(leader);
    this.#settle();
    this.#pump();
  }

  /** Tells those who wait for room or for their records. */
  #settle(): void {
    if (this.#waitingBytes <= waitingBytesMax) {
      for (const room of this.#roomWaiters.splice(0)) room.resolve(undefined);
    }
    for (const flushing of this.#flushings) {
      const isDone = [...flushing.goals].every(([queue, goal]) => queue.writtenCount >= goal);
      if (!isDone) continue;
      this.#flushings.delete(flushing);
      flushing.done.resolve(undefined);
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { done } of this.#flushings) done.reject(error);
    this.#flushings.clear();
    for (const room of this.#roomWaiters.splice(0)) room.reject(error);
  }
}

/** A broker that has just started must first get a block of producer ids from the controller. */
const identityWithinMs = 15_000;
const identityRetryMs = 100;

const isLoading = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'GROUP_LOAD_IN_PROGRESS';

async function plainIdentity(cluster: Cluster): Promise<ProducerIdentity> {
  const [nodeId] = cluster.getNodeIds();
  const broker = await cluster.findBroker({ nodeId: Number(nodeId) });
  const deadline = performance.now() + identityWithinMs;
  for (;;) {
    try {
      const { producerId, producerEpoch } = await broker.initProducerId({
        transactionTimeout: 60_000,
      });
      return { id: BigInt(producerId), epoch: producerEpoch, isTransactional: false };
    } catch (error) {
      if (!isLoading(error) || performance.now() > deadline) throw error;
      await delay(identityRetryMs);
    }
  }
}

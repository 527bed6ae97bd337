/**
 * Reads committed records of partitions that come and go, over one long-polling connection per
 * broker. While a partition's records are handled the next ones are fetched already (kafkajs' own
 * consumer waits for all partitions), up to a limit per partition.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { decodeFetchResponse } from './fetch-response.ts';
import type { FetchedPartition } from './fetch-response.ts';
import { decodeRecordBatches } from './kafka-batch-decoder.ts';
import { fetchOrder } from './fetch-order.ts';
import { exchangeFetch, newCluster } from './kafka-internals.ts';
import type { Cluster } from './kafka-internals.ts';
import type { LogBatch } from './log.ts';
import { takeWaiting } from './waiting-batches.ts';

export interface PartitionRequest {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** One batch at a time; everything fetched meanwhile comes as one next batch. */
  readonly onBatch: (batch: LogBatch) => void | Promise<void>;
  /** Reading has ended: `onBatch` threw, or the offset is gone from the log. Called once. */
  readonly onLost: (error: Error) => void;
}

export interface FetcherOptions {
  /** Told about outages; fetching goes on by itself. */
  readonly onTrouble: (error: Error) => void;
  /** How long the broker may hold an empty fetch, ms; also the delay with which partitions join. */
  readonly maxWaitMs?: number;
  /** Stands before every topic's name at the broker; nobody here sees it. */
  readonly prefix: string;
  /** Most records of a partition that are handled at once; twice as many wait. Memory goes with it. */
  readonly recordsAtOnce?: number | undefined;
}

/** The wanted offset is not in the log (retention has removed it, or it was never written). */
export class OffsetOutOfRange extends Error {
  override readonly name = 'OffsetOutOfRange';
}

const maxBytesOfPartition = 1024 * 1024;
const maxBytes = 8 * 1024 * 1024;
const recordsAtOnceByDefault = 8000;
/** What a record takes of an answer, about; compressed ones take less. */
const bytesPerRecord = 128;
const backoffMs = 300;
const offsetOutOfRange = 1;

interface Reading extends PartitionRequest {
  next: number;
  readonly waiting: LogBatch[];
  waitingCount: number;
  handling: Promise<void> | undefined;
  ended: boolean;
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;
const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

export class Fetcher {
  readonly #cluster: Cluster;
  readonly #onTrouble: (error: Error) => void;
  readonly #maxWaitMs: number;
  readonly #prefix: string;
  readonly #recordsAtOnce: number;
  readonly #readings = new Map<string, Reading>();
  readonly #topics = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #loops = new Map<number, Promise<void>>();
  #conductor: Promise<void> | undefined;
  #leaders = new Map<string, number>();
  #stale = true;
  readonly #sleepers = new Set<() => void>();

  constructor(kafka: Kafka, options: FetcherOptions) {
    this.#cluster = newCluster(kafka);
    this.#onTrouble = options.onTrouble;
    this.#maxWaitMs = options.maxWaitMs ?? 100;
    this.#prefix = options.prefix;
    this.#recordsAtOnce = options.recordsAtOnce ?? recordsAtOnceByDefault;
  }

  /** Starts reading a partition; an earlier reading of it must have been removed. */
  add(request: PartitionRequest): void {
    const { from } = request;
    const reading = { ...request, next: from, waiting: [], waitingCount: 0 };
    this.#readings.set(keyOf(request.topic, request.partition), {
      ...reading,
      handling: undefined,
      ended: false,
    });
    if (!this.#topics.has(request.topic)) {
      this.#topics.add(request.topic);
      this.#stale = true;
    }
    this.#conductor ??= this.#conduct();
    this.#wake();
  }

  /** Ends reading; resolves when a batch that is being handled has been handled. */
  async remove(topic: string, partition: number): Promise<void> {
    const key = keyOf(topic, partition);
    const reading = this.#readings.get(key);
    if (!reading) return;
    reading.ended = true;
    this.#readings.delete(key);
    await reading.handling;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    const ending = [...this.#readings.values()];
    for (const reading of ending) reading.ended = true;
    await Promise.all(ending.flatMap(({ handling }) => handling ?? []));
    await this.#cluster.disconnect().catch(this.#onTrouble);
    await Promise.all([this.#conductor, ...this.#loops.values()]);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** The same after an await: TypeScript believes that a getter has not changed meanwhile. */
  #hasToStop(): boolean {
    return this.#isStopping;
  }

  /** Keeps the map of leaders fresh and one loop running for each of them. */
  async #conduct(): Promise<void> {
    while (!this.#isStopping) {
      if (this.#stale) await this.#refresh();
      for (const node of new Set(this.#leaders.values())) {
        if (!this.#loops.has(node)) this.#loops.set(node, this.#loop(node));
      }
      if (!this.#stale) await this.#pause(1000);
    }
  }

  async #refresh(): Promise<void> {
    const topics = [...this.#topics];
    try {
      await this.#cluster.connect();
      await this.#cluster.addMultipleTargetTopics(topics.map((topic) => this.#prefix + topic));
      await this.#cluster.refreshMetadata();
      const leaders = new Map<string, number>();
      for (const topic of topics) {
        const name = this.#prefix + topic;
        for (const { partitionId, leader } of this.#cluster.findTopicPartitionMetadata(name)) {
          leaders.set(keyOf(topic, partitionId), leader);
        }
      }
      this.#leaders = leaders;
      this.#stale = topics.length !== this.#topics.size;
    } catch (error) {
      if (this.#hasToStop()) return;
      this.#onTrouble(asError(error));
      await this.#pause(backoffMs);
    }
  }

  async #loop(node: number): Promise<void> {
    while (!this.#isStopping) {
      const wanted = this.#wanted(node);
      if (wanted.size === 0) {
        await this.#pause(this.#maxWaitMs);
        continue;
      }
      try {
        for (const fetched of await this.#fetch(node, wanted.values())) {
          // Not looked up by name: a reading that was removed and added again asks from elsewhere.
          const topic = fetched.topic.slice(this.#prefix.length);
          const reading = wanted.get(keyOf(topic, fetched.partition));
          if (reading && !reading.ended) this.#take(reading, fetched);
        }
      } catch (error) {
        if (this.#hasToStop()) return;
        this.#onTrouble(asError(error));
        this.#stale = true;
        await delay(backoffMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  async #fetch(node: number, wanted: Iterable<Reading>): Promise<FetchedPartition[]> {
    const bytes = Math.min(maxBytesOfPartition, this.#recordsAtOnce * bytesPerRecord);
    const topics = fetchOrder(wanted, { prefix: this.#prefix, bytesMax: bytes, turn: Date.now() });
    const broker = await this.#cluster.findBroker({ nodeId: node });
    const limits = { maxWaitTime: this.#maxWaitMs, minBytes: 1, maxBytes };
    try {
      return await exchangeFetch(broker, topics, limits, decodeFetchResponse);
    } catch (error) {
      await broker.disconnect().catch(this.#onTrouble); // findBroker connects again
      throw error;
    }
  }

  /** Partitions of this broker with room for more. */
  #wanted(node: number): Map<string, Reading> {
    const hasRoom = ([key, reading]: [string, Reading]): boolean =>
      this.#leaders.get(key) === node && reading.waitingCount < 2 * this.#recordsAtOnce;
    return new Map([...this.#readings].filter(hasRoom));
  }

  #take(reading: Reading, fetched: FetchedPartition): void {
    if (fetched.errorCode === offsetOutOfRange) {
      const { logStartOffset, lastStableOffset } = fetched;
      const range = `the log holds ${logStartOffset} to ${lastStableOffset}`;
      this.#lose(reading, new OffsetOutOfRange(`offset ${reading.next}: ${range}`));
    } else if (fetched.errorCode !== 0) {
      this.#stale = true;
      this.#onTrouble(new Error(`${reading.topic}: fetch error ${fetched.errorCode}`));
    } else {
      this.#queue(reading, fetched);
    }
  }

  #queue(reading: Reading, fetched: FetchedPartition): void {
    const { topic, partition, next: from } = reading;
    let decoded;
    try {
      const range = { topic, partition, from, aborted: fetched.aborted };
      decoded = decodeRecordBatches(fetched.recordSet, range);
    } catch (error) {
      this.#lose(reading, asError(error));
      return;
    }
    const { records, next } = decoded;
    if (next <= from) return;
    reading.next = next;
    reading.waitingCount += records.length;
    reading.waiting.push({ topic, partition, records, next });
    reading.handling ??= this.#handle(reading);
  }

  async #handle(reading: Reading): Promise<void> {
    try {
      const next = (): LogBatch | undefined => takeWaiting(reading.waiting, this.#recordsAtOnce);
      for (let batch = next(); batch; batch = next()) {
        if (reading.ended) return;
        await reading.onBatch(batch);
        reading.waitingCount -= batch.records.length;
      }
    } catch (error) {
      this.#lose(reading, asError(error));
    } finally {
      reading.handling = undefined;
    }
  }

  #lose(reading: Reading, error: Error): void {
    if (reading.ended) return;
    reading.ended = true;
    const key = keyOf(reading.topic, reading.partition);
    if (this.#readings.get(key) === reading) this.#readings.delete(key);
    reading.onLost(error);
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isStopping) return;
    const woken = Promise.withResolvers<undefined>();
    const wake = (): void => {
      woken.resolve(undefined);
    };
    const timer = setTimeout(wake, ms);
    this.#sleepers.add(wake);
    await woken.promise;
    this.#sleepers.delete(wake);
    clearTimeout(timer);
  }

  #wake(): void {
    for (const wake of this.#sleepers) wake();
  }
}

/** The log in memory, for tests and simulations: same contract as Kafka's, no server. */
import type { Topic } from '@auction/avro/topics';
import { Deferred } from './deferred.ts';
import { partitionOf } from './partitioner.ts';
import { MemoryPartition } from './memory-partition.ts';
import type { FollowRequest, Following, Log, LogBatch, NewRecord, Producer } from './log.ts';

interface MemoryTopic {
  readonly topic: Topic;
  readonly partitions: readonly MemoryPartition[];
}

export interface MemoryTransaction {
  send(records: readonly NewRecord[]): void;
  commit(): void;
  abort(): void;
}

const retryAfterMs = 10;

export class MemoryLog implements Log {
  readonly #topics = new Map<string, MemoryTopic>();
  readonly #committed = new Map<string, number>();
  readonly #followers = new Set<MemoryFollowing>();
  readonly #now: () => number;
  #transactionCount = 0;

  /** @param topics created at once; @param now stamps records, epoch ms */
  constructor(topics: readonly Topic[] = [], now: () => number = Date.now) {
    this.#now = now;
    for (const topic of topics) this.#create(topic);
  }

  #create(topic: Topic): void {
    const known = this.#topics.get(topic.name);
    if (known && known.partitions.length !== topic.partitions) {
      throw new Error(
        `${topic.name} has ${known.partitions.length} partitions, table says ${topic.partitions}`,
      );
    }
    if (known) return;
    const numbers = Array.from({ length: topic.partitions }, (_, partition) => partition);
    const partitions = numbers.map((partition) => new MemoryPartition(topic.name, partition));
    this.#topics.set(topic.name, { topic, partitions });
  }

  partitionsOf(topic: string): readonly MemoryPartition[] {
    const known = this.#topics.get(topic);
    if (!known) throw new Error(`unknown topic ${topic}`);
    return known.partitions;
  }

  #partition(topic: string, partition: number): MemoryPartition {
    const found = this.partitionsOf(topic)[partition];
    if (!found) throw new Error(`${topic} has no partition ${partition}`);
    return found;
  }

  /** Appends at once. @param transaction number of an open one */
  append(records: readonly NewRecord[], transaction?: number): void {
    for (const { topic, key, value, partition, headers } of records) {
      const count = this.partitionsOf(topic).length;
      const target = this.#partition(topic, partition ?? partitionOf(key, count));
      const timestamp = this.#now();
      target.append({ key, value, headers: headers ?? {}, timestamp }, transaction);
    }
    this.#wake();
  }

  /** Begins a transaction: readers stop before its first record until it ends. */
  transaction(): MemoryTransaction {
    const number = ++this.#transactionCount;
    const end = (committed: boolean): void => {
      for (const { partitions } of this.#topics.values()) {
        for (const partition of partitions) partition.endTransaction(number, committed);
      }
      this.#wake();
    };
    return {
      send: (records) => this.append(records, number),
      commit: () => end(true),
      abort: () => end(false),
    };
  }

  /** Commits an offset of a consumer group. */
  commit(group: string, topic: string, partition: number, next: number): void {
    this.#committed.set(`${group} ${topic}/${partition}`, next);
  }

  compact(topic: string): void {
    for (const partition of this.partitionsOf(topic)) partition.compact();
  }

  #wake(): void {
    for (const follower of this.#followers) follower.wake();
  }

  async producer(): Promise<Producer> {
    return {
      send: async (records) => this.append(records),
      flush: async () => undefined,
      close: async () => undefined,
    };
  }

  follow(request: FollowRequest): Following {
    const following = new MemoryFollowing(this, request);
    this.#followers.add(following);
    return following;
  }

  async readToEnd(
    topic: string,
    partition: number,
    from: number | undefined,
    onBatch: (batch: LogBatch) => void | Promise<void>,
  ): Promise<number> {
    const source = this.#partition(topic, partition);
    const end = source.end;
    let next = from ?? source.beginning;
    while (next < end) {
      const batch = source.read(next);
      if (batch.next === next) await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
      else await onBatch(batch);
      next = batch.next;
    }
    return next;
  }

  async beginnings(topic: string): Promise<number[]> {
    return this.partitionsOf(topic).map(({ beginning }) => beginning);
  }

  async ends(topic: string): Promise<number[]> {
    return this.partitionsOf(topic).map(({ end }) => end);
  }

  async committed(group: string, topic: string): Promise<(number | undefined)[]> {
    return this.partitionsOf(topic).map((_, partition) =>
      this.#committed.get(`${group} ${topic}/${partition}`),
    );
  }

  async createTopics(topics: readonly Topic[]): Promise<void> {
    for (const topic of topics) this.#create(topic);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followers].map((follower) => follower.stop()));
    this.#followers.clear();
  }
}

class MemoryFollowing implements Following {
  readonly caughtUp: Promise<void>;
  readonly #log: MemoryLog;
  readonly #request: FollowRequest;
  readonly #positions = new Map<string, number>();
  readonly #goals = new Map<string, number>();
  readonly #reached = new Deferred<undefined>();
  readonly #ended: Promise<void>;
  #signal = new Deferred<undefined>();
  #stopped = false;

  constructor(log: MemoryLog, request: FollowRequest) {
    this.#log = log;
    this.#request = request;
    for (const { name } of request.topics) {
      for (const [partition, source] of log.partitionsOf(name).entries()) {
        this.#positions.set(
          `${name}/${partition}`,
          request.from?.(name, partition) ?? source.beginning,
        );
        this.#goals.set(`${name}/${partition}`, source.end);
      }
    }
    this.caughtUp = this.#reached.promise;
    this.#ended = this.#run();
  }

  wake(): void {
    this.#signal.resolve(undefined);
  }

  position(topic: string, partition: number): number {
    return this.#positions.get(`${topic}/${partition}`) ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    this.#reached.reject(new Error('following was stopped'));
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#signal = new Deferred();
      const moved = await this.#round();
      if ([...this.#goals].every(([key, end]) => (this.#positions.get(key) ?? 0) >= end)) {
        this.#reached.resolve(undefined);
      }
      if (!moved) await this.#signal.promise;
    }
  }

  /** Hands over what every partition has. @returns whether there was anything */
  async #round(): Promise<boolean> {
    let moved = false;
    for (const { name } of this.#request.topics) {
      for (const [partition, source] of this.#log.partitionsOf(name).entries()) {
        const batch = source.read(this.position(name, partition));
        if (batch.next === this.position(name, partition)) continue;
        if (this.#stopped) return false;
        await this.#hand(batch);
        moved = true;
      }
    }
    return moved;
  }

  async #hand(batch: LogBatch): Promise<void> {
    try {
      if (batch.records.length > 0) await this.#request.onBatch(batch);
      this.#positions.set(`${batch.topic}/${batch.partition}`, batch.next);
    } catch (error) {
      this.#request.onTrouble?.(error instanceof Error ? error : new Error(String(error)));
      await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
    }
  }
}

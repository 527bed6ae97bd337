/** Follows all partitions of topics for ever, without a consumer group. */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaConnection } from './kafka-connection.ts';
import { Deferred } from './deferred.ts';
import { Fetcher } from './kafka-fetcher.ts';
import type { FollowRequest, Following, Log, LogBatch } from './log.ts';

const handlerBackoffMs = 500;
const startBackoffMs = 500;

/** Positions and goals of one partition. */
interface Place {
  next: number;
  readonly goal: number;
}

class KafkaFollowing implements Following {
  readonly caughtUp: Promise<void>;
  readonly #log: Pick<Log, 'beginnings' | 'ends'>;
  readonly #request: FollowRequest;
  readonly #fetcher: Fetcher;
  readonly #places = new Map<string, Place>();
  readonly #reached = new Deferred<undefined>();
  readonly #stopping = new AbortController();
  readonly #started: Promise<void>;
  /** One batch at a time over all partitions. */
  #turn: Promise<void> = Promise.resolve();

  constructor(
    connection: KafkaConnection,
    log: Pick<Log, 'beginnings' | 'ends'>,
    request: FollowRequest,
  ) {
    this.#log = log;
    this.#request = request;
    this.caughtUp = this.#reached.promise;
    this.#fetcher = new Fetcher(connection.kafka, {
      prefix: connection.prefix,
      onTrouble: (error) => this.#tell(error),
    });
    this.#started = this.#start();
  }

  position(topic: string, partition: number): number {
    const place = this.#places.get(`${topic}/${partition}`);
    return place?.next ?? this.#request.from?.(topic, partition) ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#reached.reject(new Error('following was stopped'));
    await this.#started;
    await this.#fetcher.stop();
  }

  #tell(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#request.onTrouble?.(error instanceof Error ? error : new Error(String(error)));
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  /** Asks for the ends there are now, however long the broker is away, then reads. */
  async #start(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        for (const { name } of this.#request.topics) await this.#place(name);
        break;
      } catch (error) {
        this.#tell(error);
        await this.#pause(startBackoffMs);
      }
    }
    if (this.#stopping.signal.aborted) return;
    for (const [key, { next }] of this.#places) {
      const slash = key.lastIndexOf('/');
      this.#read(key.slice(0, slash), Number(key.slice(slash + 1)), next);
    }
    this.#checkCaughtUp();
  }

  async #place(topic: string): Promise<void> {
    const beginnings = await this.#log.beginnings(topic);
    const ends = await this.#log.ends(topic);
    for (const [partition, goal] of ends.entries()) {
      const wanted = this.#request.from?.(topic, partition);
      this.#places.set(`${topic}/${partition}`, {
        next: wanted ?? beginnings[partition] ?? 0,
        goal,
      });
    }
  }

  #read(topic: string, partition: number, from: number): void {
    this.#fetcher.add({
      topic,
      partition,
      from,
      onBatch: (batch) => this.#inTurn(batch),
      onLost: (error) => {
        this.#tell(error);
        void this.#readFromBeginning(topic, partition);
      },
    });
  }

  /** Retention has removed what was to be read next: go on with what there is. */
  async #readFromBeginning(topic: string, partition: number): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const from = (await this.#log.beginnings(topic))[partition] ?? 0;
        this.#read(topic, partition, from);
        return;
      } catch (error) {
        this.#tell(error);
        await this.#pause(startBackoffMs);
      }
    }
  }

  #inTurn(batch: LogBatch): Promise<void> {
    this.#turn = this.#turn.then(() => this.#hand(batch));
    return this.#turn;
  }

  async #hand(batch: LogBatch): Promise<void> {
    while (batch.records.length > 0 && !this.#stopping.signal.aborted) {
      try {
        await this.#request.onBatch(batch);
        break;
      } catch (error) {
        this.#tell(error);
        await this.#pause(handlerBackoffMs);
      }
    }
    if (this.#stopping.signal.aborted) return;
    const place = this.#places.get(`${batch.topic}/${batch.partition}`);
    if (place) place.next = batch.next;
    this.#checkCaughtUp();
  }

  #checkCaughtUp(): void {
    const isThere = [...this.#places.values()].every(({ next, goal }) => next >= goal);
    if (isThere) this.#reached.resolve(undefined);
  }
}

export const followKafka = (
  connection: KafkaConnection,
  log: Pick<Log, 'beginnings' | 'ends'>,
  request: FollowRequest,
): Following => new KafkaFollowing(connection, log, request);

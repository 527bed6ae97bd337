/** One partition of a sink: take it over, write batches, wait while the store is away. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '@auction/avro/topics';
import type { Fetcher } from './kafka-fetcher.ts';
import type { Membership } from './kafka-group.ts';
import type { LogBatch } from './log.ts';
import { errorFields } from './logger.ts';
import type { Logger } from './logger.ts';
import type { WorkerContext } from './running-worker.ts';
import { FencedError } from './sink.ts';
import type { Sink } from './sink.ts';
import { TouchedRequests } from './trace.ts';

export interface SinkUnitContext extends WorkerContext {
  readonly fetcher: Fetcher;
  readonly membership: () => Promise<Membership>;
}

const firstBackoffMs = 200;
const longestBackoffMs = 10_000;

/** Partition p of every topic of the sink; each topic is read on its own. */
export class SinkUnit {
  readonly #sink: Sink;
  readonly #partition: number;
  readonly #context: SinkUnitContext;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  #life: Promise<unknown> | undefined;

  constructor(sink: Sink, partition: number, context: SinkUnitContext) {
    this.#sink = sink;
    this.#partition = partition;
    this.#context = context;
    this.#logger = context.logger.with({ sink: sink.name, unit: partition });
  }

  start(): void {
    const topics = this.#sink.topics.filter(({ partitions }) => this.#partition < partitions);
    this.#life ??= Promise.all(topics.map((topic) => this.#live(topic)));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#life;
  }

  async #live(topic: Topic): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const begunAt = performance.now();
      try {
        await this.#work(topic);
      } catch (error) {
        const isFenced = error instanceof FencedError;
        const text = isFenced ? 'another instance has the partition' : 'the partition begins again';
        this.#logger.warn(text, { topic: topic.name, ...errorFields(error) });
      }
      if (isAborted(signal)) return;
      if (performance.now() - begunAt > longestBackoffMs) failures = 0;
      const waitMs = Math.min(firstBackoffMs * 2 ** failures, longestBackoffMs);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
      // Fenced or not: only a member of the group may take the partition again.
      const membership = await this.#context.membership();
      await Promise.race([membership.confirmed(), aborted(signal)]);
    }
  }

  /** Ends by an error thrown, or quietly when stopped. */
  async #work(topic: Topic): Promise<void> {
    const { fetcher, log } = this.#context;
    const kept = await this.#sink.take(topic.name, this.#partition);
    const beginning = (await log.beginnings(topic.name))[this.#partition] ?? 0;
    if (kept > 0 && kept < beginning) {
      this.#logger.warn('records were removed before they were read', { kept, beginning });
    }
    const lost = Promise.withResolvers<Error>();
    if (this.#stopping.signal.aborted) return;
    // The last life may have ended between the store's commit and the group's; who waits for the group
    // would wait until the next record.
    if (kept > 0)
      await this.#tellGroup({ topic: topic.name, partition: this.#partition, next: kept });
    fetcher.add({
      topic: topic.name,
      partition: this.#partition,
      from: Math.max(kept, beginning),
      onBatch: (batch) => this.#write(batch),
      onLost: lost.resolve,
    });
    try {
      const error = await Promise.race([lost.promise, aborted(this.#stopping.signal)]);
      if (error) throw error;
    } finally {
      await fetcher.remove(topic.name, this.#partition);
    }
  }

  async #write(batch: LogBatch): Promise<void> {
    await this.#context.codecs.learnFrom(batch.topic, batch.records);
    const begunAt = performance.now();
    await this.#sink.write(batch);
    const ms = performance.now() - begunAt;
    this.#tellTouched(batch);
    this.#context.metrics.written(this.#sink.name, this.#partition, batch, ms);
    await this.#tellGroup(batch);
  }

  #tellTouched({ topic, records }: LogBatch): void {
    const touched = new TouchedRequests();
    for (const record of records) touched.note(record);
    const key = this.#sink.topics.find(({ name }) => name === topic)?.key ?? '';
    touched.tell(this.#logger, 'records kept', key, { topic });
  }

  /** For information only: a failure here must not repeat a batch. */
  async #tellGroup({ topic, partition, next }: GroupPosition): Promise<void> {
    const membership = await this.#context.membership();
    await membership.commit([{ topic, partition, next }]).catch((error: unknown) => {
      this.#logger.debug('the group offset was not committed', errorFields(error));
    });
  }
}

type GroupPosition = Pick<LogBatch, 'topic' | 'partition' | 'next'>;

/** After an await: TypeScript believes that a property has not changed meanwhile. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

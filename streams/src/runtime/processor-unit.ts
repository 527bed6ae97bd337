/**
 * One unit of a processor on Kafka: take over (fence, restore, resume), process, commit, and after any
 * error begin again. The recipe is kafka.md section 1; a failed transaction costs a full restore
 * instead of an undo log (docs/decisions/0006).
 */
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { CollectedOutput } from './collected-output.ts';
import { UnitProducer } from './kafka-transaction.ts';
import type { LogBatch, LogRecord } from './log.ts';
import type { Logger } from './logger.ts';
import { errorFields } from './logger.ts';
import { isPositionKey, positionKey } from './processor.ts';
import type { PositionRecord, Processor, Task } from './processor.ts';
import type { UnitContext } from './unit-context.ts';
import { checkedPosition, InconsistentState } from './unit-position.ts';
import { PoisonList, TaskThrew } from './poison-list.ts';
import { TouchedRequests } from './trace.ts';

const recordsPerTransaction = 8000;
/** The event loop is given back after this much work, so that heartbeats go out. */
const sliceMs = 40;
const askClockEvery = 64;
/**
 * Least time between two commits, ms: on two cores the work of tiny transactions is what bids wait for.
 * 60 against 15 and 120: docs/benchmarks.md, "From Kafka to every watcher".
 */
const commitPauseMs = 60;
/** A position that moved without any output is committed after this long. */
const quietCommitMs = 1000;
/** The group's offsets tell lag only (the position record is the truth), and cost half a transaction. */
const offsetsEveryMs = 1000;
const firstBackoffMs = 100;
const longestBackoffMs = 10_000;
export class ProcessorUnit {
  readonly #processor: Processor;
  readonly #partition: number;
  readonly #context: UnitContext;
  readonly #logger: Logger;
  readonly #poison = new PoisonList();
  readonly #touched = new TouchedRequests();
  #stopping = false;
  #life: Promise<void> | undefined;
  #end: (error: Error | undefined) => void = () => undefined;

  // The state of one life, set by #takeOver.
  #producer: UnitProducer | undefined;
  #task: Task | undefined;
  #next: Record<string, number> = {};
  #committedAt = 0;
  #offsetsAt = 0;
  /** The group's offsets are behind `#next`. */
  #isMoved = false;
  #quietTimer: NodeJS.Timeout | undefined;
  #chain: Promise<void> = Promise.resolve();

  constructor(processor: Processor, partition: number, context: UnitContext) {
    this.#processor = processor;
    this.#partition = partition;
    this.#context = context;
    this.#logger = context.logger.with({ processor: processor.name, unit: partition });
  }

  start(): void {
    this.#life ??= this.#live();
  }

  /** Resolves when nothing of this unit runs any more. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#end(undefined);
    await this.#life;
  }

  async #live(): Promise<void> {
    for (let failures = 0; !this.#stopping; failures += 1) {
      const begunAt = performance.now();
      try {
        await this.#work();
      } catch (error) {
        if (error instanceof InconsistentState || this.#poison.isTooLong) {
          this.#context.onFatal(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        this.#logger.warn('the unit begins again', errorFields(error));
        this.#context.metrics.restarts.inc({ processor: this.#processor.name });
      }
      if (this.#hasToStop()) return;
      if (performance.now() - begunAt > longestBackoffMs) failures = 0;
      await delay(
        Math.min(firstBackoffMs * 2 ** failures, longestBackoffMs) * (0.5 + Math.random() / 2),
      );
      // A zombie that was fenced must not fence the owner in its turn: ask whether we are a member.
      if (!this.#hasToStop()) await (await this.#context.membership()).confirmed();
    }
  }

  // TypeScript narrows `#stopping` across awaits; a call does not.
  #hasToStop(): boolean {
    return this.#stopping;
  }

  /** One life: ends by an error thrown, or quietly when the unit is stopped. */
  async #work(): Promise<void> {
    const ended = Promise.withResolvers<Error | undefined>();
    this.#end = ended.resolve;
    this.#chain = Promise.resolve();
    this.#touched.forget();
    try {
      const replayFrom = await this.#takeOver();
      if (this.#hasToStop()) return;
      for (const topic of this.#processor.inputs) {
        // What was to be replayed may have left the log since: the task judges what it then lacks.
        const beginnings = await this.#context.log.beginnings(topic.name);
        const from = Math.max(
          beginnings[this.#partition] ?? 0,
          Math.min(replayFrom[topic.name] ?? Infinity, this.#next[topic.name] ?? 0),
        );
        this.#context.fetcher.add({
          topic: topic.name,
          partition: this.#partition,
          from,
          onBatch: (batch) => this.#inOrder(() => this.#apply(batch)),
          onLost: ended.resolve,
        });
      }
      const error = await ended.promise;
      if (error) throw error;
    } finally {
      clearTimeout(this.#quietTimer);
      this.#quietTimer = undefined;
      const { fetcher } = this.#context;
      await Promise.all(
        this.#processor.inputs.map(({ name }) => fetcher.remove(name, this.#partition)),
      );
      await this.#chain.catch(() => undefined); // its error has ended this life already
      await this.#producer?.dispose();
      this.#producer = undefined;
      this.#task = undefined;
      this.#context.metrics.forget(this.#processor.name, this.#partition);
    }
  }

  /** Batches of several inputs, and the quiet commit, one after the other. */
  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#chain = this.#chain.then(work);
    return this.#chain;
  }

  /** Fence, then position, then state up to the end read after the fence. */
  async #takeOver(): Promise<Readonly<Record<string, number>>> {
    const begunAt = performance.now();
    const { name, state } = this.#processor;
    const transactionalId = `am.${name}.${this.#partition}`;
    this.#producer = await UnitProducer.open(this.#context.connection, transactionalId);
    const task = this.#processor.createTask(this.#partition);
    let position: PositionRecord | undefined;
    let restored = 0;
    await this.#context.log.readToEnd(state.name, this.#partition, undefined, async (batch) => {
      await this.#context.codecs.learnFrom(state.name, batch.records);
      for (const { key, value } of batch.records) {
        if (!isPositionKey(key)) task.restore(key, value);
        else if (value) position = this.#processor.decodePosition(value);
        restored += 1;
      }
    });
    this.#next = await checkedPosition(
      this.#context.log,
      this.#processor,
      this.#partition,
      position,
    );
    this.#task = task;
    this.#isMoved = false;
    const replay = task.resume(position?.memo ?? null);
    const ms = Math.round(performance.now() - begunAt);
    this.#context.metrics.restored.set({ processor: name, unit: this.#partition }, restored);
    this.#logger.info('the unit is ours', { restored, ms, next: this.#next, replay });
    return replay;
  }

  async #apply(batch: LogBatch): Promise<void> {
    await this.#context.codecs.learnFrom(batch.topic, batch.records);
    for (let at = 0; ;) {
      const output = this.#newOutput();
      at = await this.#processSome(batch, at, output);
      this.#task?.beforeCommit?.(output);
      const isAll = at >= batch.records.length;
      const next = isAll ? batch.next : (batch.records[at]?.offset ?? batch.next);
      this.#moveTo(batch.topic, next);
      if (output.isEmpty) this.#commitQuietly();
      else await this.#commit(output);
      if (isAll || this.#stopping) break;
    }
    this.#context.metrics.processed(this.#processor.name, this.#partition, batch, this.#task);
  }

  #moveTo(topic: string, next: number): void {
    if (next <= (this.#next[topic] ?? 0)) return; // replayed
    this.#next = { ...this.#next, [topic]: next };
    this.#isMoved = true;
  }

  /** @returns index behind the last record processed */
  async #processSome(batch: LogBatch, from: number, output: CollectedOutput): Promise<number> {
    const task = this.#task;
    if (!task) throw new Error('the unit has no task');
    const position = this.#next[batch.topic] ?? 0;
    const until = Math.min(batch.records.length, from + recordsPerTransaction);
    let sliceBegunAt = performance.now();
    this.#poison.count(until - from);
    for (let at = from; at < until; at += 1) {
      const record = batch.records[at];
      if (!record) break;
      this.#processOne(task, record, position, output);
      if (at % askClockEvery === 0 && performance.now() - sliceBegunAt > sliceMs) {
        await nextTurn();
        sliceBegunAt = performance.now();
      }
    }
    return until;
  }

  #processOne(task: Task, record: LogRecord, position: number, output: CollectedOutput): void {
    try {
      if (record.offset < position) task.replay(record);
      else if (this.#poison.has(record)) output.dead(record, PoisonList.reason);
      else {
        output.follow(record);
        this.#touched.note(record);
        task.process(record, output);
      }
    } catch (error) {
      // The task's state may be half changed: everything since the last commit is done again.
      this.#poison.add(record);
      throw new TaskThrew(record, error);
    }
  }

  #newOutput(): CollectedOutput {
    const { name, outputs, state, plainOutputs } = this.#processor;
    return new CollectedOutput(name, {
      transactional: [...outputs, state],
      plain: plainOutputs,
    });
  }

  #commitQuietly(): void {
    if (!this.#isMoved || this.#quietTimer) return;
    this.#quietTimer = setTimeout(() => {
      this.#quietTimer = undefined;
      this.#inOrder(async () => {
        if (this.#isMoved && !this.#stopping) await this.#commit(this.#newOutput(), 0);
      }).catch((error: unknown) => {
        this.#end(error instanceof Error ? error : new Error(String(error)));
      });
    }, quietCommitMs);
  }

  async #commit(output: CollectedOutput, offsetsAfterMs = offsetsEveryMs): Promise<void> {
    const producer = this.#producer;
    const task = this.#task;
    if (!producer || !task) throw new Error('the unit has no producer');
    const pauseMs = this.#committedAt + commitPauseMs - performance.now();
    if (pauseMs > 0) await delay(pauseMs);
    if (output.plain.length > 0) {
      await this.#context.producer.send(output.plain);
      await this.#context.producer.flush();
    }
    const begunAt = performance.now();
    const group = this.#processor.name;
    const isWithOffsets = begunAt - this.#offsetsAt >= offsetsAfterMs;
    await producer.commit(
      [this.#positionRecord(task), ...output.transactional],
      isWithOffsets ? { group, partition: this.#partition, next: this.#next } : undefined,
    );
    this.#committedAt = performance.now();
    if (isWithOffsets) {
      this.#offsetsAt = begunAt;
      this.#isMoved = false;
    } else this.#commitQuietly();
    this.#touched.tell(this.#logger, 'records processed', this.#processor.inputs[0]?.key ?? '');
    this.#context.metrics.committed(this.#processor.name, this.#committedAt - begunAt, output);
  }

  #positionRecord(task: Task): CollectedOutput['transactional'][number] {
    const { state, stateVersion, encodePosition } = this.#processor;
    const value = encodePosition({ next: this.#next, stateVersion, memo: task.memo() });
    const partition = this.#partition;
    return { topic: state.name, partition, key: positionKey(partition), value };
  }
}

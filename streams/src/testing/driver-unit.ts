/** One unit of a processor on the driver's log: the steps of a real one, without a broker. */
import { CollectedOutput } from '../runtime/collected-output.ts';
import { isPositionKey, positionKey } from '../runtime/processor.ts';
import type { PositionRecord, Processor, Task } from '../runtime/processor.ts';
import type { DriverLog } from './driver-log.ts';

/**
 * What becomes of a chunk: committed; lost before its transaction, with its plain outputs written or
 * not; or committed just before the process dies.
 */
export type Fate = 'COMMIT' | 'DIE_BEFORE' | 'DIE_AFTER_PLAIN' | 'COMMIT_AND_DIE';

export class DriverUnit {
  readonly #processor: Processor;
  readonly #partition: number;
  readonly #log: DriverLog;
  #task: Task | undefined;
  #next: Record<string, number> = {};

  constructor(processor: Processor, partition: number, log: DriverLog) {
    this.#processor = processor;
    this.#partition = partition;
    this.#log = log;
  }

  /** The process dies: memory is gone, the log stays. */
  die(): void {
    this.#task = undefined;
  }

  stats(): Readonly<Record<string, number>> {
    return this.#task?.stats() ?? {};
  }

  /** Restores state and position from the log, and replays what only memory held. */
  #takeOver(): Task {
    const { state, stateVersion, decodePosition, createTask, inputs } = this.#processor;
    const task = createTask(this.#partition);
    let position: PositionRecord | undefined;
    for (const { key, value } of this.#log.compacted(state.name, this.#partition)) {
      if (!isPositionKey(key)) task.restore(key, value);
      else if (value !== null) position = decodePosition(value);
    }
    if (position !== undefined && position.stateVersion !== stateVersion) {
      throw new Error(`state of version ${position.stateVersion}`);
    }
    const replayFrom = task.resume(position?.memo ?? null);
    this.#next = { ...position?.next };
    for (const { name } of inputs) {
      const from = replayFrom[name] ?? Infinity;
      const until = this.#next[name] ?? 0;
      for (const record of this.#log.partition(name, this.#partition).slice(0, until)) {
        if (record.offset >= from) task.replay(record);
      }
    }
    return task;
  }

  /**
   * Processes up to `max` records that wait, as one transaction.
   * @returns number of records read
   */
  work(max: number, now: number, fate: () => Fate): number {
    const { name, outputs, state, plainOutputs, inputs } = this.#processor;
    const task = (this.#task ??= this.#takeOver());
    const output = new CollectedOutput(name, {
      transactional: [...outputs, state],
      plain: plainOutputs,
    });
    const before = { ...this.#next };
    let count = 0;
    for (const topic of inputs) {
      const waiting = this.#log.partition(topic.name, this.#partition);
      const from = before[topic.name] ?? 0;
      const until = Math.min(waiting.length, from + max - count);
      for (const record of waiting.slice(from, until)) task.process(record, output);
      this.#next[topic.name] = until;
      count += until - from;
    }
    task.beforeCommit?.(output);
    if (count > 0) this.#end(task, output, now, fate());
    return count;
  }

  #end(task: Task, output: CollectedOutput, now: number, fate: Fate): void {
    if (fate !== 'DIE_BEFORE') this.#log.append(output.plain, now);
    if (fate === 'COMMIT' || fate === 'COMMIT_AND_DIE') {
      const { state, stateVersion, encodePosition } = this.#processor;
      const partition = this.#partition;
      const value = encodePosition({ next: this.#next, stateVersion, memo: task.memo() });
      const position = { topic: state.name, partition, key: positionKey(partition), value };
      this.#log.append([position, ...output.transactional], now);
    }
    if (fate !== 'COMMIT') this.die();
  }
}

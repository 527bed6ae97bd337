/**
 * A processor run over records without a broker: what its inputs say must stand in its outputs.
 * Processors are deterministic, so a fold of the log must equal what a running instance has written.
 */
import { CollectedOutput } from './collected-output.ts';
import type { LogRecord } from './log.ts';
import type { Processor, Task } from './processor.ts';

/** Last value per key; null for a tombstone. */
export type LastValues = ReadonlyMap<string, Buffer | null>;

const none: LastValues = new Map();

/** A task writes what it keeps for a commit after this many records, so that it need not keep all. */
const recordsPerCommit = 1000;

export class ProcessorFold {
  readonly #processor: Processor;
  readonly #task: Task;
  readonly #last = new Map<string, Map<string, Buffer | null>>();
  #waiting = 0;

  /** @param partition the unit whose inputs are folded, from its first record on */
  constructor(processor: Processor, partition: number) {
    this.#processor = processor;
    this.#task = processor.createTask(partition);
    this.#task.resume(null);
  }

  /** Takes the next record of the unit's inputs. */
  feed(record: LogRecord): void {
    const output = this.#newOutput();
    this.#task.process(record, output);
    this.#keep(output);
    this.#waiting += 1;
    if (this.#waiting >= recordsPerCommit) this.#commit();
  }

  #newOutput(): CollectedOutput {
    const { name, outputs, state, plainOutputs } = this.#processor;
    return new CollectedOutput(name, {
      transactional: [...outputs, state],
      plain: plainOutputs,
    });
  }

  #commit(): void {
    const output = this.#newOutput();
    this.#task.beforeCommit?.(output);
    this.#keep(output);
    this.#waiting = 0;
  }

  #keep({ plain, transactional }: CollectedOutput): void {
    for (const { topic, key, value } of [...plain, ...transactional]) {
      let values = this.#last.get(topic);
      if (values === undefined) {
        values = new Map();
        this.#last.set(topic, values);
      }
      values.set(key, value);
    }
  }

  /** What a compacted topic must hold after the records fed so far. */
  last(topic: string): LastValues {
    this.#commit();
    return this.#last.get(topic) ?? none;
  }
}

/**
 * Folds all input records of a unit.
 * @param inputs in offset order, from the first record on
 * @returns last value per key for every output topic, by its name
 */
export function foldProcessor(
  processor: Processor,
  partition: number,
  inputs: Iterable<LogRecord>,
): (topic: string) => LastValues {
  const fold = new ProcessorFold(processor, partition);
  for (const record of inputs) fold.feed(record);
  return (topic) => fold.last(topic);
}

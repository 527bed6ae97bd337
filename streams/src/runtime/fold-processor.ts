/**
 * A processor run over records without a broker: what its inputs say must stand in its outputs.
 * Processors are deterministic, so a fold of the log must equal what a running instance has written.
 */
import { CollectedOutput } from './collected-output.ts';
import type { OutputRecord } from './collected-output.ts';
import type { LogRecord } from './log.ts';
import type { Processor, Task } from './processor.ts';

/** Last value per key; null for a tombstone. */
export type LastValues = ReadonlyMap<string, Buffer | null>;

const none: LastValues = new Map();

export class ProcessorFold {
  readonly #processor: Processor;
  readonly #task: Task;
  readonly #last = new Map<string, Map<string, Buffer | null>>();

  /** @param partition the unit whose inputs are folded, from its first record on */
  constructor(processor: Processor, partition: number) {
    this.#processor = processor;
    this.#task = processor.createTask(partition);
    this.#task.resume(null);
  }

  /**
   * Takes the next record of the unit's inputs.
   * @returns what it writes, state and plain outputs included, in the order of writing
   */
  feed(record: LogRecord): readonly OutputRecord[] {
    const { name, outputs, state, plainOutputs } = this.#processor;
    const topics = { transactional: [...outputs, state], plain: plainOutputs };
    const output = new CollectedOutput(name, topics);
    this.#task.process(record, output);
    const written = [...output.plain, ...output.transactional];
    for (const { topic, key, value } of written) this.#keep(topic, key, value);
    return written;
  }

  #keep(topic: string, key: string, value: Buffer | null): void {
    let values = this.#last.get(topic);
    if (values === undefined) {
      values = new Map();
      this.#last.set(topic, values);
    }
    values.set(key, value);
  }

  /** What a compacted topic must hold after the records fed so far. */
  last(topic: string): LastValues {
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

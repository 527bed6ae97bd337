/** A small processor for the runtime's own specs: numbers every record of a key, from 1 on. */
import type { Topic } from '@auction/avro/topics';
import type { Processor, Task } from '../runtime/processor.ts';
import { aTopic } from './log-harness.ts';

export interface Counter {
  readonly processor: Processor;
  readonly input: Topic;
  readonly output: Topic;
}

/**
 * @param name group and transactional id of it
 * @param beforeEach called with the key of every record before it is counted; what it throws, the task throws
 */
export function aCounter(
  name: string,
  partitions: number,
  beforeEach: (key: string) => void = () => undefined,
): Counter {
  const input = aTopic(partitions);
  const output = aTopic(partitions);
  const state = aTopic(partitions, { cleanup: 'compact', retentionMs: null });
  const createTask = (): Task => {
    const counts = new Map<string, number>();
    return {
      restore: (key, value) => void counts.set(key, Number(value?.toString())),
      resume: () => ({}),
      replay: () => undefined,
      process({ key }, out) {
        beforeEach(key);
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        out.send(state, key, Buffer.from(String(count)));
        out.send(output, key, Buffer.from(String(count)));
      },
      memo: () => null,
      stats: () => ({}),
    };
  };
  const processor: Processor = {
    name,
    inputs: [input],
    state,
    outputs: [output],
    plainOutputs: [],
    stateVersion: 1,
    encodePosition: (position) => Buffer.from(JSON.stringify(position)),
    decodePosition: (value) =>
      JSON.parse(value.toString()) as ReturnType<Processor['decodePosition']>,
    createTask,
  };
  return { processor, input, output };
}

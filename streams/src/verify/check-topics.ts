/** A compacted topic against a fold of the log it is made of. */
import type { SchemaName, Topic } from '@auction/avro/topics';
import { ProcessorFold } from '../runtime/fold-processor.ts';
import type { Processor } from '../runtime/processor.ts';
import { differencesOf } from './difference.ts';
import type { CheckResult, Difference, Fields } from './difference.ts';
import { settled } from './settle.ts';
import { Tail } from './tail.ts';
import type { Verification } from './verification.ts';

/** @param output the topic of the processor that is compared */
export async function checkTopic(
  verification: Verification,
  processor: Processor,
  output: Topic<SchemaName>,
): Promise<CheckResult> {
  const check = `${output.name} = fold of ${processor.inputs.map(({ name }) => name).join(', ')}`;
  const before = await trimmedInput(verification, processor);
  if (before !== undefined) {
    const note = `${before} no longer begins at offset 0 (retention): it cannot be folded from its start`;
    return { check, compared: 0, note, differences: [] };
  }
  const differences: Difference[] = [];
  const trimmed: number[] = [];
  let compared = 0;
  for (let partition = 0; partition < output.partitions; partition += 1) {
    const pair = new FoldAndTopic(verification, processor, output, partition);
    const found = await settled(() => pair.differing(), verification.settleMs);
    // What retention took while we read may be all that differs.
    const isTrimmed =
      found.length > 0 && (await trimmedInput(verification, processor, partition)) !== undefined;
    if (isTrimmed) trimmed.push(partition);
    else differences.push(...found);
    compared += isTrimmed ? 0 : pair.size;
    verification.say(`${check}: partition ${partition}, ${pair.size} keys`);
  }
  const note =
    trimmed.length === 0
      ? undefined
      : `partition ${trimmed.join(', ')} not compared: retention took its beginning while it was read`;
  return { check, compared, note, differences };
}

/**
 * @param partition the only one that matters; absent: all do
 * @returns an input that retention has taken the beginning of; undefined: none
 */
async function trimmedInput(
  { log }: Verification,
  { inputs }: Processor,
  partition?: number,
): Promise<string | undefined> {
  for (const { name } of inputs) {
    const all = await log.beginnings(name);
    const firsts = partition === undefined ? all : [all[partition] ?? 0];
    if (firsts.some((first) => first !== 0)) return name;
  }
  return undefined;
}

class FoldAndTopic {
  readonly #verification: Verification;
  readonly #output: Topic<SchemaName>;
  readonly #fold: ProcessorFold;
  readonly #held = new Map<string, Buffer | null>();
  readonly #inputs: readonly Tail[];
  readonly #outputTail: Tail;

  constructor(
    verification: Verification,
    processor: Processor,
    output: Topic<SchemaName>,
    partition: number,
  ) {
    this.#verification = verification;
    this.#output = output;
    this.#fold = new ProcessorFold(processor, partition);
    this.#inputs = processor.inputs.map(
      ({ name }) => new Tail(verification, name, partition, (record) => this.#fold.feed(record)),
    );
    this.#outputTail = new Tail(verification, output.name, partition, ({ key, value }) => {
      this.#held.set(key, value);
    });
  }

  get size(): number {
    return this.#held.size;
  }

  /** The topic first: what it holds came from inputs that are then certainly there. */
  async differing(): Promise<Difference[]> {
    await this.#outputTail.readOn();
    for (const input of this.#inputs) await input.readOn();
    const expected = this.#fold.last(this.#output.name);
    const keys = new Set([...expected.keys(), ...this.#held.keys()]);
    return [...keys].flatMap((key) => this.#differencesAt(key, expected.get(key)));
  }

  #differencesAt(key: string, expected: Buffer | null | undefined): Difference[] {
    const found = this.#held.get(key);
    if (expected && found && expected.equals(found)) return [];
    return differencesOf(this.#output.name, key, this.#read(expected), this.#read(found));
  }

  #read(value: Buffer | null | undefined): Fields | undefined {
    if (value === null || value === undefined) return undefined;
    const decoded = this.#verification.codecs.of(this.#output).decode(value);
    return decoded.ok ? { ...decoded.value } : { undecodable: decoded.detail };
  }
}

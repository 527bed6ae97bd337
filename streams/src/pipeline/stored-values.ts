/**
 * A task's state as encoded records: a tenth of the objects' memory, and decoded only when a record
 * for the key comes.
 */
import type { Codec } from '@auction/avro/codec';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { keptBytes, keptText } from './kept-bytes.ts';

export class StoredValues<N extends SchemaName> {
  readonly #topic: Topic<N>;
  readonly #codec: Codec<N>;
  readonly #values = new Map<string, string>();

  /** @param topic the task's state topic */
  constructor(topic: Topic<N>, codecs: Codecs) {
    this.#topic = topic;
    this.#codec = codecs.of(topic);
  }

  get size(): number {
    return this.#values.size;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  restore(key: string, value: Buffer | null): void {
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, keptText(value));
  }

  /** @throws when the value cannot be read: the state is our own, so program and state disagree */
  get(key: string): RecordOf<N> | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    const decoded = this.#codec.decode(keptBytes(value));
    if (!decoded.ok) throw new Error(`state of ${key} cannot be read: ${decoded.reason}`);
    return decoded.value;
  }

  put(key: string, value: RecordOf<N>, output: Output): void {
    const bytes = this.#codec.encode(value);
    this.#values.set(key, keptText(bytes));
    output.send(this.#topic, key, bytes);
  }
}

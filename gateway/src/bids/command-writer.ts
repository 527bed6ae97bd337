/**
 * Writes commands to a topic that many write: resolves when all replicas have the record, and not before.
 * While Kafka is away it refuses at once, so that at most the commands of a few seconds are in doubt.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { StoreAway } from '../stores.ts';

/** Within this time a command is written, or it is not acknowledged. */
const writeWithinMs = 5_000;

export class CommandWriter<N extends SchemaName> {
  readonly #log: Log;
  readonly #encode: (command: RecordOf<N>) => Buffer;
  readonly #topic: string;
  readonly #keyOf: (command: RecordOf<N>) => string;
  #producer: Promise<Producer> | undefined;
  /** Writes that took too long and have not ended yet. */
  #overdueCount = 0;

  /** @param keyOf decides the partition: commands of one key keep their order */
  constructor(log: Log, codecs: Codecs, topic: Topic<N>, keyOf: (command: RecordOf<N>) => string) {
    const codec = codecs.of(topic);
    this.#log = log;
    this.#topic = topic.name;
    this.#keyOf = keyOf;
    this.#encode = (command) => codec.encode(command);
  }

  /** @throws StoreAway: not acknowledged; the same command may be sent again under its key */
  async write(command: RecordOf<N>): Promise<void> {
    if (this.#overdueCount > 0) throw new StoreAway('Kafka', 'earlier commands still wait');
    const written = this.#send(command);
    const late = new AbortController();
    const isLate = delay(writeWithinMs, 'LATE' as const, { signal: late.signal });
    const first = await Promise.race([written, isLate.catch(() => 'LATE' as const)]).catch(
      (error: unknown) => {
        throw new StoreAway('Kafka', error);
      },
    );
    late.abort();
    if (first !== 'LATE') return;
    this.#overdueCount += 1;
    const settled = (): void => {
      this.#overdueCount -= 1;
    };
    written.then(settled, settled);
    throw new StoreAway('Kafka', `no acknowledgement within ${writeWithinMs} ms`);
  }

  async #send(command: RecordOf<N>): Promise<void> {
    this.#producer ??= this.#log.producer({ lingerMs: 0 });
    const producing = this.#producer;
    try {
      const producer = await producing;
      const value = this.#encode(command);
      await producer.send([{ topic: this.#topic, key: this.#keyOf(command), value }]);
      await producer.flush();
    } catch (error) {
      if (this.#producer === producing) this.#producer = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const open = await this.#producer?.catch(() => undefined);
    await open?.close();
  }
}

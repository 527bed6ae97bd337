/**
 * Writes commands to `lots.commands` and `limits.commands`: resolves when all replicas have the record, and not before.
 * While Kafka is away it refuses at once, so that at most the commands of a few seconds are in doubt.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { CommandRoute } from '@auction/avro/command-route';
import { topics } from '@auction/avro/topics';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { StoreAway } from '../stores.ts';

/** Within this time a command is written, or it is not acknowledged. */
const writeWithinMs = 5_000;

export class CommandWriter {
  readonly #log: Log;
  readonly #encode: (route: CommandRoute) => Buffer;
  #producer: Promise<Producer> | undefined;
  /** Writes that took too long and have not ended yet. */
  #overdueCount = 0;

  constructor(log: Log, codecs: Codecs) {
    const lots = codecs.of(topics.lotsCommands);
    const limits = codecs.of(topics.limitsCommands);
    this.#log = log;
    this.#encode = ({ record }) =>
      'lotId' in record ? lots.encode(record) : limits.encode(record);
  }

  /** @throws StoreAway: not acknowledged; the same command may be sent again under its key */
  async write(route: CommandRoute): Promise<void> {
    if (this.#overdueCount > 0) throw new StoreAway('Kafka', 'earlier commands still wait');
    const written = this.#send(route);
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

  async #send(route: CommandRoute): Promise<void> {
    this.#producer ??= this.#log.producer({ lingerMs: 0 });
    const producing = this.#producer;
    try {
      const producer = await producing;
      const value = this.#encode(route);
      await producer.send([{ topic: route.topic.name, key: route.key, value }]);
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

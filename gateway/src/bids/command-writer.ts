/**
 * Writes commands to `lots.commands`: resolves when all replicas have the record, and not before.
 * While Kafka is away it refuses at once, so that at most the commands of a few seconds are in doubt.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { LotCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Headers, Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { StoreAway } from '../stores.ts';

/** Within this time a command is written, or it is not acknowledged. */
const writeWithinMs = 5_000;

export class CommandWriter {
  readonly #log: Log;
  readonly #encode: (command: LotCommand) => Buffer;
  #producer: Promise<Producer> | undefined;
  /** Writes that took too long and have not ended yet. */
  #overdueCount = 0;

  constructor(log: Log, codecs: Codecs) {
    const codec = codecs.of(topics.lotsCommands);
    this.#log = log;
    this.#encode = (command) => codec.encode(command);
  }

  /**
   * @param headers say whose request it is
   * @throws StoreAway: not acknowledged; the same command may be sent again under its key
   */
  async write(command: LotCommand, headers: Headers = {}): Promise<void> {
    if (this.#overdueCount > 0) throw new StoreAway('Kafka', 'earlier commands still wait');
    const written = this.#send(command, headers);
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

  async #send(command: LotCommand, headers: Headers): Promise<void> {
    this.#producer ??= this.#log.producer({ lingerMs: 0 });
    const producing = this.#producer;
    try {
      const producer = await producing;
      const value = this.#encode(command);
      const { name: topic } = topics.lotsCommands;
      await producer.send([{ topic, key: command.lotId, value, headers }]);
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

/**
 * Writes records other processes decide on: resolves when all replicas have one, and not before.
 * While Kafka is away it refuses at once, so that at most the commands of a few seconds are in doubt.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log, NewRecord, Producer } from '@auction/streams/runtime/log';
import { StoreAway } from '../stores.ts';

/** Within this time a command is written, or it is not acknowledged. */
const writeWithinMs = 5_000;

export class RecordWriter {
  readonly #log: Log;
  #producer: Promise<Producer> | undefined;
  /** Writes that took too long and have not ended yet. */
  #overdueCount = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** @throws StoreAway: not acknowledged; the same command may be sent again under its key */
  async write(record: NewRecord): Promise<void> {
    if (this.#overdueCount > 0) throw new StoreAway('Kafka', 'earlier commands still wait');
    const written = this.#send(record);
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

  async #send(record: NewRecord): Promise<void> {
    this.#producer ??= this.#log.producer({ lingerMs: 0 });
    const producing = this.#producer;
    try {
      const producer = await producing;
      await producer.send([record]);
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

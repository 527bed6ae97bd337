/** One partition of a topic as it grows: read to its end, then again from there. */
import type { Log, LogRecord } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';

export class Tail {
  readonly #log: Log;
  readonly #codecs: Codecs;
  readonly #topic: string;
  readonly #partition: number;
  readonly #onRecord: (record: LogRecord) => void;
  #next: number | undefined;

  constructor(
    source: { readonly log: Log; readonly codecs: Codecs },
    topic: string,
    partition: number,
    onRecord: (record: LogRecord) => void,
  ) {
    this.#log = source.log;
    this.#codecs = source.codecs;
    this.#topic = topic;
    this.#partition = partition;
    this.#onRecord = onRecord;
  }

  /** Takes everything that is there now and was not taken before. */
  async readOn(): Promise<void> {
    this.#next = await this.#log.readToEnd(
      this.#topic,
      this.#partition,
      this.#next,
      async ({ topic, records }) => {
        await this.#codecs.learnFrom(topic, records);
        for (const record of records) this.#onRecord(record);
      },
    );
  }
}

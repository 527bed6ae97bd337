/** Writes commands to `lots.commands` and `limits.commands`. */
import type { CommandRoute } from '@auction/avro/command-route';
import { topics } from '@auction/avro/topics';
import type { Headers, Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { RecordWriter } from './record-writer.ts';

export class CommandWriter {
  readonly #records: RecordWriter;
  readonly #encode: (route: CommandRoute) => Buffer;

  constructor(log: Log, codecs: Codecs) {
    const lots = codecs.of(topics.lotsCommands);
    const limits = codecs.of(topics.limitsCommands);
    this.#records = new RecordWriter(log);
    this.#encode = ({ record }) =>
      'lotId' in record ? lots.encode(record) : limits.encode(record);
  }

  /**
   * @param headers say whose request it is
   * @throws StoreAway: not acknowledged; the same command may be sent again under its key
   */
  write(route: CommandRoute, headers: Headers = {}): Promise<void> {
    const { topic, key } = route;
    return this.#records.write({ topic: topic.name, key, value: this.#encode(route), headers });
  }

  close(): Promise<void> {
    return this.#records.close();
  }
}

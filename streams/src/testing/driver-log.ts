/** Topics in memory for the pipeline driver: partitions, offsets, and the last record per key. */
import type { OutputRecord } from '../runtime/collected-output.ts';
import type { LogRecord } from '../runtime/log.ts';

export class DriverLog {
  readonly #partitions = new Map<string, LogRecord[]>();
  readonly #inOrder: LogRecord[] = [];

  append(records: readonly OutputRecord[], timestamp: number): void {
    for (const { topic, partition, key, value, headers = {} } of records) {
      const target = this.partition(topic, partition);
      const offset = target.length;
      const record = { topic, partition, offset, key, value, headers, timestamp };
      target.push(record);
      this.#inOrder.push(record);
    }
  }

  /** Records of a partition; a record's offset is its index. */
  partition(topic: string, partition: number): LogRecord[] {
    const name = `${topic}/${partition}`;
    let records = this.#partitions.get(name);
    if (records === undefined) {
      records = [];
      this.#partitions.set(name, records);
    }
    return records;
  }

  /** All records of a topic in the order of writing. */
  topic(name: string): LogRecord[] {
    return this.#inOrder.filter(({ topic }) => topic === name);
  }

  /** What compaction leaves of a partition. */
  compacted(topic: string, partition: number): LogRecord[] {
    const records = this.partition(topic, partition);
    const last = new Map(records.map(({ key, offset }) => [key, offset]));
    return records.filter(({ key, offset }) => last.get(key) === offset);
  }
}

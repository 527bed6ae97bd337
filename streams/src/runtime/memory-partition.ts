/** One partition of the memory log, with what makes Kafka's offsets jump: markers and compaction. */
import type { LogBatch, LogRecord } from './log.ts';

/** A record and the transaction it belongs to; markers keep an offset and no record. */
interface Entry {
  readonly offset: number;
  readonly record: LogRecord | undefined;
  readonly transaction: number | undefined;
}

export class MemoryPartition {
  readonly #topic: string;
  readonly #partition: number;
  #entries: Entry[] = [];
  #end = 0;
  /** First offset of every open transaction. */
  readonly #open = new Map<number, number>();
  readonly #aborted = new Set<number>();

  constructor(topic: string, partition: number) {
    this.#topic = topic;
    this.#partition = partition;
  }

  /** Offset behind the last record, markers and open transactions included. */
  get end(): number {
    return this.#end;
  }

  get beginning(): number {
    return this.#entries[0]?.offset ?? this.#end;
  }

  append(given: Omit<LogRecord, 'topic' | 'partition' | 'offset'>, transaction?: number): void {
    const offset = this.#end;
    const record = { ...given, topic: this.#topic, partition: this.#partition, offset };
    this.#add(record, transaction);
    if (transaction !== undefined && !this.#open.has(transaction)) {
      this.#open.set(transaction, offset);
    }
  }

  /** Writes the marker that ends a transaction here; readers see its records, or never will. */
  endTransaction(transaction: number, committed: boolean): void {
    if (!this.#open.delete(transaction)) return;
    if (!committed) this.#aborted.add(transaction);
    this.#add(undefined, undefined);
  }

  #add(record: LogRecord | undefined, transaction: number | undefined): void {
    this.#entries.push({ offset: this.#end, record, transaction });
    this.#end += 1;
  }

  /** Committed records from an offset up to the first open transaction. */
  read(from: number): LogBatch {
    const next = Math.min(this.#end, ...this.#open.values());
    const records = this.#entries
      .filter(({ offset }) => offset >= from && offset < next)
      .filter(({ transaction }) => transaction === undefined || !this.#aborted.has(transaction))
      .flatMap(({ record }) => record ?? []);
    return { topic: this.#topic, partition: this.#partition, records, next: Math.max(next, from) };
  }

  /** Keeps the last record of every key, as the broker's cleaner does to a compacted topic. */
  compact(): void {
    const kept = this.#entries.filter(
      ({ transaction }) => transaction === undefined || !this.#aborted.has(transaction),
    );
    const last = new Map(kept.map(({ record, offset }) => [record?.key, offset]));
    this.#entries = kept.filter(({ record, offset }) => last.get(record?.key) === offset);
  }
}

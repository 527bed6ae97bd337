/** Records on which a task throws: tried twice, then set aside; too many of them stop the processor. */
import type { LogRecord } from './log.ts';

/** The task threw on this record: a bug in it, or data nobody thought of. */
export class TaskThrew extends Error {
  override readonly name = 'TaskThrew';

  constructor(record: LogRecord, cause: unknown) {
    super(`the task threw at ${record.topic}/${record.partition}@${record.offset}`, { cause });
  }
}

/** Poison per thousand records, above which it is no longer the records' fault. */
const poisonPerMille = 10;

const placeOf = ({ topic, offset }: LogRecord): string => `${topic}@${offset}`;

export class PoisonList {
  static readonly reason = 'TASK_THREW: the processor fails on this record; see its log';
  readonly #threw = new Map<string, number>();
  #processedCount = 0;

  /** The task threw on it. */
  add(record: LogRecord): void {
    const place = placeOf(record);
    this.#threw.set(place, (this.#threw.get(place) ?? 0) + 1);
  }

  count(records: number): void {
    this.#processedCount += records;
  }

  /** It threw a second time: a dead letter. */
  has(record: LogRecord): boolean {
    return this.#threw.size > 0 && (this.#threw.get(placeOf(record)) ?? 0) >= 2;
  }

  get isTooLong(): boolean {
    return this.#threw.size > Math.max(1, (this.#processedCount * poisonPerMille) / 1000);
  }
}

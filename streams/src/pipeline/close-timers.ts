/**
 * lots -> OPEN_DUE, CLOSE_DUE, DEADLINE_DUE on lots.commands: by these records time reaches a lot. Follows `lots` from the
 * beginning; nothing is kept, so a restart begins anew. Timers come at least once: a repeated or
 * stale one changes nothing, so two instances only waste a few records.
 */
import type { Codec } from '@auction/avro/codec';
import { lotCommand } from '@auction/avro/lot-command';
import type { LotCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { CloseSchedule } from '../domain/close-schedule.ts';
import type { DueTimer } from '../domain/close-schedule.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Following, Log, LogBatch, LogRecord, NewRecord, Producer } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';

/** The command of a due timer; the same timer always has the same command id. */
export function timerCommand({ lotId, type, forAt, at }: DueTimer): LotCommand {
  const named = (name: string) => ({ commandId: `${name}/${lotId}/${forAt}/${at}`, lotId });
  switch (type) {
    case 'OPEN_DUE':
      return lotCommand({ ...named('open'), kind: type, openDue: { forStartsAt: forAt } });
    case 'CLOSE_DUE':
      return lotCommand({ ...named('close'), kind: type, closeDue: { forEndsAt: forAt, at } });
    case 'DEADLINE_DUE':
      return lotCommand({ ...named('deadline'), kind: type, deadlineDue: { forDeadline: forAt } });
  }
}

/** The timers as records, without clock and log: what `CloseTimers` and the pipeline driver share. */
export class CloseTimerRecords {
  readonly #schedule = new CloseSchedule();
  readonly #lotCodec: Codec<'Lot'>;
  readonly #commandCodec: Codec<'LotCommand'>;

  constructor(codecs: Codecs) {
    this.#lotCodec = codecs.of(topics.lots);
    this.#commandCodec = codecs.of(topics.lotsCommands);
  }

  get timerCount(): number {
    return this.#schedule.size;
  }

  nextAt(): number | undefined {
    return this.#schedule.nextAt();
  }

  /** Takes a record of `lots`. @returns false when it cannot be read */
  see({ key, value }: Pick<LogRecord, 'key' | 'value'>): boolean {
    if (value === null) {
      this.#schedule.forget(key);
      return true;
    }
    const decoded = this.#lotCodec.decode(value);
    if (decoded.ok) this.#schedule.see(decoded.value);
    return decoded.ok;
  }

  /** Takes out the commands that are due at `now`, at most `max`. */
  due(now: number, max: number): NewRecord[] {
    return this.#schedule.takeDue(now, max).map((timer) => ({
      topic: topics.lotsCommands.name,
      key: timer.lotId,
      value: this.#commandCodec.encode(timerCommand(timer)),
    }));
  }
}

/** Longest wait at once: a clock that was set is noticed after this. */
const waitMaxMs = 60_000;
const retryMs = 1_000;
const batchMax = 1_000;

export interface CloseTimersContext {
  readonly log: Log;
  readonly codecs: Codecs;
  readonly clock: Clock;
  /** Told about outages; the timers go on by themselves. */
  readonly onTrouble: (error: Error) => void;
}

export class CloseTimers {
  readonly #context: CloseTimersContext;
  readonly #records: CloseTimerRecords;
  #producer: Producer;
  readonly #following: Following;
  #isCaughtUp = false;
  #isStopped = false;
  #sentCount = 0;
  #unreadableCount = 0;
  #takeBack: (() => void) | undefined;
  #sending: Promise<void> = Promise.resolve();

  private constructor(context: CloseTimersContext, producer: Producer) {
    this.#context = context;
    this.#producer = producer;
    this.#records = new CloseTimerRecords(context.codecs);
    this.#following = context.log.follow({
      topics: [topics.lots],
      onBatch: (batch) => this.#see(batch),
      onTrouble: context.onTrouble,
    });
    this.#following.caughtUp.then(
      () => {
        this.#isCaughtUp = true;
        this.#arm();
      },
      () => undefined, // stopped before it caught up
    );
  }

  /** Begins to follow `lots`; the first timers ring once every row there is has been seen. */
  static async start(context: CloseTimersContext): Promise<CloseTimers> {
    return new CloseTimers(context, await context.log.producer());
  }

  /** Resolves when all rows that were there at the start have been seen. */
  get caughtUp(): Promise<void> {
    return this.#following.caughtUp;
  }

  stats(): Readonly<Record<string, number>> {
    const timers = this.#records.timerCount;
    return { timers, sent: this.#sentCount, unreadable: this.#unreadableCount };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#takeBack?.();
    await this.#following.stop();
    await this.#sending;
    await this.#producer.close();
  }

  async #see(batch: LogBatch): Promise<void> {
    await this.#context.codecs.learnFrom(batch.topic, batch.records);
    for (const record of batch.records) {
      if (!this.#records.see(record)) this.#unreadableCount += 1;
    }
    if (this.#isCaughtUp) this.#arm();
  }

  /** Sets the one alarm to the next timer. */
  #arm(delayMinMs = 0): void {
    this.#takeBack?.();
    this.#takeBack = undefined;
    const nextAt = this.#records.nextAt();
    if (this.#isStopped || nextAt === undefined) return;
    const delayMs = Math.min(Math.max(nextAt - this.#context.clock.now(), delayMinMs), waitMaxMs);
    this.#takeBack = this.#context.clock.after(delayMs, () => {
      this.#sending = this.#sending.then(() => this.#ring());
    });
  }

  async #ring(): Promise<void> {
    const due = this.#records.due(this.#context.clock.now(), batchMax);
    if (due.length > 0) await this.#send(due);
    this.#arm();
  }

  /** Repeats until the records are written: a timer that is lost would leave its lot open. */
  async #send(due: readonly NewRecord[]): Promise<void> {
    const { clock, onTrouble } = this.#context;
    while (!this.#isStopped) {
      try {
        await this.#producer.send(due);
        await this.#producer.flush();
        this.#sentCount += due.length;
        return;
      } catch (error) {
        onTrouble(asError(error));
        await new Promise<void>((resolve) => clock.after(retryMs, resolve));
        await this.#renewProducer();
      }
    }
  }

  /** A producer that has failed for good stays so. */
  async #renewProducer(): Promise<void> {
    const { log, onTrouble } = this.#context;
    try {
      await this.#producer.close();
    } catch (error) {
      onTrouble(asError(error));
    }
    try {
      this.#producer = await log.producer();
    } catch (error) {
      onTrouble(asError(error)); // the next send fails on the closed one, and comes here again
    }
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

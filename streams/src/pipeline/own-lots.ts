/** Commands and timers of our own lots -> books, letters, public events and rows. */
import type { LotCommand, LotSummary } from '@auction/avro/records';
import { reach, take, turnAway } from '../domain/auction/fold.ts';
import type { Step } from '../domain/auction/fold.ts';
import { lotRow } from '../domain/auction/lot-row.ts';
import type { LotRow } from '../domain/external-lot.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { OwnBooks } from './own-books.ts';
import { commandOf, summaryIn, timerOf } from './own-lot-commands.ts';
import { OwnLotOutput } from './own-lot-output.ts';
import type { Cause } from './own-lot-output.ts';
import type { KeptLot } from './own-lot-record.ts';
import type { StoredValues } from './stored-values.ts';

export class OwnLots {
  readonly #stored: StoredValues<'LotBook'>;
  readonly #books: OwnBooks;
  readonly #output: OwnLotOutput;
  /** Bids behind LotClosed although stamped before the end: none while all clocks agree. */
  lateCount = 0;
  repeatCount = 0;

  constructor(stored: StoredValues<'LotBook'>, codecs: Codecs) {
    this.#stored = stored;
    this.#books = new OwnBooks(stored);
    this.#output = new OwnLotOutput(codecs);
  }

  has(lotId: string): boolean {
    return this.#books.get(lotId) !== undefined;
  }

  /** The public row as it stands; undefined: no lot of ours. */
  rowOf(lotId: string): LotRow<LotSummary> | undefined {
    const kept = this.#books.get(lotId);
    return kept && lotRow(kept.book, { ...kept, publishedAt: 0 });
  }

  /** The archive has the lot: what is kept of it is somebody else's to write. */
  forget(lotId: string): void {
    this.#books.forget(lotId);
  }

  /** @returns false when the record is no command of an organisation, or lacks its body */
  take(record: LotCommand, { timestamp }: Pick<LogRecord, 'timestamp'>, output: Output): boolean {
    const command = commandOf(record);
    if (command === undefined) return false;
    const { lotId } = record;
    const kept = this.#books.get(lotId);
    const isExternal = kept === undefined && this.#stored.has(lotId);
    const step = isExternal ? turnAway(command) : take(lotId, kept?.book, command, timestamp);
    const said = step.letters[0];
    if (said?.outcome?.code === 'LATE' && !said.isRepeat) this.lateCount += 1;
    if (said?.isRepeat === true) this.repeatCount += 1;
    const cause = { command, at: command.sender.receivedAt };
    this.#output.write(lotId, step, cause, output);
    const isAccepted = said?.outcome?.result === 'ACCEPTED' && !said.isRepeat;
    this.#keep(step, cause, kept, isAccepted ? summaryIn(record) : null);
    return true;
  }

  /** @returns false when the timer is stale */
  reach(record: LotCommand, { timestamp }: Pick<LogRecord, 'timestamp'>, output: Output): boolean {
    const timer = timerOf(record);
    if (timer === undefined) return false;
    const kept = this.#books.get(record.lotId);
    if (kept === undefined) return false;
    const step = reach(kept.book, timer, timestamp);
    const cause = { command: null, at: timer.forAt };
    this.#output.write(record.lotId, step, cause, output);
    this.#keep(step, cause, kept, null);
    return step.isChanged;
  }

  /** Of a lot that changed the last state counts: book and row wait for the transaction's end. */
  #keep(
    { book, events, isChanged }: Step,
    { command, at }: Cause,
    before: KeptLot | undefined,
    newSummary: LotSummary | null,
  ): void {
    const summary = newSummary ?? before?.summary;
    if (book === undefined || summary === undefined || !isChanged) return;
    const kept = before ?? { book, summary, changedAt: at, rowDue: null };
    kept.summary = summary;
    if (events.length > 0) {
      kept.changedAt = at;
      kept.rowDue = command?.sender.receivedAt ?? 0;
    }
    this.#books.change(kept);
  }

  /** Writes books and rows of all lots that changed since the last commit. */
  writeChanged(output: Output): void {
    this.#books.write(output, (kept) => {
      this.#output.writeRow(kept, output);
    });
  }
}

/** Commands and timers of our own lots -> books, letters, public events and rows. */
import type { LotCommand, LotSummary } from '@auction/avro/records';
import { reach, take, turnAway } from '../domain/auction/fold.ts';
import type { Step } from '../domain/auction/fold.ts';
import { lotRow } from '../domain/auction/lot-row.ts';
import type { LotRow } from '../domain/external-lot.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { commandOf, summaryIn, timerOf } from './own-lot-commands.ts';
import { OwnLotOutput } from './own-lot-output.ts';
import type { Cause } from './own-lot-output.ts';
import { keptLot, ownLotRecord } from './own-lot-record.ts';
import type { KeptLot } from './own-lot-record.ts';
import type { StoredValues } from './stored-values.ts';

export class OwnLots {
  readonly #books: StoredValues<'LotBook'>;
  readonly #output: OwnLotOutput;
  /** Bids behind LotClosed although stamped before the end: none while all clocks agree. */
  lateCount = 0;
  repeatCount = 0;

  constructor(books: StoredValues<'LotBook'>, codecs: Codecs) {
    this.#books = books;
    this.#output = new OwnLotOutput(codecs);
  }

  #lot(lotId: string): KeptLot | undefined {
    const own = this.#books.get(lotId)?.own ?? null;
    return own === null ? undefined : keptLot(lotId, own);
  }

  /** The public row as it stands; undefined: no lot of ours. */
  rowOf(lotId: string): LotRow<LotSummary> | undefined {
    const kept = this.#lot(lotId);
    return kept && lotRow(kept.book, { ...kept, publishedAt: 0 });
  }

  /** @returns false when the record is no command of an organisation, or lacks its body */
  take(record: LotCommand, { timestamp }: Pick<LogRecord, 'timestamp'>, output: Output): boolean {
    const command = commandOf(record);
    if (command === undefined) return false;
    const { lotId } = record;
    const kept = this.#lot(lotId);
    const isExternal = kept === undefined && this.#books.get(lotId) !== undefined;
    const step = isExternal ? turnAway(command) : take(lotId, kept?.book, command, timestamp);
    const said = step.letters[0];
    if (said?.outcome?.code === 'LATE' && !said.isRepeat) this.lateCount += 1;
    if (said?.isRepeat === true) this.repeatCount += 1;
    const isAccepted = said?.outcome?.result === 'ACCEPTED' && !said.isRepeat;
    const summary = (isAccepted ? summaryIn(record) : null) ?? kept?.summary ?? null;
    const at = command.sender.receivedAt;
    this.#write(
      lotId,
      step,
      { command, at },
      { summary, changedAt: kept?.changedAt ?? at },
      output,
    );
    return true;
  }

  /** @returns false when the timer is stale */
  reach(record: LotCommand, { timestamp }: Pick<LogRecord, 'timestamp'>, output: Output): boolean {
    const timer = timerOf(record);
    const kept = this.#lot(record.lotId);
    if (timer === undefined || kept === undefined) return false;
    const step = reach(kept.book, timer, timestamp);
    this.#write(record.lotId, step, { command: null, at: timer.forAt }, kept, output);
    return step.isChanged;
  }

  #write(
    lotId: string,
    step: Step,
    cause: Cause,
    shown: { readonly summary: LotSummary | null; readonly changedAt: number },
    output: Output,
  ): void {
    this.#output.write(lotId, step, cause, output);
    const { book, events, isChanged } = step;
    const { summary } = shown;
    if (book === undefined || summary === null || !isChanged) return;
    const changedAt = events.length > 0 ? cause.at : shown.changedAt;
    const kept = { book, summary, changedAt };
    this.#books.put(
      lotId,
      { position: null, entry: null, own: ownLotRecord(kept), stub: null },
      output,
    );
    if (events.length > 0) this.#output.writeRow(kept, cause, output);
  }
}

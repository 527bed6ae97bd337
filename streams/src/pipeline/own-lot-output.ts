/** What own lots write: public events and letters with each step, rows with the transaction. */
import type { Codec } from '@auction/avro/codec';
import type { LotEvent, LotOutcome } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Command } from '../domain/auction/command.ts';
import type { PublicEvent } from '../domain/auction/event.ts';
import type { Step } from '../domain/auction/fold.ts';
import type { Letter } from '../domain/auction/letter.ts';
import { lotRow } from '../domain/auction/lot-row.ts';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import type { KeptLot } from './own-lot-record.ts';

/** What led to a step, as far as its records name it. */
export interface Cause {
  /** null: a timer. */
  readonly command: Command | null;
  /** Stamp of the command or instant of the timer, epoch ms. */
  readonly at: number;
}

const noFields: Omit<LotEvent, 'lotId' | 'seq' | 'at' | 'kind'> = {
  priceMinor: null,
  askMinor: null,
  leaderAlias: null,
  bidCount: null,
  reserveMet: null,
  startsAt: null,
  endsAt: null,
  extensionCount: null,
  isMaterial: null,
  until: null,
  how: null,
  reason: null,
};

export function eventRecord(lotId: string, seq: number, at: number, event: PublicEvent): LotEvent {
  const { type: kind, ...fields } = event;
  return { ...noFields, ...fields, lotId, seq, at, kind };
}

export function letterRecord(
  lotId: string,
  seq: number,
  letter: Letter,
  { command, at }: Cause,
  currency: string | null = null,
): LotOutcome {
  const { toOrg, number, outcome, notice, isRepeat } = letter;
  const answered = outcome === null ? null : command;
  return {
    lotId,
    toOrg,
    number,
    commandId: answered?.commandId ?? null,
    clientId: answered?.sender.clientId ?? '',
    clientSeq: answered?.sender.clientSeq ?? 0,
    isRepeat,
    at,
    seq,
    currency,
    outcome,
    notice,
  };
}

export class OwnLotOutput {
  readonly #lotCodec: Codec<'Lot'>;
  readonly #eventCodec: Codec<'LotEvent'>;
  readonly #outcomeCodec: Codec<'LotOutcome'>;

  constructor(codecs: Codecs) {
    this.#lotCodec = codecs.of(topics.lots);
    this.#eventCodec = codecs.of(topics.lotsEvents);
    this.#outcomeCodec = codecs.of(topics.lotsOutcomes);
  }

  write(lotId: string, step: Step, cause: Cause, output: Output): void {
    step.events.forEach((event, index) => {
      const record = eventRecord(lotId, step.firstSeq + index, cause.at, event);
      output.send(topics.lotsEvents, lotId, this.#eventCodec.encode(record));
    });
    const { seq = 0, terms } = step.book ?? {};
    for (const letter of step.letters) {
      const record = letterRecord(lotId, seq, letter, cause, terms?.currency);
      output.send(topics.lotsOutcomes, lotId, this.#outcomeCodec.encode(record));
    }
  }

  /** Writes the row that is due, if any. */
  writeRow(kept: KeptLot, output: Output): void {
    const { book, summary, changedAt, rowDue } = kept;
    if (rowDue === null) return;
    const row = lotRow(book, { summary, changedAt, publishedAt: rowDue });
    output.send(topics.lots, row.lotId, this.#lotCodec.encode(row));
    kept.rowDue = null;
  }
}

/** lots.commands -> lots: the one place where observations and time meet in one order per lot. */
import type { Codec } from '@auction/avro/codec';
import type { LotBookEntry, LotCommand } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { closed, observed } from '../domain/external-lot.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output, Processor, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { positionsIn } from './positions.ts';
import { StoredValues } from './stored-values.ts';

export function resolveLots(codecs: Codecs): Processor {
  return {
    name: 'resolve-lots',
    inputs: [topics.lotsCommands],
    state: topics.lotsBook,
    outputs: [topics.lots],
    plainOutputs: [],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.lotsBook)),
    createTask: () => new ResolveTask(codecs),
  };
}

class ResolveTask implements Task {
  readonly #commandCodec: Codec<'LotCommand'>;
  readonly #lotCodec: Codec<'Lot'>;
  readonly #books: StoredValues<'LotBook'>;
  #staleCount = 0;

  constructor(codecs: Codecs) {
    this.#commandCodec = codecs.of(topics.lotsCommands);
    this.#lotCodec = codecs.of(topics.lots);
    this.#books = new StoredValues(topics.lotsBook, codecs);
  }

  restore(key: string, value: Buffer | null): void {
    this.#books.restore(key, value);
  }

  resume(): Readonly<Record<string, number>> {
    return {};
  }

  /** Nothing lives in memory alone. */
  replay(): void {
    return;
  }

  memo(): null {
    return null;
  }

  stats(): Readonly<Record<string, number>> {
    return { lots: this.#books.size, staleCommands: this.#staleCount };
  }

  process(record: LogRecord, output: Output): void {
    const decoded = this.#commandCodec.decode(record.value);
    if (!decoded.ok) {
      output.dead(record, `${decoded.reason}: ${decoded.detail}`);
      return;
    }
    const command = decoded.value;
    const book = this.#books.get(command.lotId)?.entry ?? undefined;
    if (command.lotId !== record.key) {
      output.dead(record, `WRONG_KEY: the command says ${command.lotId}`);
    } else if (command.observeExternal === null && command.closeDue === null) {
      output.dead(record, 'UNKNOWN_KIND: written by a newer program');
    } else {
      this.#write(command.lotId, book, next(book, command), output);
    }
  }

  #write(
    lotId: string,
    before: LotBookEntry | undefined,
    after: LotBookEntry | undefined,
    output: Output,
  ): void {
    if (after === undefined) {
      this.#staleCount += 1;
      return;
    }
    this.#books.put(lotId, { position: null, entry: after }, output);
    if (after.row !== before?.row)
      output.send(topics.lots, lotId, this.#lotCodec.encode(after.row));
  }
}

/** @returns the next book; undefined when the command changes nothing */
function next(book: LotBookEntry | undefined, command: LotCommand): LotBookEntry | undefined {
  if (command.observeExternal !== null)
    return observed(command.lotId, book, command.observeExternal);
  return command.closeDue === null ? undefined : closed(book, command.closeDue);
}

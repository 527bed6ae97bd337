/**
 * lots.commands -> lots, lots.events, lots.outcomes, listings.commands: the one place where bids, sellers' wishes,
 * observations and time meet in one order per lot.
 */
import type { Codec } from '@auction/avro/codec';
import type {
  LotBookEntry,
  LotCommand,
  LotStub,
  PurgeLot,
  RestoreLot,
} from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import { closed, observed } from '../domain/external-lot.ts';
import { purged, purgedAgain, restored, returned } from '../domain/purge.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output, Processor, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { OwnLots } from './own-lots.ts';
import { positionsIn } from './positions.ts';
import { StoredValues } from './stored-values.ts';

export function resolveLots(codecs: Codecs): Processor {
  return {
    name: 'resolve-lots',
    inputs: [topics.lotsCommands],
    state: topics.lotsBook,
    outputs: [topics.lots, topics.lotsEvents, topics.lotsOutcomes],
    plainOutputs: [topics.listingsCommands],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.lotsBook)),
    createTask: () => new ResolveTask(codecs),
  };
}

class ResolveTask implements Task {
  readonly #commandCodec: Codec<'LotCommand'>;
  readonly #lotCodec: Codec<'Lot'>;
  readonly #listingCodec: Codec<'ListingCommand'>;
  readonly #books: StoredValues<'LotBook'>;
  readonly #ownLots: OwnLots;
  #staleCount = 0;

  constructor(codecs: Codecs) {
    this.#commandCodec = codecs.of(topics.lotsCommands);
    this.#lotCodec = codecs.of(topics.lots);
    this.#listingCodec = codecs.of(topics.listingsCommands);
    this.#books = new StoredValues(topics.lotsBook, codecs);
    this.#ownLots = new OwnLots(this.#books, codecs);
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
    const { lateCount, repeatCount } = this.#ownLots;
    return {
      lots: this.#books.size,
      staleCommands: this.#staleCount,
      lateBids: lateCount,
      repeatedCommands: repeatCount,
    };
  }

  process(record: LogRecord, output: Output): void {
    const decoded = this.#commandCodec.decode(record.value);
    if (!decoded.ok) {
      output.dead(record, `${decoded.reason}: ${decoded.detail}`);
      return;
    }
    const command = decoded.value;
    if (command.lotId !== record.key) {
      output.dead(record, `WRONG_KEY: the command says ${command.lotId}`);
      return;
    }
    const isUnderstood = this.#take(command, record, output);
    if (!isUnderstood)
      output.dead(record, `UNKNOWN_KIND: ${command.kind} without what belongs to it`);
  }

  /** @returns false when nothing here knows what the command means */
  #take(command: LotCommand, record: LogRecord, output: Output): boolean {
    if (isTimer(command)) {
      this.#reach(command, record, output);
      return true;
    }
    const { lotId, observeExternal, purgeLot, restoreLot } = command;
    if (purgeLot !== null) {
      this.#purge(lotId, purgeLot, output);
      return true;
    }
    if (restoreLot !== null) return this.#restore(lotId, restoreLot, output);
    if (observeExternal === null) return this.#ownLots.take(command, record, output);
    // No site can speak for a lot of our own.
    if (this.#ownLots.has(lotId)) return false;
    const kept = this.#books.get(lotId);
    const book = kept?.entry ?? undefined;
    const stub = kept?.stub ?? undefined;
    const isOld = stub !== undefined && observeExternal.fetchSeq <= stub.fetchSeq;
    const after = isOld ? undefined : observed(lotId, book, observeExternal);
    this.#write(lotId, book, after && stub ? returned(stub, after) : after, output);
    return true;
  }

  /** The archive has the lot: its row leaves, and a stub is kept for its return. */
  #purge(lotId: string, purge: PurgeLot, output: Output): void {
    const kept = this.#books.get(lotId);
    const entry = kept?.entry ?? undefined;
    const row = entry?.row ?? this.#ownLots.rowOf(lotId);
    const before = kept?.stub ?? undefined;
    const stub = row
      ? purged(row, entry?.fetchSeq ?? 0, purge)
      : before && purgedAgain(before, purge);
    if (stub === undefined) {
      this.#staleCount += 1;
      return;
    }
    this.#ownLots.forget(lotId);
    this.#keepStub(lotId, stub, null, output);
    if (entry !== undefined) this.#purgeListing(entry, purge.month, output);
  }

  /** Which version of the listing the lot has seen last is known here only. */
  #purgeListing({ row, fetchSeq }: LotBookEntry, month: string, output: Output): void {
    const { site, siteListingId } = row;
    const purgeListing = { month, version: fetchSeq };
    const value = this.#listingCodec.encode({
      ...{ kind: 'PURGE_LISTING', site, siteListingId, purgeListing },
    });
    output.send(topics.listingsCommands, `${site}/${siteListingId}`, value);
  }

  /** @returns false when the command does not hold a row of this lot */
  #restore(lotId: string, { version, lot }: RestoreLot, output: Output): boolean {
    const row = this.#lotCodec.decode(lot);
    if (!row.ok || row.value.lotId !== lotId || row.value.version !== version) return false;
    const before = this.#books.get(lotId)?.stub ?? undefined;
    const stub = before && restored(before, row.value);
    if (stub === undefined) {
      this.#staleCount += 1;
      return true;
    }
    // No connector has published it now: its age is no delay of ours.
    const value = this.#lotCodec.encode({ ...row.value, publishedAt: 0 });
    this.#keepStub(lotId, stub, value, output);
    return true;
  }

  #keepStub(lotId: string, stub: LotStub, row: Buffer | null, output: Output): void {
    this.#books.put(lotId, { position: null, entry: null, own: null, stub }, output);
    output.send(topics.lots, lotId, row);
  }

  #reach(command: LotCommand, record: LogRecord, output: Output): void {
    if (this.#ownLots.reach(command, record, output)) return;
    const { lotId, closeDue } = command;
    const book = this.#books.get(lotId)?.entry ?? undefined;
    if (book !== undefined && closeDue !== null) {
      this.#write(lotId, book, closed(book, closeDue), output);
    } else this.#staleCount += 1;
  }

  /** Of each own lot one book and one row a transaction, however many bids it took. */
  beforeCommit(output: Output): void {
    this.#ownLots.writeChanged(output);
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
    this.#books.put(lotId, { position: null, entry: after, own: null, stub: null }, output);
    if (after.row !== before?.row)
      output.send(topics.lots, lotId, this.#lotCodec.encode(after.row));
  }
}

function isTimer({ closeDue, openDue, deadlineDue }: LotCommand): boolean {
  return closeDue !== null || openDue !== null || deadlineDue !== null;
}

/** Bids through the whole fold, as objects and from bytes to bytes: loads for `npm run bench:bids`. */
import { lotCommand } from '@auction/avro/lot-command';
import { topics } from '@auction/avro/topics';
import type { Book } from '@auction/streams/domain/auction/book';
import type { Command } from '@auction/streams/domain/auction/command';
import { take } from '@auction/streams/domain/auction/fold';
import { commandOf } from '@auction/streams/pipeline/own-lot-commands';
import { eventRecord, letterRecord } from '@auction/streams/pipeline/own-lot-output';
import { localCodecs } from '@auction/streams/runtime/registry';
import {
  aBid,
  anOpenLot,
  opensAt,
  someSender,
  someTerms,
} from '@auction/streams/testing/auction/an-own-lot';
import type { BidColumns, Load } from './pure-bids.ts';

const codecs = localCodecs([topics.lotsCommands, topics.lotsEvents, topics.lotsOutcomes]);
const commandCodec = codecs.of(topics.lotsCommands);
const eventCodec = codecs.of(topics.lotsEvents);
const outcomeCodec = codecs.of(topics.lotsOutcomes);

/** Lots that are open, without soft close, so that every bid finds them so. */
export function openLots({ lots }: Load): Book[] {
  return Array.from({ length: lots }, () => anOpenLot(someTerms({ policy: { softClose: null } })));
}

/** Bids as records of lots.commands; every organisation bids from one client. */
export function bidRecords({ orgs, bids }: Load, { lot, org, amount }: BidColumns, first = 0) {
  const names = Array.from({ length: orgs }, (_, index) => `organisation-${index}`);
  return Array.from({ length: bids }, (_, index) => {
    const orgId = names[org[index] ?? 0] ?? '';
    return lotCommand({
      commandId: `c${index}`,
      kind: 'PLACE_BID',
      lotId: `L${lot[index] ?? 0}`,
      sender: someSender({ orgId, clientId: orgId, clientSeq: first + index + 1 }),
      placeBid: aBid({ amountMinor: amount[index] ?? 0 }),
    });
  });
}

export const bidCommands = (load: Load, columns: BidColumns, first = 0): Command[] =>
  bidRecords(load, columns, first).flatMap((record) => commandOf(record) ?? []);

export const bidBytes = (load: Load, columns: BidColumns): Buffer[] =>
  bidRecords(load, columns).map((record) => commandCodec.encode(record));

/** Idempotency, decision, events and letters. @returns number of events and letters */
export function foldCommands(
  books: readonly Book[],
  commands: readonly Command[],
  lot: Uint32Array,
): number {
  let written = 0;
  for (let index = 0; index < commands.length; index += 1) {
    const command = commands[index];
    const book = books[lot[index] ?? 0];
    if (command === undefined || book === undefined) continue;
    const { events, letters } = take(book.lotId, book, command, opensAt);
    written += events.length + letters.length;
  }
  return written;
}

/** The same from Avro bytes to Avro bytes. @returns bytes written */
export function foldBytes(
  books: readonly Book[],
  values: readonly Buffer[],
  lot: Uint32Array,
): number {
  let written = 0;
  for (let index = 0; index < values.length; index += 1) {
    const decoded = commandCodec.decode(values[index] ?? null);
    const book = books[lot[index] ?? 0];
    if (!decoded.ok || book === undefined) continue;
    const command = commandOf(decoded.value);
    if (command === undefined) continue;
    const { events, letters, firstSeq } = take(book.lotId, book, command, opensAt);
    const cause = { command, at: command.sender.receivedAt };
    for (const [offset, event] of events.entries()) {
      written += eventCodec.encode(
        eventRecord(book.lotId, firstSeq + offset, cause.at, event),
      ).length;
    }
    for (const letter of letters) {
      written += outcomeCodec.encode(letterRecord(book.lotId, book.seq, letter, cause)).length;
    }
  }
  return written;
}

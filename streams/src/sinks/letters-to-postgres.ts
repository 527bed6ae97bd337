/**
 * Letters about own lots, each kept once: where an organisation stands (postgres-schema.ts). A
 * repeated answer has the number of the first one and changes nothing.
 */
import type pg from 'pg';
import type { LotOutcome } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { keepBidders } from './lot-bidders.ts';
import type { LotBidder } from './lot-bidders.ts';
import { upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { readRecords } from './read-records.ts';
import { keepUnreadable } from './rejects-table.ts';

export const letterTable: Table<LotOutcome> = {
  name: 'letter',
  key: ['to_org', 'lot_id', 'number'],
  columns: [
    { name: 'to_org', type: 'text', value: (letter) => letter.toOrg },
    { name: 'lot_id', type: 'text', value: (letter) => letter.lotId },
    { name: 'number', type: 'int', value: (letter) => letter.number },
    { name: 'command_id', type: 'text', value: (letter) => letter.commandId },
    { name: 'at', type: 'bigint', value: (letter) => letter.at },
    { name: 'result', type: 'text', value: ({ outcome }) => outcome?.result ?? null },
    { name: 'position', type: 'text', value: ({ outcome }) => outcome?.position ?? null },
    { name: 'code', type: 'text', value: ({ outcome }) => outcome?.code ?? null },
    { name: 'own_max_minor', type: 'bigint', value: ({ outcome }) => outcome?.ownMaxMinor ?? null },
    { name: 'notice', type: 'text', value: ({ notice }) => notice?.kind ?? null },
    { name: 'amount_minor', type: 'bigint', value: ({ notice }) => notice?.amountMinor ?? null },
  ],
  replaceWhen: null,
};

/** Those that gateways tell the audit of. */
const lateTable: Table<LotOutcome> = {
  name: 'late_bid',
  key: ['to_org', 'lot_id', 'number'],
  columns: [
    ...letterTable.columns.slice(0, 3),
    { name: 'received_at', type: 'bigint', value: (letter) => letter.at },
  ],
  replaceWhen: null,
};

/** The first letter of each number, in an order that two owners share; 0: there was no such lot. */
export function firstLetters(letters: Iterable<LotOutcome>): LotOutcome[] {
  const first = new Map<string, LotOutcome>();
  for (const letter of letters) {
    const key = JSON.stringify([letter.toOrg, letter.lotId, letter.number]);
    if (letter.number > 0 && !first.has(key)) first.set(key, letter);
  }
  return [...first.keys()].sort().flatMap((key) => first.get(key) ?? []);
}

/** Only an accepted bid has a position. */
export const biddersOf = (letters: readonly LotOutcome[]): LotBidder[] =>
  letters
    .filter(({ outcome }) => outcome?.position != null)
    .map(({ toOrg, lotId, at }) => ({ orgId: toOrg, lotId, at }));

export function lettersToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const codec = codecs.of(topics.lotsOutcomes);
  return postgresSink(pool, {
    name: 'letters-to-postgres',
    topics: [topics.lotsOutcomes],
    async write(client, batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const letters = firstLetters(entries.flatMap(({ value }) => value ?? []));
      await upsert(client, letterTable, letters);
      await keepBidders(client, biddersOf(letters));
      const late = letters.filter(({ outcome }) => outcome?.code === 'LATE');
      await upsert(client, lateTable, late);
      await keepUnreadable(client, unreadable);
    },
  });
}

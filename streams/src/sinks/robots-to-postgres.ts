/** Robots' states and deeds for their owners' eyes (postgres-schema.ts); the topic itself is restricted. */
import type pg from 'pg';
import type { RobotDeed, RobotState } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { deleteKeys, upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { latestPerKey, readRecords } from './read-records.ts';
import { keepUnreadable } from './rejects-table.ts';

const ends: ReadonlySet<RobotState['status']> = new Set(['STOPPED', 'DONE', 'FAILED']);
const isOver = ({ status }: RobotState): boolean => ends.has(status);
const hasBids = ({ lots }: RobotState): boolean => lots.some(({ inFlight }) => inFlight !== null);

export const robotStateTable: Table<RobotState> = {
  name: 'robot_state',
  key: ['robot_id'],
  columns: [
    { name: 'robot_id', type: 'text', value: (state) => state.robotId },
    { name: 'org_id', type: 'text', value: (state) => state.orgId },
    { name: 'revision', type: 'bigint', value: (state) => state.revision },
    { name: 'status', type: 'text', value: (state) => state.status },
    { name: 'status_reason', type: 'text', value: (state) => state.statusReason },
    { name: 'is_over', type: 'int', value: (state) => Number(isOver(state)) },
    {
      name: 'is_settled',
      type: 'int',
      value: (state) => Number(isOver(state) && !hasBids(state)),
    },
    { name: 'lots', type: 'jsonb', value: (state) => state.lots },
  ],
  replaceWhen: 'true', // one partition, in order
};

interface OwnedDeed extends RobotDeed {
  readonly robotId: string;
  readonly orgId: string;
}

export const robotDeedTable: Table<OwnedDeed> = {
  name: 'robot_deed',
  key: ['robot_id', 'number'],
  columns: [
    { name: 'robot_id', type: 'text', value: (deed) => deed.robotId },
    { name: 'number', type: 'int', value: (deed) => deed.number },
    { name: 'org_id', type: 'text', value: (deed) => deed.orgId },
    { name: 'at', type: 'bigint', value: (deed) => deed.at },
    { name: 'kind', type: 'text', value: (deed) => deed.kind },
    { name: 'lot_id', type: 'text', value: (deed) => deed.lotId },
    { name: 'reason', type: 'text', value: (deed) => deed.reason },
    { name: 'amount_minor', type: 'bigint', value: (deed) => deed.amountMinor },
    { name: 'price_minor', type: 'bigint', value: (deed) => deed.priceMinor },
    { name: 'ask_minor', type: 'bigint', value: (deed) => deed.askMinor },
  ],
  replaceWhen: null,
};

/** Every deed once, in an order that two owners share. */
export function deedsOf(states: Iterable<RobotState>): OwnedDeed[] {
  const found = new Map<string, OwnedDeed>();
  for (const { robotId, orgId, deeds } of states) {
    for (const deed of deeds) found.set(`${robotId}/${deed.number}`, { ...deed, robotId, orgId });
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

export function robotsToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const codec = codecs.of(topics.robots);
  return postgresSink(pool, {
    name: 'robots-to-postgres',
    topics: [topics.robots],
    async write(client, batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const { values, deletedKeys } = latestPerKey(entries);
      await upsert(client, robotDeedTable, deedsOf(entries.flatMap(({ value }) => value ?? [])));
      await upsert(client, robotStateTable, values);
      await deleteKeys(client, robotStateTable, deletedKeys);
      await keepUnreadable(client, unreadable);
    },
  });
}

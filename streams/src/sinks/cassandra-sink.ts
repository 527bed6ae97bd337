/**
 * A sink into Cassandra: rows are facts by key and version, so repeating a batch changes nothing,
 * and the position is written after the rows. A former owner can only write what is there already.
 *
 * A tombstone ends a listing or lot on its topic, not its history: the history is the archive and
 * outlives the topic. (Deleting here would also hide a later first version: it has a lower stamp.)
 */
import type { Client } from 'cassandra-driver';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { numberOf } from './cassandra-client.ts';
import { insertCql, insertValues, type HistoryTable } from './cassandra-rows.ts';
import { readRecords, type Unreadable } from './read-records.ts';
import { writeRows } from './rows-by-node.ts';

export interface History<N extends SchemaName> {
  /** Consumer group, and the sink's name in `sink_offset`. */
  readonly name: string;
  readonly topic: Topic<N>;
  readonly table: HistoryTable<RecordOf<N>>;
}

/** Requests under way per batch: enough to keep a node busy, few enough not to drown it. */
const requestsAtOnce = 12;

/** A month of history may wait on a dozen partitions: few enough that their rows fit a small heap. */
const recordsAtOnce = 1_000;

const readOffset = 'SELECT next_offset FROM sink_offset WHERE sink = ? AND topic = ? AND part = ?';

interface Position {
  readonly sink: string;
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

/** The offset is its own stamp, so a former owner cannot set it back. */
const positions: HistoryTable<Position> = {
  name: 'sink_offset',
  partition: ({ sink, topic, partition }) => [sink, topic, partition],
  columns: [
    { name: 'sink', value: (position) => position.sink },
    { name: 'topic', value: (position) => position.topic },
    { name: 'part', value: (position) => position.partition },
    { name: 'next_offset', value: (position) => position.next },
  ],
  timestamp: ({ next }) => next,
};

const unreadableRecords: HistoryTable<Unreadable> = {
  name: 'unreadable_record',
  partition: ({ record }) => [record.topic, record.partition],
  columns: [
    { name: 'topic', value: ({ record }) => record.topic },
    { name: 'part', value: ({ record }) => record.partition },
    { name: 'log_offset', value: ({ record }) => record.offset },
    { name: 'code', value: ({ code }) => code },
    { name: 'detail', value: ({ detail }) => detail },
    { name: 'key', value: ({ record }) => record.key },
    { name: 'value', value: ({ record }) => record.value },
  ],
  timestamp: ({ record }) => record.offset,
};

export function cassandraSink<N extends SchemaName>(
  client: Client,
  codecs: Codecs,
  history: History<N>,
): Sink {
  const { name, topic, table } = history;
  const codec = codecs.of(topic);

  async function insertAll<Row>(into: HistoryTable<Row>, rows: readonly Row[]): Promise<void> {
    const query = insertCql(into);
    const writes = rows.map((row) => {
      return { query, params: insertValues(into, row), partition: into.partition(row) };
    });
    await writeRows(client, writes, requestsAtOnce);
  }

  return {
    name,
    topics: [topic],
    recordsAtOnce,
    async take(topicName, partition) {
      const found = await client.execute(readOffset, [name, topicName, partition]);
      return found.rowLength === 0 ? 0 : (numberOf(found.first().get('next_offset')) ?? 0);
    },
    async write(batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const rows = entries.flatMap(({ value }) => (value === null ? [] : [value]));
      await insertAll(table, rows);
      await insertAll(unreadableRecords, unreadable);
      const { topic: topicName, partition, next } = batch;
      await insertAll(positions, [{ sink: name, topic: topicName, partition, next }]);
    },
  };
}

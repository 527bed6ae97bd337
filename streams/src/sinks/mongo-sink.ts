/**
 * A sink into MongoDB: documents are facts by an id of their own, so repeating a batch changes
 * nothing, and the position is written after the documents.
 */
import type { AnyBulkWriteOperation, MongoClient } from 'mongodb';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName, Topic } from '@auction/avro/topics';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { readRecords } from './read-records.ts';
import type { Unreadable } from './read-records.ts';

export interface Facts<N extends SchemaName, D extends { readonly _id: string }> {
  /** Consumer group, and the sink's name in `sink_offset`. */
  readonly name: string;
  readonly topic: Topic<N>;
  readonly collection: string;
  readonly document: (value: RecordOf<N>) => D;
  /** Told of each value that is read; what it finds wrong is kept all the same. */
  readonly onValue?: (value: RecordOf<N>) => void;
}

interface PositionDocument {
  readonly _id: string;
  readonly next: number;
}

/** Documents of one request: small enough that a slow server answers in time. */
const writesPerRequest = 100;

const inserted = ({
  _id,
  ...fields
}: {
  readonly _id: string;
}): AnyBulkWriteOperation<{ _id: string }> => ({
  updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true },
});

function unreadableDocument({ record, code, detail }: Unreadable) {
  const { topic, partition, offset, key, value } = record;
  return { _id: `${topic}/${partition}/${offset}`, code, detail, key, value };
}

/** @param client its URL names the database */
export function mongoSink<N extends SchemaName, D extends { readonly _id: string }>(
  client: MongoClient,
  codecs: Codecs,
  facts: Facts<N, D>,
): Sink {
  const { name, topic, collection, document, onValue } = facts;
  const codec = codecs.of(topic);
  const database = client.db();
  const positions = database.collection<PositionDocument>('sink_offset');
  const positionId = (topicName: string, partition: number): string =>
    `${name}/${topicName}/${partition}`;

  async function keep(into: string, documents: readonly { readonly _id: string }[]) {
    for (let from = 0; from < documents.length; from += writesPerRequest) {
      const some = documents.slice(from, from + writesPerRequest).map(inserted);
      await database.collection<{ _id: string }>(into).bulkWrite(some, { ordered: false });
    }
  }

  return {
    name,
    topics: [topic],
    async take(topicName, partition) {
      const found = await positions.findOne({ _id: positionId(topicName, partition) });
      return found?.next ?? 0;
    },
    async write(batch) {
      const { entries, unreadable } = readRecords(codec, batch.records);
      const values = entries.flatMap(({ value }) => (value === null ? [] : [value]));
      values.forEach((value) => onValue?.(value));
      await keep(collection, values.map(document));
      await keep('unreadable_record', unreadable.map(unreadableDocument));
      const { topic: topicName, partition, next } = batch;
      // A former owner cannot set it back.
      await positions.updateOne(
        { _id: positionId(topicName, partition) },
        { $max: { next } },
        { upsert: true },
      );
    },
  };
}

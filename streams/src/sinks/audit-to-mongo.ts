/** audit.events -> audit_event: every event once by its id, for reading, export and the chain's check. */
import type { MongoClient } from 'mongodb';
import { isUnchanged } from '@auction/avro/audit-chain';
import type { AuditEvent } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Logger } from '../runtime/logger.ts';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { mongoSink } from './mongo-sink.ts';

export const auditCollection = 'audit_event';

/** `_id` is the event's id. */
export type AuditDocument = Omit<AuditEvent, 'eventId'> & { readonly _id: string };

export const auditDocument = ({ eventId, ...rest }: AuditEvent): AuditDocument => ({
  _id: eventId,
  ...rest,
});

export const auditEvent = ({ _id: eventId, ...rest }: AuditDocument): AuditEvent => ({
  eventId,
  ...rest,
});

/** What a real MongoDB needs to read in order; a compatible server may take these and do nothing. */
export async function indexAudit(client: MongoClient): Promise<void> {
  await client
    .db()
    .collection(auditCollection)
    .createIndexes([
      { key: { organisationId: 1, at: -1 } },
      { key: { at: -1 } },
      { key: { writerId: 1, writerSeq: 1 } },
    ]);
}

export const auditToMongo = (client: MongoClient, codecs: Codecs, logger: Logger): Sink =>
  mongoSink(client, codecs, {
    name: 'audit-to-mongo',
    topic: topics.auditEvents,
    collection: auditCollection,
    document: auditDocument,
    onValue: (event) => {
      if (isUnchanged(event)) return;
      const { writerId, writerSeq, eventId } = event;
      logger.error('an audit event was changed on its way', { writerId, writerSeq, eventId });
    },
  });

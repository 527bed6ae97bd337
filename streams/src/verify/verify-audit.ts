/**
 * Does the audit in MongoDB still say what was written? Every event's own hash, every writer's chain,
 * and the end of the chain as the writer itself keeps it in Postgres.
 */
import type { MongoClient } from 'mongodb';
import type pg from 'pg';
import { chainFaults, linkOf } from '@auction/avro/audit-chain';
import type { ChainPoint, Link } from '@auction/avro/audit-chain';
import type { AuditEvent } from '@auction/avro/records';
import { auditAnchors } from '../archive/log-sources.ts';
import { auditCollection, auditEvent } from '../sinks/audit-to-mongo.ts';
import type { AuditDocument } from '../sinks/audit-to-mongo.ts';
import { inTransaction } from '../sinks/postgres-transaction.ts';

export interface WriterReport {
  readonly writerId: string;
  readonly events: number;
  readonly lastSeq: number;
  readonly faults: readonly string[];
}

/** Ends of the chains as their writers keep them, for writers that keep one. */
export async function writtenEnds(postgres: pg.Pool): Promise<Map<string, ChainPoint>> {
  const client = await postgres.connect();
  try {
    const ends = new Map<string, ChainPoint>();
    await inTransaction(client, async () => {
      await client.query(`SELECT set_config('app.scope', 'accounts', true)`);
      const { rows } = await client.query<{ writer_id: string; seq: number; hash: string }>(
        'SELECT writer_id, seq, hash FROM audit_chain',
      );
      for (const { writer_id, seq, hash } of rows) ends.set(writer_id, { seq, hash });
    });
    return ends;
  } finally {
    client.release();
  }
}

/**
 * @param ends read before: what was written since only makes the chain longer
 * @param archived events of the month files; undefined: the chains are believed up to where the archive
 * says it has them
 * @throws when a month file cannot be read
 */
export async function verifyAudit(
  client: MongoClient,
  ends: ReadonlyMap<string, ChainPoint>,
  archived?: () => AsyncIterable<AuditEvent>,
): Promise<WriterReport[]> {
  const anchors = await auditAnchors(client.db());
  const begins = archived === undefined ? anchors : new Map<string, ChainPoint>();
  const links = new Map<string, Link[]>();
  for (const writerId of [...ends.keys(), ...anchors.keys()]) links.set(writerId, []);
  const take = (event: AuditEvent): void => {
    const { writerId, writerSeq } = event;
    if (writerSeq <= (begins.get(writerId)?.seq ?? 0)) return; // brought back to be searched
    const ofWriter = links.get(writerId) ?? [];
    ofWriter.push(linkOf(event));
    links.set(writerId, ofWriter);
  };
  // MongoDB first: what is archived meanwhile is then in a file.
  for await (const document of client.db().collection<AuditDocument>(auditCollection).find()) {
    take(auditEvent(document));
  }
  if (archived) for await (const event of archived()) take(event);
  return [...links].sort().map(([writerId, ofWriter]) => {
    ofWriter.sort((a, b) => a.seq - b.seq);
    const begin = begins.get(writerId) ?? { seq: 0, hash: '' };
    const faults = chainFaults(ofWriter, begin, ends.get(writerId));
    return {
      writerId,
      events: new Set(ofWriter.map(({ eventId }) => eventId)).size,
      lastSeq: ofWriter.at(-1)?.seq ?? begin.seq,
      faults,
    };
  });
}

/** Events on their way through Kafka are no fault: whether each chain has come to its end. */
export const isAllThere = (
  reports: readonly WriterReport[],
  ends: ReadonlyMap<string, ChainPoint>,
): boolean =>
  [...ends].every(([writerId, { seq }]) =>
    reports.some((report) => report.writerId === writerId && report.lastSeq >= seq),
  );

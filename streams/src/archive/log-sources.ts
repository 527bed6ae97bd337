/** What of the logs in MongoDB is old enough for the archive, by kind. */
import type { Db } from 'mongodb';
import type { ChainPoint } from '@auction/avro/audit-chain';
import { chunkIdsOf, logCollections } from '../logging/log-documents.ts';
import type { ChunkDocument, MinuteDocument } from '../logging/log-documents.ts';
import { auditCollection } from '../sinks/audit-to-mongo.ts';
import type { AuditDocument } from '../sinks/audit-to-mongo.ts';
import type { StoredDocument } from './log-file.ts';
import type { LogKind } from './log-part-store.ts';
import { boundsOf } from './part-store.ts';

/** A document, and what the manifest counts of it. */
export interface LogDocument extends StoredDocument {
  /** Epoch ms. */
  readonly at: number;
  /** Lines of logs it accounts for; an event is one. */
  readonly lines: number;
  /** Of an event: its place in its writer's chain. */
  readonly link: (ChainPoint & { readonly writerId: string }) | undefined;
}

export interface Span {
  /** Epoch ms, both inclusive. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface LogSource {
  /** When the oldest document is from, epoch ms; undefined: there is none. */
  oldestAt(): Promise<number | undefined>;
  /**
   * Documents that belong into the file of a month, in an order of their own.
   * @param beforeAt epoch ms
   * @param restored spans that stand in files already
   */
  documents(
    month: string,
    beforeAt: number,
    restored: readonly Span[],
  ): AsyncGenerator<LogDocument>;
}

const minuteMs = 60_000;
const minutesAtOnce = 240;
const idsAtOnce = 500;

/** Minutes with their blocks of lines (docs/decisions/0067). A minute comes before its blocks. */
function applicationLogs(database: Db): LogSource {
  const minutes = database.collection<MinuteDocument>(logCollections.minutes);
  const chunks = database.collection<ChunkDocument>(logCollections.chunks);
  return {
    async oldestAt() {
      const [oldest] = await minutes.find().sort({ _id: 1 }).limit(1).toArray();
      return oldest && oldest._id * minuteMs;
    },
    async *documents(month, beforeAt, restored) {
      const [from, until] = boundsOf(month).map((at) => Math.floor(at / minuteMs));
      const end = Math.min(until ?? 0, Math.floor(beforeAt / minuteMs));
      for (let first = from ?? 0; first < end; first += minutesAtOnce) {
        const range = { $gte: first, $lt: Math.min(first + minutesAtOnce, end) };
        const found = await minutes.find({ _id: range }).toArray();
        for (const minute of found.sort((one, other) => one._id - other._id)) {
          const at = minute._id * minuteMs;
          if (restored.some(({ firstAt, lastAt }) => at >= firstAt && at <= lastAt)) continue;
          const lines = Object.values(minute.writers)
            .flatMap(({ counts }) => Object.values(counts))
            .reduce((sum, count) => sum + count, 0);
          const place = { at, link: undefined };
          yield { in: logCollections.minutes, document: { ...minute }, lines, ...place };
          const ids = chunkIdsOf(minute, () => true);
          for (let n = 0; n < ids.length; n += idsAtOnce) {
            const some = chunks.find({ _id: { $in: ids.slice(n, n + idsAtOnce) } });
            for await (const chunk of some) {
              yield { in: logCollections.chunks, document: { ...chunk }, lines: 0, ...place };
            }
          }
        }
      }
    },
  };
}

/**
 * Of each writer's chain what comes first: all events before the first that is too young, so that what
 * stays is a chain from its anchor on.
 */
function auditLogs(database: Db): LogSource {
  const events = database.collection<AuditDocument>(auditCollection);
  return {
    async oldestAt() {
      let oldest: number | undefined;
      const anchors = await auditAnchors(database);
      for await (const { at, writerId, writerSeq } of events.find()) {
        if (writerSeq <= (anchors.get(writerId)?.seq ?? 0)) continue; // restored
        oldest = Math.min(oldest ?? at, at);
      }
      return oldest;
    },
    async *documents(month, beforeAt) {
      const before = Math.min(beforeAt, boundsOf(month)[1]);
      const ids = await firstOfChains(database, before);
      for (let n = 0; n < ids.length; n += idsAtOnce) {
        const some = ids.slice(n, n + idsAtOnce);
        const found = await events.find({ _id: { $in: some } }).toArray();
        const byId = new Map(found.map((event) => [event._id, event]));
        for (const id of some) {
          const event = byId.get(id);
          if (event === undefined) throw new Error(`audit event ${id} has gone meanwhile`);
          const { at, writerId, writerSeq: seq, hash } = event;
          const place = { at, lines: 1, link: { writerId, seq, hash } };
          yield { in: auditCollection, document: { ...event }, ...place };
        }
      }
    },
  };
}

/** Ids in the order of writers and their numbers. @throws when a chain has a gap: it is looked at first */
async function firstOfChains(database: Db, before: number): Promise<string[]> {
  const anchors = await auditAnchors(database);
  const chains = new Map<string, { id: string; seq: number; at: number }[]>();
  for await (const { _id: id, writerId, writerSeq: seq, at } of database
    .collection<AuditDocument>(auditCollection)
    .find()) {
    if (seq <= (anchors.get(writerId)?.seq ?? 0)) continue; // archived already
    const chain = chains.get(writerId) ?? [];
    chains.set(writerId, chain);
    chain.push({ id, seq, at });
  }
  return [...chains].sort().flatMap(([writerId, chain]) => {
    chain.sort((one, other) => one.seq - other.seq);
    const young = chain.findIndex(({ at }) => at >= before);
    const old = young === -1 ? chain : chain.slice(0, young);
    const first = (anchors.get(writerId)?.seq ?? 0) + 1;
    const gap = old.findIndex(({ seq }, n) => seq !== first + n);
    if (gap !== -1) {
      throw new Error(
        `the chain of ${writerId} lacks event ${first + gap}: nothing of it is archived; ` +
          'see npm run audit:verify',
      );
    }
    return old.map(({ id }) => id);
  });
}

/** Ends of what was archived, by writer: where the chains in MongoDB begin. */
export const anchorCollection = 'audit_anchor';
type Anchor = ChainPoint & { readonly _id: string };

export async function auditAnchors(database: Db): Promise<Map<string, ChainPoint>> {
  const found = await database.collection<Anchor>(anchorCollection).find().toArray();
  return new Map(found.map(({ _id, seq, hash }) => [_id, { seq, hash }]));
}

/** Moves anchors on; never back. */
export async function moveAnchors(
  database: Db,
  ends: Readonly<Record<string, ChainPoint>>,
): Promise<void> {
  const anchors = await auditAnchors(database);
  for (const [writerId, { seq, hash }] of Object.entries(ends)) {
    if (seq <= (anchors.get(writerId)?.seq ?? 0)) continue;
    await database
      .collection<Anchor>(anchorCollection)
      .updateOne({ _id: writerId }, { $set: { seq, hash } }, { upsert: true });
  }
}

export const logSource = (kind: LogKind, database: Db): LogSource =>
  kind === 'application' ? applicationLogs(database) : auditLogs(database);

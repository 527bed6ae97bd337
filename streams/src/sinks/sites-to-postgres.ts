/** How each feed is doing: its status, what its snapshots changed, and what was rejected and why. */
import assert from 'node:assert/strict';
import type pg from 'pg';
import type { Codec } from '@auction/avro/codec';
import type { ListingSnapshot, RawListing, SiteStatus } from '@auction/avro/records';
import { deadTopic, rawTopic, sites, topics } from '@auction/avro/topics';
import type { LogBatch, LogRecord } from '../runtime/log.ts';
import type { Codecs } from '../runtime/registry.ts';
import type { Sink } from '../runtime/sink.ts';
import { deleteKeys, upsert, type Table } from './postgres-rows.ts';
import { postgresSink } from './postgres-sink.ts';
import { latestPerKey, readRecords } from './read-records.ts';
import { keepRejects, keepUnreadable, type Reject } from './rejects-table.ts';

const siteTable: Table<SiteStatus> = {
  name: 'site',
  key: ['site'],
  columns: [
    { name: 'site', type: 'text', value: (status) => status.site },
    { name: 'at', type: 'bigint', value: (status) => status.at },
    { name: 'doc', type: 'jsonb', value: (record) => record },
  ],
  // A connector may write twice within a millisecond; the later record of the log wins.
  replaceWhen: 'site.at <= excluded.at',
};

const snapshotTable: Table<ListingSnapshot> = {
  name: 'site_snapshot',
  key: ['site', 'snapshot_id', 'part'],
  columns: [
    { name: 'site', type: 'text', value: (snapshot) => snapshot.site },
    { name: 'snapshot_id', type: 'text', value: (snapshot) => snapshot.snapshotId },
    { name: 'part', type: 'int', value: (snapshot) => snapshot.partition },
    { name: 'delivery', type: 'text', value: (snapshot) => snapshot.delivery },
    { name: 'sequence', type: 'bigint', value: (snapshot) => snapshot.sequence },
    { name: 'applied_at', type: 'bigint', value: (snapshot) => snapshot.appliedAt },
    { name: 'doc', type: 'jsonb', value: (record) => record },
  ],
  replaceWhen: null,
};

const KEPT_MS = 30 * 86_400_000;
const PRUNED_ROW_MAX = 1_000;

/**
 * Forgets what is 30 days older than the newest record, a bounded number of rows at a time. Time is
 * that of the records, so a replay keeps what the first run kept; rows another partition is
 * pruning right now are left to it.
 */
const prune = (table: string, instant: string): string => `
  DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ${table} WHERE ${instant} < $1 LIMIT ${PRUNED_ROW_MAX} FOR UPDATE SKIP LOCKED))`;
const pruneSnapshots = prune('site_snapshot', 'applied_at');
const pruneRejects = prune('reject', 'at');

const newest = (instants: readonly number[]): number =>
  instants.reduce((latest, at) => Math.max(latest, at), 0);

const deadLetters = sites.map(({ site }) => {
  const raw = rawTopic(site);
  return { raw, dead: deadTopic(raw, 'normalise-listings') };
});

/** A dead letter as a row; its headers are the normaliser's (kafka.md section 7). */
function rejectOf(record: LogRecord, payload: Buffer | null): Reject {
  const { headers } = record;
  const text = headers['x-reason'] ?? headers['__connect.errors.exception.message'] ?? 'UNKNOWN';
  const row = Number(headers['x-row']);
  return {
    topic: record.topic,
    part: record.partition,
    offset: record.offset,
    site: headers['x-site'] ?? '',
    snapshotId: headers['x-snapshot-id'] ?? null,
    delivery: headers['x-delivery'] ?? null,
    row: Number.isInteger(row) ? row : null,
    code: /^[A-Z][A-Z0-9_]*/.exec(text)?.[0] ?? 'UNKNOWN',
    reason: text,
    key: record.key,
    payload,
    at: record.timestamp,
  };
}

type Write = (client: pg.ClientBase, batch: LogBatch) => Promise<void>;

function statusWriter(codec: Codec<'SiteStatus'>): Write {
  return async (client, batch) => {
    const { entries, unreadable } = readRecords(codec, batch.records);
    const { values, deletedKeys } = latestPerKey(entries);
    await upsert(client, siteTable, values);
    await deleteKeys(client, siteTable, deletedKeys);
    await keepUnreadable(client, unreadable);
  };
}

function snapshotWriter(codec: Codec<'ListingSnapshot'>): Write {
  return async (client, batch) => {
    const { entries, unreadable } = readRecords(codec, batch.records);
    const { values } = latestPerKey(entries);
    await upsert(client, snapshotTable, values);
    await keepUnreadable(client, unreadable);
    const at = newest(values.map(({ appliedAt }) => appliedAt));
    await client.query(pruneSnapshots, [at - KEPT_MS]);
  };
}

/** @param codec of the raw topic: the source's own line is taken out of its envelope */
function rejectWriter(codec: Codec<'RawListing'>): Write {
  return async (client, batch) => {
    const { entries, unreadable } = readRecords(codec, batch.records);
    const rows = [
      ...entries.map(({ record, value }) => rejectOf(record, lineOf(value) ?? record.value)),
      ...unreadable.map(({ record }) => rejectOf(record, record.value)),
    ];
    rows.sort((a, b) => a.offset - b.offset);
    await keepRejects(client, rows);
    await client.query(pruneRejects, [newest(rows.map(({ at }) => at)) - KEPT_MS]);
  };
}

const lineOf = (raw: RawListing | null): Buffer | null =>
  raw?.listing?.payload ?? raw?.unreadable?.payload ?? null;

/** Reads `sites`, `listings.snapshots` and the dead letters of every raw topic. */
export function sitesToPostgres(pool: pg.Pool, codecs: Codecs): Sink {
  const writers = new Map<string, Write>([
    [topics.sites.name, statusWriter(codecs.of(topics.sites))],
    [topics.listingsSnapshots.name, snapshotWriter(codecs.of(topics.listingsSnapshots))],
    ...deadLetters.map(({ raw, dead }) => [dead.name, rejectWriter(codecs.of(raw))] as const),
  ]);
  return postgresSink(pool, {
    name: 'sites-to-postgres',
    topics: [topics.sites, topics.listingsSnapshots, ...deadLetters.map(({ dead }) => dead)],
    async write(client, batch) {
      const writer = writers.get(batch.topic);
      assert(writer, `no table for ${batch.topic}`);
      await writer(client, batch);
    },
  });
}

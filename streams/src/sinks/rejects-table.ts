/** Table `reject`: records somebody refused, for people; dead letters and what a sink could not read. */
import type pg from 'pg';
import type { Table } from './postgres-rows.ts';
import { upsert } from './postgres-rows.ts';
import type { Unreadable } from './read-records.ts';

export interface Reject {
  readonly topic: string;
  readonly part: number;
  readonly offset: number;
  /** Empty where it cannot be told. */
  readonly site: string;
  readonly snapshotId: string | null;
  readonly delivery: string | null;
  /** Line of the file, the header is line 1. */
  readonly row: number | null;
  readonly code: string;
  readonly reason: string;
  readonly key: string;
  readonly payload: Buffer | null;
  /** Epoch ms. */
  readonly at: number;
}

const PAYLOAD_BYTE_MAX = 64 * 1024;

const rejects: Table<Reject> = {
  name: 'reject',
  key: ['topic', 'part', 'log_offset'],
  columns: [
    { name: 'topic', type: 'text', value: (reject) => reject.topic },
    { name: 'part', type: 'int', value: (reject) => reject.part },
    { name: 'log_offset', type: 'bigint', value: (reject) => reject.offset },
    { name: 'site', type: 'text', value: (reject) => reject.site },
    { name: 'snapshot_id', type: 'text', value: (reject) => reject.snapshotId },
    { name: 'delivery', type: 'text', value: (reject) => reject.delivery },
    { name: 'row_number', type: 'int', value: (reject) => reject.row },
    { name: 'code', type: 'text', value: (reject) => reject.code },
    { name: 'reason', type: 'text', value: (reject) => reject.reason },
    { name: 'key', type: 'text', value: (reject) => reject.key },
    { name: 'payload', type: 'bytea', value: payloadOf },
    { name: 'at', type: 'bigint', value: (reject) => reject.at },
  ],
  replaceWhen: null,
};

function payloadOf({ payload }: Reject): Buffer | null {
  return payload === null ? null : payload.subarray(0, PAYLOAD_BYTE_MAX);
}

/** Keeps rejects; the same record again changes nothing. */
export async function keepRejects(client: pg.ClientBase, rows: readonly Reject[]): Promise<void> {
  await upsert(client, rejects, rows);
}

/** What a sink itself could not read is kept beside the dead letters: loud, and not in the way. */
export async function keepUnreadable(
  client: pg.ClientBase,
  unreadable: readonly Unreadable[],
): Promise<void> {
  const rows = unreadable.map(({ record, code, detail }) => ({
    topic: record.topic,
    part: record.partition,
    offset: record.offset,
    site: '',
    snapshotId: null,
    delivery: null,
    row: null,
    code,
    reason: detail,
    key: record.key,
    payload: record.value,
    at: record.timestamp,
  }));
  await keepRejects(client, rows);
}

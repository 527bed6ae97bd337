/** Decoding a batch in a sink: what can be read, what cannot, and what each key says in the end. */
import type { Codec } from '@auction/avro/codec';
import type { RecordOf } from '@auction/avro/records';
import type { SchemaName } from '@auction/avro/topics';
import type { LogRecord } from '../runtime/log.ts';

/** A record with its value, null for a tombstone. */
export interface Entry<T> {
  readonly record: LogRecord;
  readonly value: T | null;
}

export interface Unreadable {
  readonly record: LogRecord;
  /** For example TRUNCATED, see `Undecodable` of the codec. */
  readonly code: string;
  readonly detail: string;
}

export interface ReadRecords<T> {
  /** In log order. */
  readonly entries: Entry<T>[];
  /** Poison: told apart, so that one bad record does not hold up all behind it. */
  readonly unreadable: Unreadable[];
}

/** Decodes records in order; writers met for the first time were learnt by whoever runs the sink. */
export function readRecords<N extends SchemaName>(
  codec: Codec<N>,
  records: readonly LogRecord[],
): ReadRecords<RecordOf<N>> {
  const entries: Entry<RecordOf<N>>[] = [];
  const unreadable: Unreadable[] = [];
  for (const record of records) {
    if (record.value === null) {
      entries.push({ record, value: null });
      continue;
    }
    const decoded = codec.decode(record.value);
    if (decoded.ok) entries.push({ record, value: decoded.value });
    else unreadable.push({ record, code: decoded.reason, detail: decoded.detail });
  }
  return { entries, unreadable };
}

export interface Latest<T> {
  readonly values: T[];
  readonly deletedKeys: string[];
}

/** The last entry of each key, sorted by key: one statement may not touch a row twice. */
export function latestPerKey<T>(entries: readonly Entry<T>[]): Latest<T> {
  const last = new Map<string, T | null>();
  for (const { record, value } of entries) last.set(record.key, value);
  const values: T[] = [];
  const deletedKeys: string[] = [];
  for (const key of [...last.keys()].sort()) {
    const value = last.get(key) ?? null;
    if (value === null) deletedKeys.push(key);
    else values.push(value);
  }
  return { values, deletedKeys };
}

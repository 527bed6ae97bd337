/** What a topic is, and how one is declared. */
import type { SchemaName } from './schema-name.ts';

export type CleanupPolicy = 'compact' | 'delete';
export type Compatibility = 'FULL_TRANSITIVE' | 'BACKWARD';

/** N: name of the record schema, so that a topic knows the type of its records. */
export interface Topic<N extends SchemaName | null = SchemaName | null> {
  readonly name: string;
  /** What the record key is, for people. */
  readonly key: string;
  /** Record schema, a name of `schemaNames`; dead-letter topics carry original bytes and have none. */
  readonly schema: N;
  readonly partitions: number;
  readonly cleanup: CleanupPolicy;
  /** ms; null for compacted topics, which keep the last record of a key for ever. */
  readonly retentionMs: number | null;
  /** The one process that writes it; `lots.commands` has several, all plain idempotent producers. */
  readonly writer: string;
  /** Restricted topics hold private state: no data team and no gateway may read them. */
  readonly restricted: boolean;
  readonly compatibility: Compatibility;
  /** LogAppendTime: the broker's clock stamps the records. */
  readonly stampedByBroker: boolean;
  readonly content: string;
}

const DAY_MS = 86_400_000;
/**
 * One count for every keyed topic: partition p of all inputs of a processor is one unit, so counts
 * must be equal. A count is never changed; an incompatible change is a new topic.
 */
export const PARTITION_COUNT = 6;

interface Given<N extends SchemaName | null> {
  name: string;
  key: string;
  schema: N;
  writer: string;
  content: string;
  cleanup?: CleanupPolicy;
  retentionDays?: number;
  restricted?: boolean;
  partitions?: number;
  compatibility?: Compatibility;
  stampedByBroker?: boolean;
}

/** A topic by what it does not share with the usual one. */
export function topic<const N extends SchemaName | null>(given: Given<N>): Topic<N> {
  const cleanup = given.cleanup ?? 'compact';
  return Object.freeze({
    name: given.name,
    key: given.key,
    schema: given.schema,
    partitions: given.partitions ?? PARTITION_COUNT,
    cleanup,
    retentionMs: cleanup === 'delete' ? (given.retentionDays ?? 30) * DAY_MS : null,
    writer: given.writer,
    restricted: given.restricted ?? false,
    compatibility: given.compatibility ?? 'FULL_TRANSITIVE',
    stampedByBroker: given.stampedByBroker ?? false,
    content: given.content,
  });
}

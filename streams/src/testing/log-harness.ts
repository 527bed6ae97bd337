/** What the log contract needs of a log, and short ways to write to it and read from it. */
import type { Topic } from '@auction/avro/topics';
import type { Log, LogRecord, NewRecord } from '../runtime/log.ts';

export interface LogHarness {
  readonly log: Log;
  /** Writes records in one transaction and ends it. */
  readonly transact: (records: readonly NewRecord[], end: 'COMMIT' | 'ABORT') => Promise<void>;
  /** Begins a transaction that stays open until the answered function ends it. */
  readonly openTransaction: (
    records: readonly NewRecord[],
  ) => Promise<(end: 'COMMIT' | 'ABORT') => Promise<void>>;
  readonly commitOffset: (group: string, topic: string, part: number, at: number) => Promise<void>;
  /** A second view of the same log under another prefix, where the log has prefixes. */
  readonly underOtherPrefix?: () => Promise<Log>;
}

const base = {
  key: 'key',
  schema: null,
  cleanup: 'delete',
  retentionMs: 86_400_000,
  writer: 'log-contract',
  restricted: false,
  compatibility: 'BACKWARD',
  stampedByBroker: false,
  content: 'made by a test',
} as const;

let topicCount = 0;
export const aTopic = (partitions = 2, given: Partial<Topic> = {}): Topic => ({
  ...base,
  name: `contract.${++topicCount}`,
  partitions,
  ...given,
});

export const record = (
  topic: Topic,
  key: string,
  value: string | null,
  partition = 0,
): NewRecord => ({
  topic: topic.name,
  key,
  value: value === null ? null : Buffer.from(value),
  partition,
});

export const text = ({ key, value }: LogRecord): string => `${key}=${value?.toString() ?? 'null'}`;

export async function readAll(
  log: Log,
  topic: Topic,
  partition = 0,
  from?: number,
): Promise<string[]> {
  const seen: string[] = [];
  await log.readToEnd(topic.name, partition, from, ({ records }) => {
    seen.push(...records.map(text));
  });
  return seen;
}

export async function write(log: Log, records: readonly NewRecord[]): Promise<void> {
  const producer = await log.producer();
  try {
    await producer.send(records);
  } finally {
    await producer.close();
  }
}

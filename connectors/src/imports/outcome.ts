/** What became of an imported file downstream: read from the topics the normaliser writes. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ListingSnapshot } from '@auction/avro/records';
import { deadTopic, rawTopic, topics } from '@auction/avro/topics';
import type { Topic } from '@auction/avro/topics';
import type { Log, LogRecord } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';

/** A row that became no listing. */
export interface Rejected {
  /** Line in the file, the header is line 1; null where it is not known. */
  readonly row: number | null;
  readonly siteListingId: string | null;
  /** `CODE: text`. */
  readonly reason: string;
}

export interface Outcome {
  /** One record of each partition. */
  readonly partitions: readonly ListingSnapshot[];
  /** In the order of the file. */
  readonly rejected: readonly Rejected[];
}

/** Ends of what is read for an outcome, taken before the file is sent. */
export interface ReadFrom {
  readonly snapshots: readonly number[];
  readonly dead: readonly number[];
}

const askEveryMs = 150;

export async function readFrom(log: Log, site: string): Promise<ReadFrom> {
  const dead = deadTopicOf(site);
  return {
    snapshots: await log.ends(topics.listingsSnapshots.name),
    dead: await log.ends(dead.name),
  };
}

/**
 * Waits until the normaliser has met the snapshot's end marker in every partition.
 * @returns undefined when the time is over first
 */
export async function awaitOutcome(
  log: Log,
  codecs: Codecs,
  site: string,
  snapshotId: string,
  from: ReadFrom,
  deadlineAt: number,
): Promise<Outcome | undefined> {
  for (;;) {
    const partitions = await snapshotRecords(log, codecs, snapshotId, from.snapshots);
    if (partitions.length === rawTopic(site).partitions) {
      // Dead letters are committed with the records around them: all of them are there now.
      return { partitions, rejected: await deadLetters(log, site, snapshotId, from.dead) };
    }
    if (Date.now() > deadlineAt) return undefined;
    await delay(askEveryMs);
  }
}

async function snapshotRecords(
  log: Log,
  codecs: Codecs,
  snapshotId: string,
  from: readonly number[],
): Promise<ListingSnapshot[]> {
  const topic = topics.listingsSnapshots;
  const found = new Map<number, ListingSnapshot>();
  await readAll(log, topic, from, async (records) => {
    await codecs.learnFrom(topic.name, records);
    for (const { value } of records) {
      const decoded = codecs.of(topic).decode(value);
      if (decoded.ok && decoded.value.snapshotId === snapshotId) {
        found.set(decoded.value.partition, decoded.value);
      }
    }
  });
  return [...found.values()];
}

async function deadLetters(
  log: Log,
  site: string,
  snapshotId: string,
  from: readonly number[],
): Promise<Rejected[]> {
  const found: Rejected[] = [];
  await readAll(log, deadTopicOf(site), from, (records) => {
    const mine = records.filter(({ headers }) => headers['x-snapshot-id'] === snapshotId);
    found.push(...mine.map(rejectedOf));
  });
  return found.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

/** What a dead letter of the normaliser says of its row. */
export function rejectedOf({ key, headers }: LogRecord): Rejected {
  const row = Number(headers['x-row'] ?? NaN);
  const [, id = ''] = /^[^/]*\/(.*)$/s.exec(key) ?? [];
  return {
    row: Number.isInteger(row) ? row : null,
    // A line without a readable id has the hash of its bytes in the id's place.
    siteListingId: id === '' || id.startsWith('?') ? null : id,
    reason: headers['x-reason'] ?? 'UNKNOWN: no reason was given',
  };
}

async function readAll(
  log: Log,
  topic: Topic,
  from: readonly number[],
  onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
): Promise<void> {
  for (let partition = 0; partition < topic.partitions; partition++) {
    await log.readToEnd(topic.name, partition, from[partition], ({ records }) =>
      onRecords(records),
    );
  }
}

function deadTopicOf(site: string): Topic {
  return deadTopic(rawTopic(site), 'normalise-listings');
}

/** A file through its connector and the whole pipeline, without a broker: what becomes of every row. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Listing } from '@auction/avro/records';
import { deadTopic, rawTopic, topics } from '@auction/avro/topics';
import { PipelineDriver } from '@auction/streams/testing/pipeline-driver';
import type { Feed, FeedFile } from '../connector.ts';
import { inflated } from '../http/inflate.ts';
import { aClock, startWorker, testLimits } from './feed-harness.ts';

export interface ImportedThrough {
  readonly driver: PipelineDriver;
  /** Rows the connector read. */
  readonly rows: number;
  /** Understood, and no vehicle. */
  readonly notVehicles: number;
  /** Newest version of each. */
  readonly listings: readonly Listing[];
  /** `CODE: text` of each row that became none. */
  readonly rejects: readonly string[];
  readonly warnings: readonly string[];
  /** Why nothing was published; null when something was. */
  readonly refusal: string | null;
}

/** Text or the path of a file. */
export type Given = { readonly text: string | Buffer } | { readonly path: string };

const fileOf = (given: Given, observedAt: number): FeedFile => ({
  source: 'path' in given ? basename(given.path) : 'test',
  observedAt,
  validators: { etag: null, lastModified: null },
  misfit: null,
  bytes: inflated(
    'path' in given ? createReadStream(given.path) : Readable.from([Buffer.from(given.text)]),
    testLimits.bytesMax,
  ),
  cancel: () => undefined,
});

/** Imports files one after the other. */
export async function importThrough(
  feed: Feed,
  ...given: readonly Given[]
): Promise<ImportedThrough> {
  const clock = aClock();
  const harness = await startWorker({ feed: () => feed, clock, rowsMin: 1 });
  let rows = 0;
  let refusal: string | null = null;
  const warnings: string[] = [];
  for (const one of given) {
    const options = { isComplete: false, onProgress: () => undefined };
    const taken = await harness.worker.importFile(fileOf(one, clock.now()), options);
    rows += taken.end.rows;
    warnings.push(...taken.warnings);
    if (!taken.isPublished) refusal = taken.end.reason;
    clock.advance(60_000);
  }
  const driver = new PipelineDriver();
  const topic = rawTopic(feed.site);
  for (const { key, partition, value } of await harness.raw()) {
    driver.append(topic, key, value, partition);
  }
  driver.run();
  const dead = driver.records(deadTopic(topic, 'normalise-listings'));
  return {
    driver,
    rows,
    notVehicles: driver
      .values(topics.listingsSnapshots)
      .reduce((sum, { notVehicles }) => sum + notVehicles, 0),
    listings: [...driver.last(topics.listings).values()],
    rejects: dead.map(({ headers }) => headers['x-reason'] ?? 'no reason'),
    warnings,
    refusal,
  };
}

/** A feed that is never asked: only its reader is used. */
export const readingOnly = { now: () => 0, random: () => 0 };

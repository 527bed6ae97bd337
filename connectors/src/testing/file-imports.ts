/**
 * Files through one connector and the whole pipeline, one after the other, without a broker: the
 * connector writes a log in memory, every record of it goes through the real tasks.
 */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { deadTopic, rawTopic, topics } from '@auction/avro/topics';
import { PipelineDriver } from '@auction/streams/testing/pipeline-driver';
import type { Feed, FeedFile } from '../connector.ts';
import { inflated } from '../http/inflate.ts';
import { rejectedOf } from '../imports/outcome.ts';
import { importSummary } from '../imports/summary.ts';
import type { ImportSummary } from '../imports/summary.ts';
import { aClock, startWorker, testLimits } from './feed-harness.ts';
import type { Clock, WorkerHarness } from './feed-harness.ts';

/** Text or the path of a file. */
export type Given = { readonly text: string | Buffer } | { readonly path: string };

export type Imported =
  | { readonly ok: true; readonly summary: ImportSummary }
  /** @property reason `CODE: text`; nothing was published */
  | { readonly ok: false; readonly reason: string };

const betweenFilesMs = 60_000;

export class FileImports {
  readonly driver = new PipelineDriver();
  readonly #feed: Feed;
  readonly #clock: Clock;
  readonly #harness: WorkerHarness;
  #taken = 0;

  private constructor(feed: Feed, clock: Clock, harness: WorkerHarness) {
    this.#feed = feed;
    this.#clock = clock;
    this.#harness = harness;
  }

  static async open(feed: Feed): Promise<FileImports> {
    const clock = aClock();
    return new FileImports(feed, clock, await startWorker({ feed: () => feed, clock, rowsMin: 1 }));
  }

  /** Imports a file as `npm run import` does, undeclared: it closes nobody. */
  async take(given: Given): Promise<Imported> {
    const startedAt = performance.now();
    const options = { isComplete: false, onProgress: () => undefined };
    const file = fileOf(given, this.#clock.now());
    const { end, identity, warnings, isPublished } = await this.#harness.worker.importFile(
      file,
      options,
    );
    this.#clock.advance(betweenFilesMs);
    if (!isPublished) return { ok: false, reason: end.reason ?? 'NOT_READABLE' };
    await this.#settle();
    const { snapshotId, sequence, observedAt } = identity;
    const done = { kind: 'done', snapshotId, sequence, observedAt, ...end } as const;
    const outcome = {
      partitions: this.driver
        .values(topics.listingsSnapshots)
        .filter((summary) => summary.snapshotId === snapshotId),
      rejected: this.driver
        .records(deadTopic(rawTopic(this.#feed.site), 'normalise-listings'))
        .filter(({ headers }) => headers['x-snapshot-id'] === snapshotId)
        .map(rejectedOf)
        .sort((one, other) => (one.row ?? 0) - (other.row ?? 0)),
    };
    const seconds = (performance.now() - startedAt) / 1_000;
    const summary = importSummary({ ...done, warnings: [...warnings], ends: [] }, outcome, seconds);
    return { ok: true, summary };
  }

  /** What the connector has written since goes through the pipeline. */
  async #settle(): Promise<void> {
    const topic = rawTopic(this.#feed.site);
    const all = await this.#harness.raw();
    const fresh = this.#fresh(all);
    for (const { key, partition, value } of fresh) {
      this.driver.append(topic, key, value, partition);
    }
    this.driver.run();
  }

  /** Records come partition by partition, so what is new stands behind what is known in each. */
  #fresh(all: Awaited<ReturnType<WorkerHarness['raw']>>): typeof all {
    const topic = rawTopic(this.#feed.site);
    const known = Array.from(
      { length: topic.partitions },
      (_, partition) => this.driver.partition(topic, partition).length,
    );
    const seen = known.map(() => 0);
    const fresh = all.filter(({ partition }) => {
      const at = seen[partition] ?? 0;
      seen[partition] = at + 1;
      return at >= (known[partition] ?? 0);
    });
    this.#taken += fresh.length;
    return fresh;
  }

  /** Raw records of all files so far, markers included. */
  get rawRecordCount(): number {
    return this.#taken;
  }
}

/** @param observedAt age of the file, epoch ms */
export function fileOf(given: Given, observedAt: number): FeedFile {
  const isFile = 'path' in given;
  return {
    source: isFile ? basename(given.path) : 'test',
    observedAt,
    validators: { etag: null, lastModified: null },
    misfit: null,
    bytes: inflated(
      isFile ? createReadStream(given.path) : Readable.from([Buffer.from(given.text)]),
      testLimits.bytesMax,
    ),
    cancel: () => undefined,
  };
}

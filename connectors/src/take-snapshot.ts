/** One pass over a feed file, in order: read, publish, judge, mark the end. */
import { createHash } from 'node:crypto';
import { FeedError } from './connector.ts';
import type { FeedFile, FeedReader, FeedRecord } from './connector.ts';
import { DistinctRows } from './distinct-rows.ts';
import type { IdSet } from './id-set.ts';
import type { ListingPublisher, SnapshotEnd } from './publish-listings.ts';
import type { RawCopy } from './raw-files.ts';
import type { FileFacts, HeldFile } from './snapshots.ts';

export interface SnapshotWork {
  readonly file: FeedFile;
  readonly reader: FeedReader;
  readonly publisher: ListingPublisher;
  /** What to do with a last line that has no line end. */
  readonly openLine: 'READ' | 'DISCARD';
  /** @returns why absence in this file proves nothing, as `CODE: text`; null: the file is complete */
  readonly judge: (facts: FileFacts, file: HeldFile) => string | null;
  /** Where a copy of the bytes goes. */
  readonly rawFile: RawCopy;
  /** Told after every batch. */
  readonly onProgress?: (rows: number) => void;
}

export interface SnapshotResult {
  readonly end: SnapshotEnd;
  readonly facts: FileFacts;
  readonly ids: IdSet;
  /** False when nothing could be published, not even a marker: see `publishRefusal`. */
  readonly isPublished: boolean;
}

/** Unreadable rows after which a file is given up, when they are most of it. */
const hopelessMin = 10_000;
/** Records handed to the log at once. */
const batchRecords = 500;

/**
 * Reads a file and publishes it as one snapshot. A file whose header is refused leaves no trace: no
 * marker, no row.
 * @throws what the publisher throws; what goes wrong with the file is part of the result
 */
export async function takeSnapshot(work: SnapshotWork): Promise<SnapshotResult> {
  const pass = new Pass(work);
  const fault = work.file.misfit ?? (await pass.readAll());
  const facts = pass.facts(fault);
  const ids = pass.ids();
  const sha256 = pass.sha256();
  const reason = work.judge(facts, { ids, count: ids.size, sha256 });
  const { rows, rejected, bytes } = facts;
  const published = rows - rejected;
  const end = { rows, published, rejected, bytes, sha256, complete: reason === null, reason };
  if (pass.isStarted) await work.publisher.completed(end);
  return { end, facts, ids, isPublished: pass.isStarted };
}

/** Markers of a snapshot without rows, so that readers see the reason too. */
export async function publishRefusal(work: SnapshotWork, end: SnapshotEnd): Promise<void> {
  await work.publisher.started(work.file.source);
  await work.publisher.completed(end);
}

class Pass {
  readonly #work: SnapshotWork;
  readonly #reader: DistinctRows;
  readonly #hash = createHash('sha256');
  #batch: FeedRecord[] = [];
  #bytes = 0;
  #rows = 0;
  #rejected = 0;
  #isStarted = false;

  constructor(work: SnapshotWork) {
    this.#work = work;
    this.#reader = new DistinctRows(work.reader);
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  ids(): IdSet {
    return this.#reader.ids();
  }

  facts(fault: string | null): FileFacts {
    const reader = this.#reader;
    const { file } = this.#work;
    return {
      fault,
      header: reader.header,
      bytes: this.#bytes,
      lastLineEnded: reader.lastLineEnded,
      rows: this.#rows,
      rejected: this.#rejected,
      doubled: reader.doubledCount,
      observedAt: file.observedAt,
      newestUpdateAt: reader.newestUpdateAt,
    };
  }

  /** @returns where the transfer broke off, as `CODE: text`; null when it reached its end */
  async readAll(): Promise<string | null> {
    const { file, openLine } = this.#work;
    const reader = this.#reader;
    const fault = await this.#readBytes(file.bytes);
    // Of a file that broke off the last line is cut, whatever it looks like.
    const rest = reader.end(fault === null ? openLine : 'DISCARD');
    await this.#publish(rest);
    return fault;
  }

  async #readBytes(bytes: AsyncIterable<Buffer>): Promise<string | null> {
    const { rawFile } = this.#work;
    const reader = this.#reader;
    try {
      for await (const chunk of bytes) {
        this.#bytes += chunk.length;
        this.#hash.update(chunk);
        await rawFile.write(chunk);
        await this.#publish(reader.read(chunk));
        if (reader.header.kind === 'REFUSED') break;
        if (this.#isHopeless()) return this.#tooMany();
      }
      return null;
    } catch (error) {
      if (error instanceof FeedError) return `${error.code}: ${error.message}`;
      throw error;
    }
  }

  /** Rows that could not be read; a repeated id is none, files with a row for each photo are read to their end. */
  get #unreadable(): number {
    return this.#rejected - this.#reader.doubledCount;
  }

  /** A file that is mostly unreadable is not worth a record for each of its lines. */
  #isHopeless(): boolean {
    return this.#unreadable > hopelessMin && this.#unreadable > this.#rows / 2;
  }

  #tooMany(): string {
    const counts = `${this.#unreadable} of the first ${this.#rows} rows`;
    return `TOO_MANY_REJECTED: ${counts} could not be read, the rest was left unread`;
  }

  /** A chunk's records are sent before the next chunk comes: their payloads share its memory. */
  async #publish(records: Iterable<FeedRecord>): Promise<void> {
    for (const record of records) {
      this.#count(record);
      this.#batch.push(record);
      if (this.#batch.length >= batchRecords) await this.#send();
    }
    await this.#send();
  }

  #count(record: FeedRecord): void {
    this.#rows += 1;
    if (record.kind === 'UNREADABLE') this.#rejected += 1;
  }

  async #send(): Promise<void> {
    const { file, publisher, onProgress } = this.#work;
    if (!this.#isStarted && this.#reader.header.kind === 'ACCEPTED') {
      this.#isStarted = true;
      await publisher.started(file.source);
    }
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    await publisher.records(batch);
    onProgress?.(this.#rows);
  }
}

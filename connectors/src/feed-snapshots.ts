/** Snapshots of one site, whatever brought the file: numbered, kept on disk, counted. */
import { rawTopic } from '@auction/avro/topics';
import type { Producer } from '@auction/streams/runtime/log';
import type { Logger } from '@auction/streams/runtime/logger';
import type { Codecs } from '@auction/streams/runtime/registry';
import type { Checkpoint } from './checkpoint.ts';
import type { Delivery, Feed, FeedFile } from './connector.ts';
import { ListingPublisher } from './publish-listings.ts';
import type { SnapshotIdentity } from './publish-listings.ts';
import type { RawCopy, RawFiles } from './raw-files.ts';
import { publishRefusal, takeSnapshot } from './take-snapshot.ts';
import type { SnapshotResult, SnapshotWork } from './take-snapshot.ts';

export interface FeedSnapshotsOptions {
  readonly feed: Feed;
  readonly producer: Producer;
  readonly codecs: Codecs;
  readonly checkpoint: Checkpoint;
  readonly rawFiles: RawFiles;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
}

/** How files of one delivery are treated. */
export interface Treatment extends Pick<SnapshotWork, 'openLine' | 'judge' | 'onProgress'> {
  readonly delivery: Delivery;
  /** Whether a file without an accepted header still shows as an empty snapshot. */
  readonly isRefusalPublished: boolean;
}

/** A finished snapshot. */
export interface Taken extends SnapshotResult {
  readonly identity: SnapshotIdentity;
  /** When it was finished, epoch ms. */
  readonly completedAt: number;
  /** Columns added or missing, for people. */
  readonly warnings: readonly string[];
}

export class FeedSnapshots {
  readonly #options: FeedSnapshotsOptions;

  constructor(options: FeedSnapshotsOptions) {
    this.#options = options;
  }

  /** Takes one; the file's transfer has ended afterwards. @throws what the log throws */
  async take(file: FeedFile, treatment: Treatment): Promise<Taken> {
    const identity = await this.#identity(treatment.delivery, file.observedAt);
    const rawFile = await this.#options.rawFiles.begin(
      treatment.delivery,
      this.#options.feed.rawCopy,
    );
    try {
      const reader = this.#options.feed.createReader();
      const work = { ...treatment, file, reader, publisher: this.#publisher(identity), rawFile };
      const result = await takeSnapshot(work);
      if (!result.isPublished && treatment.isRefusalPublished) {
        await publishRefusal(work, result.end);
      }
      await this.#keep(rawFile, result);
      const warnings = reader.header.kind === 'ACCEPTED' ? reader.header.warnings : [];
      const taken = { ...result, identity, warnings, completedAt: this.#options.now() };
      this.#report(taken);
      return taken;
    } finally {
      file.cancel();
      await rawFile.drop();
    }
  }

  async #identity(delivery: Delivery, observedAt: number): Promise<SnapshotIdentity> {
    const { site } = this.#options.feed;
    const sequence = await this.#options.checkpoint.nextSequence();
    return { site, delivery, snapshotId: `${site}-${delivery}-${sequence}`, sequence, observedAt };
  }

  #publisher(identity: SnapshotIdentity): ListingPublisher {
    const { producer, codecs, feed, now } = this.#options;
    const codec = codecs.of(rawTopic(feed.site));
    return new ListingPublisher({ producer, codec, layout: feed.layout, now }, identity);
  }

  async #keep(rawFile: RawCopy, { end }: SnapshotResult): Promise<void> {
    if (end.bytes === 0) return;
    const trouble = await rawFile.keep(end.complete ? 'complete' : 'incomplete');
    if (trouble) this.#options.logger.warn('raw file not kept', { error: trouble.message });
  }

  #report({ identity, end, warnings }: Taken): void {
    const { site, snapshotId, observedAt } = identity;
    const logger = this.#options.logger.with({ requestId: snapshotId, site });
    logger.info('snapshot taken', { snapshotId, observedAt, ...end });
    if (warnings.length > 0) logger.warn('columns drifted', { warnings });
  }
}

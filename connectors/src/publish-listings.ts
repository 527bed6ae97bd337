/** Writes what a connector saw to `listings.raw.<site>`: records by their listing, markers everywhere. */
import { createHash } from 'node:crypto';
import type { Codec } from '@auction/avro/codec';
import type { RawListing } from '@auction/avro/records';
import { rawTopic } from '@auction/avro/topics';
import type { Site, Topic } from '@auction/avro/topics';
import type { NewRecord, Producer } from '@auction/streams/runtime/log';
import { requestHeaders } from '@auction/streams/runtime/trace';
import type { Delivery, FeedRecord } from './connector.ts';

/** Which snapshot records belong to. */
export interface SnapshotIdentity {
  readonly site: Site;
  readonly delivery: Delivery;
  readonly snapshotId: string;
  readonly sequence: number;
  /** Epoch ms. */
  readonly observedAt: number;
}

export type SnapshotEnd = NonNullable<RawListing['completed']>;

export interface PublisherOptions {
  readonly producer: Producer;
  readonly codec: Codec<'RawListing'>;
  /** Name of the cell order. */
  readonly layout: string;
  /** Epoch ms. */
  readonly now: () => number;
}

/** Most bytes of an unreadable line that go into its record. */
const payloadBytesMax = 64 * 1024;

const noBody = { listing: null, started: null, completed: null, unreadable: null } as const;

/** Publishes one snapshot. @throws what the producer throws: then the snapshot has no end */
export class ListingPublisher {
  readonly #options: PublisherOptions;
  readonly #snapshot: SnapshotIdentity;
  readonly #topic: Topic;

  constructor(options: PublisherOptions, snapshot: SnapshotIdentity) {
    this.#options = options;
    this.#snapshot = snapshot;
    this.#topic = rawTopic(snapshot.site);
  }

  /** The first marker. @param source address without credentials, or file name */
  async started(source: string): Promise<void> {
    await this.#marker({ ...this.#envelope('SNAPSHOT_STARTED', null), started: { source } });
  }

  /** Hands records over in file order; resolves when there is room for more. */
  async records(records: readonly FeedRecord[]): Promise<void> {
    await this.#options.producer.send(records.map((record) => this.#record(record)));
  }

  /** The last marker; resolves when everything of the snapshot is written by all replicas. */
  async completed(end: SnapshotEnd): Promise<void> {
    await this.#marker({ ...this.#envelope('SNAPSHOT_COMPLETED', null), completed: end });
    await this.#options.producer.flush();
  }

  #record(record: FeedRecord): NewRecord {
    const { site } = this.#snapshot;
    const key = `${site}/${record.siteListingId ?? `?${hashOf(record.payload)}`}`;
    const value = this.#options.codec.encode(this.#envelopeOf(record));
    return { topic: this.#topic.name, key, value };
  }

  #envelopeOf(record: FeedRecord): RawListing {
    const envelope = this.#envelope(record.kind, record.siteListingId);
    const { row, payload } = record;
    if (record.kind === 'LISTING') {
      const { cells, encoding } = record;
      const { layout } = this.#options;
      return { ...envelope, listing: { row, layout, cells, encoding, payload } };
    }
    const kept = payload.subarray(0, payloadBytesMax);
    return { ...envelope, unreadable: { row, reason: record.reason, payload: kept } };
  }

  #envelope(kind: RawListing['kind'], siteListingId: string | null): RawListing {
    return {
      kind,
      site: this.#snapshot.site,
      siteListingId,
      delivery: this.#snapshot.delivery,
      snapshotId: this.#snapshot.snapshotId,
      sequence: this.#snapshot.sequence,
      observedAt: this.#snapshot.observedAt,
      publishedAt: this.#options.now(),
      ...noBody,
    };
  }

  /**
   * A reader of one partition sees only that one, so a marker goes to every partition. In the logs a
   * snapshot is a request of its own: its markers lead to everybody who took part in it.
   */
  async #marker(record: RawListing): Promise<void> {
    const value = this.#options.codec.encode(record);
    const { name, partitions } = this.#topic;
    const { site, snapshotId } = this.#snapshot;
    const key = `${site}/@${snapshotId}`;
    const headers = requestHeaders(snapshotId);
    await this.#options.producer.send(
      Array.from({ length: partitions }, (_, partition) => ({
        topic: name,
        key,
        value,
        partition,
        headers,
      })),
    );
  }
}

function hashOf(line: Buffer): string {
  return createHash('sha256').update(line).digest('hex').slice(0, 20);
}

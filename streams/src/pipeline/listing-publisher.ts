/** Writes a new version of a listing with all that follows from it, and its entry in the state. */
import type { Codec } from '@auction/avro/codec';
import type {
  Listing,
  ListingSnapshot,
  ListingStateEntry,
  RawListing,
  SnapshotCompleted,
} from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { ListingContent } from '../domain/listing.ts';
import { noCounts } from '../domain/snapshot.ts';
import type { OpenSnapshot, SnapshotEnd } from '../domain/snapshot.ts';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { observeCommand, vehicleCommands } from './listing-commands.ts';
import type { KnownListing, ListingStates } from './listing-states.ts';
import { externalLotId } from './lot-id.ts';

export interface Listed {
  readonly raw: RawListing;
  readonly key: string;
  readonly hash: string;
  readonly content: ListingContent;
  readonly changes: readonly string[];
  /** The price has fallen, and is believed when that is seen again. */
  readonly unconfirmed: boolean;
  /** undefined: seen for the first time. */
  readonly entry: KnownListing | undefined;
  /** Month the archive keeps an earlier life under. */
  readonly pastMonth: string | null;
}

export interface Again {
  readonly raw: RawListing;
  readonly key: string;
  readonly hash: string;
  readonly entry: KnownListing;
}

export interface Gone {
  /** End marker of the snapshot that lacked the listing. */
  readonly raw: RawListing;
  readonly key: string;
  readonly entry: KnownListing;
}

/** Of a listing back from the archive it is not known which facts of the vehicle are new. */
const linkedTo = (entry: KnownListing | undefined, { vehicleId }: Listing): string | undefined =>
  entry?.past && entry.vehicleId === vehicleId ? undefined : entry?.vehicleId;

/** Where a version comes from. */
const originOf = (raw: RawListing) => ({
  observedAt: raw.observedAt,
  publishedAt: raw.publishedAt,
  delivery: raw.delivery,
  snapshotId: raw.snapshotId,
  sequence: raw.sequence,
});

export class ListingPublisher {
  readonly #states: ListingStates;
  readonly #vehicleCodec: Codec<'VehicleCommand'>;
  readonly #lotCodec: Codec<'LotCommand'>;

  constructor(codecs: Codecs, states: ListingStates) {
    this.#states = states;
    this.#vehicleCodec = codecs.of(topics.vehiclesCommands);
    this.#lotCodec = codecs.of(topics.lotsCommands);
  }

  /** The feed has the listing, new or changed. */
  listed(listed: Listed, output: Output): void {
    const { raw, key, hash, content, changes, unconfirmed, entry, pastMonth } = listed;
    const siteListingId = raw.siteListingId ?? '';
    const listing: Listing = {
      ...content, // first: copying a whole object is cheap only there
      lotId: externalLotId(raw.site, siteListingId),
      site: raw.site,
      siteListingId,
      version: (entry?.version ?? 0) + 1,
      changes,
      presence: 'LISTED',
      goneEvidence: null,
      ...originOf(raw),
      pastMonth,
    };
    const { sourceUpdatedAt } = content;
    const kept = { hash, sourceUpdatedAt, gone: false, absenceCount: 0, unconfirmed };
    this.#write(key, listing, kept, output);
    for (const command of vehicleCommands(listing, linkedTo(entry, listing))) {
      const value = this.#vehicleCodec.encode(command);
      output.send(topics.vehiclesCommands, command.vehicleId, value);
    }
  }

  /** The feed says once more what is not believed yet: a version that changes nothing, for the lot to see. */
  again({ raw, key, hash, entry }: Again, output: Output): void {
    const listing: Listing = {
      ...this.#states.listingOf(entry),
      version: entry.version + 1,
      changes: [],
      ...originOf(raw),
    };
    const { sourceUpdatedAt } = entry;
    const kept = { hash, sourceUpdatedAt, gone: false, absenceCount: 0, unconfirmed: false };
    this.#write(key, listing, kept, output);
  }

  /** A complete snapshot lacked the listing; what it said last stays said. */
  gone({ raw, key, entry }: Gone, output: Output): void {
    const listing: Listing = {
      ...this.#states.listingOf(entry),
      version: entry.version + 1,
      changes: ['presence'],
      presence: 'GONE',
      goneEvidence: raw.snapshotId,
      ...originOf(raw),
    };
    const { hash, sourceUpdatedAt, absenceCount } = entry;
    const kept = { hash, sourceUpdatedAt, gone: true, absenceCount, unconfirmed: false };
    this.#write(key, listing, kept, output);
  }

  #write(
    key: string,
    listing: Listing,
    kept: Omit<
      ListingStateEntry,
      'version' | 'sequence' | 'delivery' | 'snapshotId' | 'vehicleId' | 'past' | 'listing'
    >,
    output: Output,
  ): void {
    const value = this.#states.encode(listing);
    output.send(topics.listings, key, value);
    const { version, sequence, delivery, snapshotId, vehicleId } = listing;
    const origin = { version, sequence, delivery, snapshotId, vehicleId, past: null };
    this.#states.put(key, { ...kept, ...origin, listing: value }, output);
    const command = observeCommand(listing);
    output.send(topics.lotsCommands, listing.lotId, this.#lotCodec.encode(command));
  }
}

/**
 * What a snapshot did in one partition.
 * @param snapshot undefined: its start is not known, so nothing was counted
 * @param verdict whether absence was judged; its reason may be ours instead of the connector's
 */
export function snapshotSummary(
  raw: RawListing,
  { rows, rejected }: SnapshotCompleted,
  snapshot: OpenSnapshot | undefined,
  { complete, reason }: SnapshotEnd,
  partition: number,
): ListingSnapshot {
  const { site, delivery, snapshotId, sequence, observedAt, publishedAt: appliedAt } = raw;
  const identity = { site, delivery, snapshotId, sequence, partition, observedAt, appliedAt };
  return { ...identity, ...(snapshot?.counts ?? noCounts()), rows, rejected, complete, reason };
}

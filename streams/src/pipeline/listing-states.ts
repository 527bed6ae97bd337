/** The normaliser's memory of the listings of one partition, as kept in `listings.state`. */
import type { Codec } from '@auction/avro/codec';
import type { Listing, ListingPast, ListingStateEntry } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { ListingEntry } from '../domain/listing-sighting.ts';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { keptBytes, keptText } from './kept-bytes.ts';

/** A state entry in memory; its listing stays encoded. */
export interface KnownListing extends ListingEntry {
  readonly snapshotId: string;
  readonly vehicleId: string;
  /** Value of the last record on `listings`, see `keptText`; empty when `past` is filled. */
  readonly listing: string;
  /** The archive has it. */
  readonly past: ListingPast | null;
}

const nothing = Buffer.alloc(0);

export class ListingStates {
  readonly #known = new Map<string, KnownListing>();
  readonly #stateCodec: Codec<'ListingState'>;
  readonly #listingCodec: Codec<'Listing'>;
  /** Values that repeat in every entry, kept once. */
  readonly #texts = new Map<string, string>();

  constructor(codecs: Codecs) {
    this.#stateCodec = codecs.of(topics.listingsState);
    this.#listingCodec = codecs.of(topics.listings);
  }

  get size(): number {
    return this.#known.size;
  }

  entries(): Iterable<readonly [string, KnownListing]> {
    return this.#known;
  }

  get(key: string): KnownListing | undefined {
    return this.#known.get(key);
  }

  /** @throws when the value cannot be read: the state is our own, so program and state disagree */
  restore(key: string, value: Buffer | null): void {
    if (value === null) {
      this.#known.delete(key);
      return;
    }
    const decoded = this.#stateCodec.decode(value);
    if (!decoded.ok) throw new Error(`state of ${key} cannot be read: ${decoded.reason}`);
    const { entry } = decoded.value;
    if (entry !== null) this.#keep(key, { ...entry, listing: keptText(entry.listing) });
  }

  /** Remembers a listing with its last published value, and writes both to the state topic. */
  put(key: string, entry: ListingStateEntry, output: Output): void {
    this.#keep(key, { ...entry, listing: keptText(entry.listing) });
    this.#write(key, entry, output);
  }

  /** Remembers that something about a listing moved, while what it says stays. */
  move(key: string, known: KnownListing, output: Output): void {
    this.#keep(key, known);
    this.#write(key, { ...known, listing: keptBytes(known.listing) }, output);
  }

  /** Lets a listing go that the archive has: what it said is forgotten, that it was is not. */
  purge(key: string, known: KnownListing, month: string, output: Output): void {
    const { observedAt } = this.listingOf(known);
    const past = { month, observedAt };
    this.move(key, { ...known, unconfirmed: false, listing: keptText(nothing), past }, output);
    output.send(topics.listings, key, null);
  }

  #write(key: string, entry: ListingStateEntry, output: Output): void {
    const value = this.#stateCodec.encode({ position: null, entry });
    output.send(topics.listingsState, key, value);
  }

  #keep(key: string, known: KnownListing): void {
    const delivery = this.#once(known.delivery);
    this.#known.set(key, { ...known, delivery, snapshotId: this.#once(known.snapshotId) });
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** The last Listing written; undefined when the archive has it. @throws as `listingOf` */
  standing(known: KnownListing | undefined): Listing | undefined {
    return known === undefined || known.past !== null ? undefined : this.listingOf(known);
  }

  /** The last Listing written. @throws when it cannot be read, as `restore` */
  listingOf(known: KnownListing): Listing {
    const decoded = this.#listingCodec.decode(keptBytes(known.listing));
    if (!decoded.ok) throw new Error(`a listing in the state cannot be read: ${decoded.reason}`);
    return decoded.value;
  }

  encode(listing: Listing): Buffer {
    return this.#listingCodec.encode(listing);
  }
}

/** The normaliser's memory of the listings of one partition, as kept in `listings.state`. */
import type { Codec } from '@auction/avro/codec';
import type { Listing, ListingStateEntry } from '@auction/avro/records';
import { topics } from '@auction/avro/topics';
import type { Output } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';

export class ListingStates {
  readonly #entries = new Map<string, ListingStateEntry>();
  readonly #stateCodec: Codec<'ListingState'>;
  readonly #listingCodec: Codec<'Listing'>;
  /** Values that repeat in every entry, kept once. */
  readonly #texts = new Map<string, string>();

  constructor(codecs: Codecs) {
    this.#stateCodec = codecs.of(topics.listingsState);
    this.#listingCodec = codecs.of(topics.listings);
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): Iterable<readonly [string, ListingStateEntry]> {
    return this.#entries;
  }

  get(key: string): ListingStateEntry | undefined {
    return this.#entries.get(key);
  }

  /** @throws when the value cannot be read: the state is our own, so program and state disagree */
  restore(key: string, value: Buffer | null): void {
    if (value === null) {
      this.#entries.delete(key);
      return;
    }
    const decoded = this.#stateCodec.decode(value);
    if (!decoded.ok) throw new Error(`state of ${key} cannot be read: ${decoded.reason}`);
    if (decoded.value.entry !== null) this.#keep(key, decoded.value.entry);
  }

  put(key: string, entry: ListingStateEntry, output: Output): void {
    this.#keep(key, entry);
    const value = this.#stateCodec.encode({ position: null, entry });
    output.send(topics.listingsState, key, value);
  }

  #keep(key: string, entry: ListingStateEntry): void {
    this.#entries.set(key, {
      ...entry,
      delivery: this.#once(entry.delivery),
      snapshotId: this.#once(entry.snapshotId),
    });
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** The last Listing written. @throws when it cannot be read, as `restore` */
  listingOf(entry: ListingStateEntry): Listing {
    const decoded = this.#listingCodec.decode(entry.listing);
    if (!decoded.ok) throw new Error(`a listing in the state cannot be read: ${decoded.reason}`);
    return decoded.value;
  }

  encode(listing: Listing): Buffer {
    return this.#listingCodec.encode(listing);
  }
}

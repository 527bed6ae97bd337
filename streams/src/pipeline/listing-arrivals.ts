/** What a raw listing does to what we know: nothing, a moved entry, or a new version. */
import type { Listing, RawListing } from '@auction/avro/records';
import { changedFields } from '../domain/listing.ts';
import type { ListingContent } from '../domain/listing.ts';
import { betraysOldFile, confirms, isLate, sameAgain } from '../domain/listing-sighting.ts';
import { mayBeUnconfirmedFall } from '../domain/observed-price.ts';
import { noCounts } from '../domain/snapshot.ts';
import type { OpenSnapshot, OpenSnapshots, SnapshotCounts } from '../domain/snapshot.ts';
import type { LogRecord } from '../runtime/log.ts';
import type { Output } from '../runtime/processor.ts';
import type { ListingPublisher } from './listing-publisher.ts';
import type { KnownListing, ListingStates } from './listing-states.ts';
import { meaningOf } from './raw-meaning.ts';
import type { RawMeaning } from './raw-meaning.ts';

/**
 * Whether a record stands under the key `<site>/<siteListingId>` of the listing it speaks of. Compared
 * in place: the key that was read is used everywhere, none is put together.
 */
export function standsUnderItsKey({ site, siteListingId }: RawListing, key: string): boolean {
  return (
    siteListingId !== null &&
    key.length === site.length + 1 + siteListingId.length &&
    key.startsWith(site) &&
    key.charAt(site.length) === '/' &&
    key.endsWith(siteListingId)
  );
}

interface Arrival {
  readonly raw: RawListing;
  readonly cells: readonly string[];
  readonly key: string;
  readonly siteListingId: string;
  readonly hash: string;
  readonly meaning: RawMeaning;
  /** Counts of the snapshot it belongs to; counts nobody reads when that is not open. */
  readonly counts: SnapshotCounts;
  readonly snapshot: OpenSnapshot | undefined;
}

/** The entry after a sighting that publishes nothing. */
const movedBy = (raw: RawListing, entry: KnownListing): KnownListing => ({
  ...entry,
  delivery: raw.delivery,
  sequence: Math.max(entry.sequence, raw.sequence),
  snapshotId: raw.snapshotId,
  absenceCount: 0,
});

type Bids = Pick<ListingContent, 'currentBidMinor' | 'bidCount'>;

/**
 * Whether the price may have fallen in a way that a lot believes only when it is seen again.
 * @param isBack it was gone: what the lot kept of it is not looked up
 */
function mayFall(before: Listing, now: ListingContent, isBack: boolean): boolean {
  if (isBack) return now.currentBidMinor !== null && now.bidCount !== null;
  const priceIn = ({ currentBidMinor: priceMinor, bidCount }: Bids) => {
    return { priceMinor, bidCount };
  };
  return before.currency === now.currency && mayBeUnconfirmedFall(priceIn(before), priceIn(now));
}

export class ListingArrivals {
  readonly #states: ListingStates;
  readonly #publisher: ListingPublisher;
  /** Versions whose printed zone contradicts the place. */
  zoneDisagreementCount = 0;

  constructor(states: ListingStates, publisher: ListingPublisher) {
    this.#states = states;
    this.#publisher = publisher;
  }

  /**
   * Takes a raw record of kind LISTING.
   * @param snapshot the one it belongs to, when that is open
   * @returns why it must be set aside, as `CODE: text`; undefined when it was taken
   */
  take(
    raw: RawListing,
    record: LogRecord,
    snapshot: OpenSnapshot | undefined,
    snapshots: OpenSnapshots,
    output: Output,
  ): string | undefined {
    const { listing: body, siteListingId } = raw;
    if (body === null || siteListingId === null) return 'NO_BODY: a LISTING without body or id';
    const { key } = record;
    if (!standsUnderItsKey(raw, key)) {
      return `WRONG_KEY: the record says ${raw.site}/${siteListingId}`;
    }
    const meaning = meaningOf(body.layout);
    if (meaning === undefined) return `UNKNOWN_LAYOUT: ${body.layout}`;
    const { cells } = body;
    const hash = meaning.contentHash(cells);
    const counts = snapshot?.counts ?? noCounts();
    const arrival = { raw, cells, key, siteListingId, hash, meaning, counts, snapshot };
    const entry = this.#states.get(key);
    if (entry === undefined || entry.gone || entry.hash !== hash) {
      return this.#stated(arrival, entry, output);
    }
    this.#seenAgain(arrival, entry, snapshots, output);
    return undefined;
  }

  /** A damaged row of a known listing is no absence, nor does it stand between two as nothing. */
  damaged(key: string, output: Output): void {
    const entry = this.#states.get(key);
    if (entry === undefined || entry.absenceCount === 0) return;
    this.#states.move(key, { ...entry, absenceCount: 0 }, output);
  }

  #seenAgain(
    { raw, key, hash, counts }: Arrival,
    entry: KnownListing,
    snapshots: OpenSnapshots,
    output: Output,
  ): void {
    const meaning = sameAgain(entry, raw, snapshots.isContested(raw.site, raw.sequence));
    counts[meaning === 'LATE' ? 'late' : 'unchanged'] += 1;
    if (confirms(entry, raw)) this.#publisher.again({ raw, key, hash, entry }, output);
    else if (meaning === 'MOVED') this.#states.move(key, movedBy(raw, entry), output);
  }

  #stated(arrival: Arrival, entry: KnownListing | undefined, output: Output): string | undefined {
    const { raw, cells, counts, snapshot, siteListingId, hash } = arrival;
    const parsed = arrival.meaning.parse(cells, siteListingId);
    if (!parsed.ok) {
      if (parsed.code !== 'NOT_A_VEHICLE') return `${parsed.code}: ${parsed.text}`;
      counts.notVehicles += 1;
      return undefined;
    }
    const before = this.#states.standing(entry);
    const lastAt = before?.observedAt ?? entry?.past?.observedAt ?? null;
    const goneAt = entry?.gone === true ? lastAt : null;
    const { sequence, observedAt, delivery } = raw;
    const { sourceUpdatedAt } = parsed.value;
    const statement = { sourceUpdatedAt, sequence, hash, observedAt };
    if (entry !== undefined && isLate(entry, goneAt, statement)) {
      counts.late += 1;
      const isOld = betraysOldFile(entry, statement, delivery);
      if (isOld && snapshot !== undefined) snapshot.oldRowCount += 1;
    } else {
      this.#newer(arrival, parsed.value, before, entry, output);
    }
    return undefined;
  }

  #newer(
    { raw, key, hash, counts }: Arrival,
    content: ListingContent,
    before: Listing | undefined,
    entry: KnownListing | undefined,
    output: Output,
  ): void {
    const past = entry?.past ?? null;
    const isBack = entry?.gone === true || past !== null;
    const changes = before === undefined ? [] : changedFields(before, content);
    if (entry !== undefined && changes.length === 0 && !isBack) {
      // The cells differ and their meaning does not: padding, case, a repeated fact.
      counts.unchanged += 1;
      if (confirms(entry, raw)) this.#publisher.again({ raw, key, hash, entry }, output);
      else this.#states.move(key, { ...movedBy(raw, entry), hash }, output);
      return;
    }
    counts.changed += 1;
    if (entry === undefined || isBack) counts.appeared += 1;
    if (content.timeZoneAgrees === false) this.zoneDisagreementCount += 1;
    const named = isBack ? ['presence', ...changes] : changes;
    const pastMonth = past?.month ?? before?.pastMonth ?? null;
    const unconfirmed = before !== undefined && mayFall(before, content, isBack);
    const listed = { raw, key, hash, content, changes: named, unconfirmed, entry, pastMonth };
    this.#publisher.listed(listed, output);
  }
}

import type { Codec } from '@auction/avro/codec';
import type { Listing, ListingStateEntry, RawBody, RawListing } from '@auction/avro/records';
import { rawTopic, sites, topics } from '@auction/avro/topics';
import { changedFields } from '../domain/listing.ts';
import type { ListingContent } from '../domain/listing.ts';
import { betraysOldFile, isLate, sameAgain } from '../domain/listing-sighting.ts';
import { OpenSnapshots, absences, openSnapshot } from '../domain/snapshot.ts';
import type { OpenSnapshot } from '../domain/snapshot.ts';
import type { Headers, LogRecord } from '../runtime/log.ts';
import type { Output, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { ListingPublisher } from './listing-publisher.ts';
import { ListingStates } from './listing-states.ts';
import { meaningOf } from './raw-meaning.ts';
import type { RawMeaning } from './raw-meaning.ts';
import { memoOf, snapshotsOf } from './snapshot-memo.ts';

const listingKey = (raw: RawListing): string | undefined =>
  raw.siteListingId === null ? undefined : `${raw.site}/${raw.siteListingId}`;

/** Where a dead letter comes from, for people who look into the feed. */
function deadHeaders(raw: RawListing): Headers {
  const row = raw.listing?.row ?? raw.unreadable?.row;
  return {
    'x-site': raw.site,
    'x-snapshot-id': raw.snapshotId,
    'x-delivery': raw.delivery,
    ...(row === undefined ? {} : { 'x-row': String(row) }),
  };
}

/** A raw listing on its way through the normaliser. */
interface Arrival {
  readonly raw: RawListing;
  readonly body: RawBody;
  readonly key: string;
  readonly siteListingId: string;
  readonly hash: string;
  readonly meaning: RawMeaning;
  readonly snapshot: OpenSnapshot | undefined;
}

export class NormaliseTask implements Task {
  readonly #raw: ReadonlyMap<string, Codec<'RawListing'>>;
  readonly #snapshotCodec: Codec<'ListingSnapshot'>;
  readonly #partition: number;
  readonly #states: ListingStates;
  readonly #publisher: ListingPublisher;
  #snapshots = new OpenSnapshots();
  readonly #totals = { changed: 0, unchanged: 0, late: 0, dead: 0, gone: 0, zoneDisagreements: 0 };

  constructor(codecs: Codecs, partition: number) {
    this.#raw = new Map(
      sites.map(({ site }) => [rawTopic(site).name, codecs.of(rawTopic(site))] as const),
    );
    this.#snapshotCodec = codecs.of(topics.listingsSnapshots);
    this.#partition = partition;
    this.#states = new ListingStates(codecs);
    this.#publisher = new ListingPublisher(codecs, this.#states);
  }

  restore(key: string, value: Buffer | null): void {
    this.#states.restore(key, value);
  }

  resume(memo: string | null): Readonly<Record<string, number>> {
    this.#snapshots = snapshotsOf(memo);
    const from: Record<string, number> = {};
    for (const { topic, startOffset } of this.#snapshots.open()) {
      from[topic] = Math.min(startOffset, from[topic] ?? startOffset);
    }
    return from;
  }

  /** Only the sets of seen listings live in memory alone; everything else is in the state. */
  replay(record: LogRecord): void {
    const raw = this.#decoded(record);
    if (typeof raw === 'string') return;
    const snapshot = this.#snapshots.find(raw.site, raw.delivery, raw.snapshotId);
    if (snapshot === undefined) return;
    if (raw.kind === 'SNAPSHOT_STARTED') snapshot.whole = true;
    const key = listingKey(raw);
    if (key !== undefined && key === record.key) snapshot.seen.add(key);
  }

  memo(): string {
    return memoOf(this.#snapshots);
  }

  stats(): Readonly<Record<string, number>> {
    return {
      listings: this.#states.size,
      openSnapshots: this.#snapshots.open().length,
      ...this.#totals,
    };
  }

  /** @returns why the record cannot be decoded, as text */
  #decoded(record: LogRecord): RawListing | string {
    const decoded = this.#raw.get(record.topic)?.decode(record.value);
    if (decoded === undefined) return `UNKNOWN_TOPIC: ${record.topic}`;
    return decoded.ok ? decoded.value : `${decoded.reason}: ${decoded.detail}`;
  }

  process(record: LogRecord, output: Output): void {
    const raw = this.#decoded(record);
    if (typeof raw === 'string') {
      this.#setAside(record, raw, undefined, undefined, output);
      return;
    }
    const snapshot = this.#snapshots.find(raw.site, raw.delivery, raw.snapshotId);
    if (snapshot !== undefined) {
      snapshot.touchedAt = Math.max(snapshot.touchedAt, raw.publishedAt);
    }
    switch (raw.kind) {
      case 'SNAPSHOT_STARTED':
        this.#begin(raw, record);
        return;
      case 'SNAPSHOT_COMPLETED':
        this.#end(raw, snapshot, record, output);
        return;
      case 'LISTING':
        this.#listing(raw, snapshot, record, output);
        return;
      case 'UNREADABLE':
        this.#seen(raw, snapshot, record);
        this.#setAside(record, raw.unreadable?.reason ?? noBody(raw), raw, snapshot, output);
        return;
      case 'UNKNOWN':
        this.#setAside(record, 'UNKNOWN_KIND: written by a newer program', raw, snapshot, output);
    }
  }

  #setAside(
    record: LogRecord,
    reason: string,
    raw: RawListing | undefined,
    snapshot: OpenSnapshot | undefined,
    output: Output,
  ): void {
    this.#totals.dead += 1;
    if (snapshot !== undefined) snapshot.counts.dead += 1;
    output.dead(record, reason, raw === undefined ? {} : deadHeaders(raw));
  }

  /** Damaged is not absent: an id that can be read counts as seen, whatever the rest says. */
  #seen(raw: RawListing, snapshot: OpenSnapshot | undefined, record: LogRecord): void {
    const key = listingKey(raw);
    if (key !== undefined && key === record.key) snapshot?.seen.add(key);
  }

  #begin(raw: RawListing, record: LogRecord): void {
    const { site, delivery, snapshotId, sequence, observedAt, publishedAt } = raw;
    const start = { site, delivery, snapshotId, sequence, observedAt, startedAt: publishedAt };
    const from = { topic: record.topic, startOffset: record.offset };
    this.#snapshots.begin(openSnapshot({ ...start, ...from }));
  }

  #listing(
    raw: RawListing,
    snapshot: OpenSnapshot | undefined,
    record: LogRecord,
    output: Output,
  ): void {
    const { listing: body, siteListingId } = raw;
    if (snapshot !== undefined) snapshot.counts.listings += 1;
    this.#seen(raw, snapshot, record);
    const key = listingKey(raw);
    const meaning = body === null ? undefined : meaningOf(body.layout);
    if (body === null || siteListingId === null || key === undefined) {
      this.#setAside(record, noBody(raw), raw, snapshot, output);
    } else if (key !== record.key) {
      this.#setAside(record, `WRONG_KEY: the record says ${key}`, raw, snapshot, output);
    } else if (meaning === undefined) {
      this.#setAside(record, `UNKNOWN_LAYOUT: ${body.layout}`, raw, snapshot, output);
    } else {
      const hash = meaning.contentHash(body.cells);
      const arrival = { raw, body, key, siteListingId, hash, meaning, snapshot };
      const entry = this.#states.get(key);
      const isSame = entry?.hash === hash && !entry.gone;
      if (isSame) this.#sameAgain(arrival, entry, output);
      else this.#stated(arrival, entry, record, output);
    }
  }

  #sameAgain(arrival: Arrival, entry: ListingStateEntry, output: Output): void {
    const { raw, key, snapshot } = arrival;
    const contested = this.#snapshots.isContested(raw.site, raw.sequence);
    const meaning = sameAgain(entry, raw, contested);
    this.#count(snapshot, meaning === 'LATE' ? 'late' : 'unchanged');
    if (meaning === 'MOVED') this.#states.put(key, movedBy(raw, entry), output);
  }

  #stated(
    arrival: Arrival,
    entry: ListingStateEntry | undefined,
    record: LogRecord,
    output: Output,
  ): void {
    const { raw, body, snapshot, siteListingId, hash, meaning } = arrival;
    const parsed = meaning.parse(body.cells, siteListingId);
    if (!parsed.ok) {
      this.#setAside(record, `${parsed.code}: ${parsed.text}`, raw, snapshot, output);
      return;
    }
    const content = parsed.value;
    const before = entry === undefined ? undefined : this.#states.listingOf(entry);
    const goneAt = entry?.gone === true ? (before?.observedAt ?? null) : null;
    const { sequence, observedAt, delivery } = raw;
    const statement = { sourceUpdatedAt: content.sourceUpdatedAt, sequence, hash, observedAt };
    if (entry !== undefined && isLate(entry, goneAt, statement)) {
      this.#count(snapshot, 'late');
      if (snapshot !== undefined && betraysOldFile(entry, statement, delivery)) {
        snapshot.oldRowCount += 1;
      }
      return;
    }
    this.#publish(arrival, content, before, entry, output);
  }

  #publish(
    arrival: Arrival,
    content: ListingContent,
    before: Listing | undefined,
    entry: ListingStateEntry | undefined,
    output: Output,
  ): void {
    const { raw, key, hash, snapshot } = arrival;
    const isBack = entry?.gone === true;
    const changes = before === undefined ? [] : changedFields(before, content);
    if (entry !== undefined && changes.length === 0 && !isBack) {
      // The cells differ and their meaning does not: padding, case, a repeated fact.
      this.#count(snapshot, 'unchanged');
      this.#states.put(key, { ...movedBy(raw, entry), hash }, output);
      return;
    }
    this.#count(snapshot, 'changed');
    if (content.timeZoneAgrees === false) this.#totals.zoneDisagreements += 1;
    if (snapshot !== undefined && (entry === undefined || isBack)) snapshot.counts.appeared += 1;
    const named = isBack ? ['presence', ...changes] : changes;
    this.#publisher.listed({ raw, key, hash, content, changes: named, entry }, output);
  }

  #count(snapshot: OpenSnapshot | undefined, what: 'changed' | 'unchanged' | 'late'): void {
    this.#totals[what] += 1;
    if (snapshot !== undefined) snapshot.counts[what] += 1;
  }

  #end(
    raw: RawListing,
    snapshot: OpenSnapshot | undefined,
    record: LogRecord,
    output: Output,
  ): void {
    const { site, delivery, snapshotId, completed } = raw;
    if (completed === null) {
      this.#setAside(record, noBody(raw), raw, snapshot, output);
      return;
    }
    const verdict = this.#snapshots.end(site, delivery, snapshotId, completed);
    if (snapshot !== undefined && verdict.complete) this.#closeAbsent(raw, snapshot, output);
    const summary = this.#publisher.snapshot(raw, completed, snapshot, verdict, this.#partition);
    const key = `${site}/${snapshotId}/${this.#partition}`;
    output.send(topics.listingsSnapshots, key, this.#snapshotCodec.encode(summary));
  }

  #closeAbsent(raw: RawListing, snapshot: OpenSnapshot, output: Output): void {
    for (const { key, absenceCount, gone } of absences(this.#states.entries(), snapshot)) {
      const entry = this.#states.get(key);
      if (entry === undefined) continue;
      if (gone) {
        this.#totals.gone += 1;
        snapshot.counts.gone += 1;
        this.#publisher.gone({ raw, key, entry: { ...entry, absenceCount } }, output);
      } else {
        this.#states.put(key, { ...entry, absenceCount }, output);
      }
    }
  }
}

const noBody = (raw: RawListing): string => `NO_BODY: a ${raw.kind} record without its body`;

/** The entry after a sighting that publishes nothing. */
const movedBy = (raw: RawListing, entry: ListingStateEntry): ListingStateEntry => ({
  ...entry,
  delivery: raw.delivery,
  sequence: Math.max(entry.sequence, raw.sequence),
  snapshotId: raw.snapshotId,
  absenceCount: 0,
});

/**
 * listings.raw.<site>, listings.commands -> listings, vehicles.commands, lots.commands,
 * listings.snapshots and dead letters. Passes on only what changed; closes by absence only after a
 * complete snapshot; lets listings go when the archive has their lots.
 */
import type { Codec } from '@auction/avro/codec';
import type { RawListing, SnapshotCompleted } from '@auction/avro/records';
import { rawTopic, sites, topics } from '@auction/avro/topics';
import { listingLeaves } from '../domain/purge.ts';
import { OpenSnapshots, absences, openSnapshot } from '../domain/snapshot.ts';
import type { OpenSnapshot } from '../domain/snapshot.ts';
import type { Headers, LogRecord } from '../runtime/log.ts';
import type { Output, Processor, Task } from '../runtime/processor.ts';
import type { Codecs } from '../runtime/registry.ts';
import { ListingArrivals, standsUnderItsKey } from './listing-arrivals.ts';
import { ListingPublisher, snapshotSummary } from './listing-publisher.ts';
import { ListingStates } from './listing-states.ts';
import { positionsIn } from './positions.ts';
import { memoOf, snapshotsOf } from './snapshot-memo.ts';

export function normaliseListings(codecs: Codecs): Processor {
  return {
    name: 'normalise-listings',
    inputs: [...sites.map(({ site }) => rawTopic(site)), topics.listingsCommands],
    state: topics.listingsState,
    outputs: [topics.listings, topics.listingsSnapshots, topics.vehiclesCommands],
    plainOutputs: [topics.lotsCommands],
    stateVersion: 1,
    ...positionsIn(codecs.of(topics.listingsState)),
    createTask: (partition) => new NormaliseTask(codecs, partition),
  };
}

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

class NormaliseTask implements Task {
  readonly #rawCodecs: ReadonlyMap<string, Codec<'RawListing'>>;
  readonly #snapshotCodec: Codec<'ListingSnapshot'>;
  readonly #commandCodec: Codec<'ListingCommand'>;
  readonly #partition: number;
  readonly #states: ListingStates;
  readonly #publisher: ListingPublisher;
  readonly #arrivals: ListingArrivals;
  #snapshots = new OpenSnapshots();

  constructor(codecs: Codecs, partition: number) {
    const raw = sites.map(({ site }) => rawTopic(site));
    this.#rawCodecs = new Map(raw.map((topic) => [topic.name, codecs.of(topic)]));
    this.#snapshotCodec = codecs.of(topics.listingsSnapshots);
    this.#commandCodec = codecs.of(topics.listingsCommands);
    this.#partition = partition;
    this.#states = new ListingStates(codecs);
    this.#publisher = new ListingPublisher(codecs, this.#states);
    this.#arrivals = new ListingArrivals(this.#states, this.#publisher);
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
    if (typeof raw === 'string') return; // set aside when it was processed
    const snapshot = this.#snapshotOf(raw);
    if (snapshot === undefined) return;
    if (raw.kind === 'SNAPSHOT_STARTED') snapshot.whole = true;
    this.#see(raw, snapshot, record);
  }

  memo(): string {
    return memoOf(this.#snapshots);
  }

  stats(): Readonly<Record<string, number>> {
    return {
      listings: this.#states.size,
      openSnapshots: this.#snapshots.open().length,
      zoneDisagreements: this.#arrivals.zoneDisagreementCount,
    };
  }

  /** @returns as text why the record cannot be decoded */
  #decoded(record: LogRecord): RawListing | string {
    const decoded = this.#rawCodecs.get(record.topic)?.decode(record.value);
    if (decoded === undefined) return `UNKNOWN_TOPIC: ${record.topic}`;
    return decoded.ok ? decoded.value : `${decoded.reason}: ${decoded.detail}`;
  }

  #snapshotOf(raw: RawListing): OpenSnapshot | undefined {
    return this.#snapshots.find(raw.site, raw.delivery, raw.snapshotId);
  }

  /** Damaged is not absent: an id that can be read counts as seen, whatever the rest says. */
  #see(raw: RawListing, snapshot: OpenSnapshot, record: LogRecord): void {
    snapshot.touchedAt = Math.max(snapshot.touchedAt, raw.publishedAt);
    if (standsUnderItsKey(raw, record.key)) snapshot.seen.add(record.key);
  }

  process(record: LogRecord, output: Output): void {
    if (record.topic === topics.listingsCommands.name) {
      const fault = this.#obey(record, output);
      if (fault !== undefined) output.dead(record, fault);
      return;
    }
    const raw = this.#decoded(record);
    if (typeof raw === 'string') {
      output.dead(record, raw);
      return;
    }
    const snapshot = this.#snapshotOf(raw);
    if (snapshot !== undefined) this.#see(raw, snapshot, record);
    const reason = this.#take(raw, snapshot, record, output);
    if (reason === undefined) return;
    if (standsUnderItsKey(raw, record.key)) this.#arrivals.damaged(record.key, output);
    if (snapshot !== undefined) snapshot.counts.dead += 1;
    output.dead(record, reason, deadHeaders(raw));
  }

  /** @returns why the command must be set aside */
  #obey({ key, value }: LogRecord, output: Output): string | undefined {
    const decoded = this.#commandCodec.decode(value);
    if (!decoded.ok) return `${decoded.reason}: ${decoded.detail}`;
    const { site, siteListingId, purgeListing } = decoded.value;
    if (key !== `${site}/${siteListingId}`) {
      return `WRONG_KEY: the command says ${site}/${siteListingId}`;
    }
    if (purgeListing === null) return 'UNKNOWN_KIND: written by a newer program';
    const entry = this.#states.get(key);
    if (entry === undefined) return undefined;
    const listing = { version: entry.version, isAway: entry.past !== null };
    if (listingLeaves(listing, purgeListing)) {
      this.#states.purge(key, entry, purgeListing.month, output);
    }
    return undefined;
  }

  /** @returns why the record must be set aside, as `CODE: text`; undefined when it was taken */
  #take(
    raw: RawListing,
    snapshot: OpenSnapshot | undefined,
    record: LogRecord,
    output: Output,
  ): string | undefined {
    switch (raw.kind) {
      case 'LISTING':
        if (snapshot !== undefined) snapshot.counts.listings += 1;
        return this.#arrivals.take(raw, record, snapshot, this.#snapshots, output);
      case 'UNREADABLE':
        return raw.unreadable?.reason ?? 'NO_BODY: an UNREADABLE without its body';
      case 'SNAPSHOT_STARTED':
        this.#begin(raw, record);
        return undefined;
      case 'SNAPSHOT_COMPLETED':
        if (raw.completed === null) return 'NO_BODY: a SNAPSHOT_COMPLETED without its body';
        this.#end(raw, raw.completed, snapshot, output);
        return undefined;
      case 'UNKNOWN':
        return 'UNKNOWN_KIND: written by a newer program';
    }
  }

  #begin(raw: RawListing, { topic, offset }: LogRecord): void {
    const { site, delivery, snapshotId, sequence, observedAt, publishedAt } = raw;
    const start = { site, delivery, snapshotId, sequence, observedAt, startedAt: publishedAt };
    this.#snapshots.begin(openSnapshot({ ...start, topic, startOffset: offset }));
  }

  #end(
    raw: RawListing,
    completed: SnapshotCompleted,
    snapshot: OpenSnapshot | undefined,
    output: Output,
  ): void {
    const { site, delivery, snapshotId } = raw;
    const verdict = this.#snapshots.end(site, delivery, snapshotId, completed);
    if (snapshot !== undefined && verdict.complete) this.#closeAbsent(raw, snapshot, output);
    const summary = snapshotSummary(raw, completed, snapshot, verdict, this.#partition);
    const key = `${site}/${snapshotId}/${this.#partition}`;
    output.send(topics.listingsSnapshots, key, this.#snapshotCodec.encode(summary));
  }

  #closeAbsent(raw: RawListing, snapshot: OpenSnapshot, output: Output): void {
    for (const { key, absenceCount, gone } of absences(this.#states.entries(), snapshot)) {
      const entry = this.#states.get(key);
      if (entry === undefined) continue;
      if (gone && entry.past !== null) {
        const past = { ...entry.past, observedAt: raw.observedAt };
        this.#states.move(key, { ...entry, absenceCount, gone, past }, output);
      } else if (gone) {
        snapshot.counts.gone += 1;
        this.#publisher.gone({ raw, key, entry: { ...entry, absenceCount } }, output);
      } else {
        this.#states.move(key, { ...entry, absenceCount }, output);
      }
    }
  }
}

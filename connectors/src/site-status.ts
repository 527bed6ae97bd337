import { sites, topics } from '@auction/avro/topics';
import type { Site } from '@auction/avro/topics';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { healthFrom, siteStatus } from './feed-health.ts';
import type { FeedHealth } from './feed-health.ts';
import { lastRecord } from './last-record.ts';

const names = new Map<string, string>(sites.map(({ site, name }) => [site, name]));

export interface SiteStatusOptions {
  readonly site: Site;
  readonly producer: Producer;
  readonly codecs: Codecs;
  readonly pollIntervalMs: number;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The health of one feed, and its record on `sites`. */
export class SiteStatusRecord {
  readonly #options: SiteStatusOptions;
  #health: FeedHealth;

  private constructor(options: SiteStatusOptions, health: FeedHealth) {
    this.#options = options;
    this.#health = health;
  }

  /** Goes on from what the last run had published. */
  static async open(log: Log, options: SiteStatusOptions): Promise<SiteStatusRecord> {
    const before = await lastRecord(log, options.codecs, topics.sites, options.site);
    return new SiteStatusRecord(options, healthFrom(before));
  }

  get health(): FeedHealth {
    return this.#health;
  }

  /** Notes a change; nothing is published. */
  note(change: Partial<FeedHealth>): void {
    this.#health = { ...this.#health, ...change };
  }

  /** Resolves when the status is written by all replicas. */
  async publish(): Promise<void> {
    const { site, producer, codecs, pollIntervalMs, now } = this.#options;
    const frame = { site, name: names.get(site) ?? site, pollIntervalMs, now: now() };
    const value = codecs.of(topics.sites).encode(siteStatus(this.#health, frame));
    await producer.send([{ topic: topics.sites.name, key: site, value }]);
    await producer.flush();
  }
}

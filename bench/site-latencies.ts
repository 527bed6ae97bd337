/** From a connector's publishing to the first frame that shows it, by site. */
import { topics } from '@auction/avro/topics';
import type { Following, Log } from '@auction/streams/runtime/log';
import type { Codecs } from '@auction/streams/runtime/registry';
import { Latencies } from './latencies.ts';
import type { ShownRow } from './live-watcher.ts';

interface Change {
  readonly version: number;
  readonly site: string;
  /** Epoch ms. */
  readonly publishedAt: number;
}

interface Frame {
  readonly version: number;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * A version of a lot stands on `lots` and in a frame; which of the two reaches us first is chance, so each
 * waits for the other. A frame shows its version and every one before it.
 */
export class SiteLatencies {
  readonly #codecs: Codecs;
  readonly #changes = new Map<string, Change[]>();
  readonly #frames = new Map<string, Frame>();
  #bySite = new Map<string, Latencies>();
  /** Changes published before are none of this measurement's. Epoch ms. */
  #begunAt = Infinity;

  constructor(codecs: Codecs) {
    this.#codecs = codecs;
  }

  /** Reads `lots` from its present end. */
  async follow(log: Log): Promise<Following> {
    const codec = this.#codecs.of(topics.lots);
    const ends = await log.ends(topics.lots.name);
    const following = log.follow({
      topics: [topics.lots],
      from: (_, partition) => ends[partition],
      onBatch: async ({ topic, records }) => {
        await this.#codecs.learnFrom(topic, records);
        for (const { key, value } of records) {
          const lot = value === null ? undefined : codec.decode(value);
          if (!lot?.ok) continue;
          const { version, site, publishedAt } = lot.value;
          // 0: a timer caused it, no site.
          if (publishedAt > 0) this.#changed(key, { version, site, publishedAt });
        }
      },
    });
    await following.caughtUp;
    return following;
  }

  /** Starts counting anew. */
  begin(): void {
    this.#bySite = new Map();
    this.#changes.clear();
    this.#frames.clear();
    this.#begunAt = Date.now();
  }

  shown({ lotId, version }: ShownRow): void {
    const frame = { version, at: Date.now() };
    this.#frames.set(lotId, frame);
    const waiting = this.#changes.get(lotId) ?? [];
    for (const change of waiting) if (change.version <= version) this.#count(change, frame);
    const left = waiting.filter((change) => change.version > version);
    if (left.length === 0) this.#changes.delete(lotId);
    else this.#changes.set(lotId, left);
  }

  /** Changes of each site so far and their p99, ms; one that was never shown counts with its age. */
  figures(): Map<string, { count: number; p99: number }> {
    const now = Date.now();
    for (const changes of this.#changes.values()) {
      for (const change of changes) this.#count(change, { version: change.version, at: now });
    }
    this.#changes.clear();
    return new Map(
      [...this.#bySite]
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([site, one]) => [site, { count: one.count, p99: one.percentile(0.99) }]),
    );
  }

  #changed(lotId: string, change: Change): void {
    const frame = this.#frames.get(lotId);
    if (frame && frame.version >= change.version) {
      this.#count(change, frame);
      return;
    }
    const waiting = this.#changes.get(lotId);
    if (waiting === undefined) this.#changes.set(lotId, [change]);
    else waiting.push(change);
  }

  #count({ site, publishedAt }: Change, { at }: Frame): void {
    if (publishedAt < this.#begunAt) return;
    const latencies = this.#bySite.get(site) ?? new Latencies();
    latencies.add(Math.max(0, at - publishedAt));
    this.#bySite.set(site, latencies);
  }
}

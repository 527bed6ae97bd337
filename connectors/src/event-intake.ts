/**
 * Takes the events a site pushes: each is answered when what it is about was fetched back and stands on
 * the raw topic, not before. Events that come while others are at work wait and go as one snapshot.
 * What was never pushed, or could not be taken, comes by replay (feeds.md section 10).
 */
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { FeedError } from './connector.ts';
import type { EventSource, SiteEvent } from './events.ts';
import type { FeedWorker } from './feed-worker.ts';
import { SeenEvents } from './seen-events.ts';
import { Turn } from './turn.ts';

export interface EventIntakeOptions {
  readonly source: EventSource;
  readonly worker: Pick<FeedWorker, 'takeEvents' | 'eventMemory' | 'keepEventMemory' | 'health'>;
  readonly logger: Logger;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ends questions that are under way. */
  readonly signal: AbortSignal;
}

/** TAKEN also for events that are known, or that the site does not confirm: a caller learns nothing. */
export type Intake = 'TAKEN' | 'NO_EVENT' | 'BUSY' | 'PAUSED' | 'SITE_AWAY';

/** Events of one snapshot, and most that wait: beyond it the site tries again, or a replay brings them. */
const batchMax = 200;
const waitingMax = 2_000;
/** Some are told a minute late (feeds.md section 15). */
const lateMs = 120_000;

interface Waiting {
  readonly event: SiteEvent;
  readonly done: (outcome: Intake) => void;
}

export class EventIntake {
  readonly #options: EventIntakeOptions;
  readonly #seen: SeenEvents;
  readonly #turn = new Turn();
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(options: EventIntakeOptions) {
    this.#options = options;
    this.#seen = SeenEvents.from(options.worker.eventMemory, options.now());
  }

  /** Resolves when all events of the body are durable on the raw topic, or why not. */
  async take(body: Buffer): Promise<Intake> {
    const events = this.#options.source.parse(body);
    if (events === undefined) return 'NO_EVENT';
    if (this.#options.worker.health.pausedAt !== null) return 'PAUSED';
    if (this.#waiting.length + events.length > waitingMax) return 'BUSY';
    const outcomes = await Promise.all(events.map((event) => this.#queued(event)));
    return outcomes.find((outcome) => outcome !== 'TAKEN') ?? 'TAKEN';
  }

  /**
   * Takes what happened since the last replay and did not reach us.
   * @returns how many events were new
   * @throws FeedError when the site does not answer; what the log throws
   */
  async replay(): Promise<number> {
    const { source, now, signal } = this.#options;
    const startedAt = now();
    await source.subscribe(signal);
    const all = await source.missed(this.#seen.since, signal);
    const fresh = all.filter(({ id }) => !this.#seen.has(id));
    for (let from = 0; from < fresh.length; from += batchMax) {
      await this.#publish(fresh.slice(from, from + batchMax));
    }
    this.#seen.replayedUntil(startedAt - lateMs);
    await this.#options.worker.keepEventMemory(this.#seen.text());
    return fresh.length;
  }

  #queued(event: SiteEvent): Promise<Intake> {
    if (this.#seen.has(event.id)) return Promise.resolve('TAKEN');
    return new Promise((done) => {
      this.#waiting.push({ event, done });
      if (!this.#isRunning) void this.#run();
    });
  }

  /** Never throws. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, batchMax);
      const outcome = await this.#outcomeOf(batch.map(({ event }) => event));
      for (const { done } of batch) done(outcome);
    }
    this.#isRunning = false;
  }

  async #outcomeOf(events: readonly SiteEvent[]): Promise<Intake> {
    try {
      await this.#publish(events);
      await this.#options.worker.keepEventMemory(this.#seen.text());
      return 'TAKEN';
    } catch (error) {
      const isSite = error instanceof FeedError;
      this.#options.logger.warn('events were not taken', {
        count: events.length,
        ...(isSite ? { reason: `${error.code}: ${error.message}` } : errorFields(error)),
      });
      return 'SITE_AWAY';
    }
  }

  /** One at a time, so that an event that came twice is seen the second time. */
  #publish(events: readonly SiteEvent[]): Promise<void> {
    const { source, worker, logger, now, signal } = this.#options;
    return this.#turn.take(async () => {
      const fresh = new Map<string, SiteEvent>();
      for (const event of events) if (!this.#seen.has(event.id)) fresh.set(event.id, event);
      if (fresh.size === 0) return;
      const observedAt = now();
      const { records, forged } = await source.fetchBack([...fresh.values()], signal);
      if (records.length > 0) await worker.takeEvents(Buffer.concat(records), observedAt);
      if (forged.length > 0)
        logger.warn('events the site does not confirm', { count: forged.length });
      for (const id of fresh.keys()) this.#seen.add(id);
    });
  }
}

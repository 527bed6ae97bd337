/**
 * The events of the made-up Manheim: what happened between two looks at the market, and how each event
 * reaches the subscriber: twice, out of order, a minute late, never; and forged ones among them.
 */
import { Chance } from '@auction/streams/simulation/chance';
import type { MarketLot } from '@auction/streams/simulation/market';
import type { SiteMarket } from '../../simulator/site-market.ts';
import { idOf, sourcesOf } from './listing-record.ts';

export interface SentEvent {
  readonly id: string;
  readonly eventType: string;
  readonly resource: string;
  readonly body: { readonly vin: string; readonly href: string };
  readonly relatedResources: readonly string[];
  /** When it happened. */
  readonly created: string;
}

/** Shares of events (feeds.md section 15). */
const share = { twice: 0.03, disorder: 0.05, late: 0.01, never: 0.005, forged: 0.005 };
const disorderMs = 3_000;
const lateMs = 60_000;
const keptMs = 24 * 3_600_000;
const question = { never: 731, late: 732, disorder: 733, twice: 734, forged: 735, what: 736 };

interface Due {
  readonly at: number;
  readonly event: SentEvent;
}

export interface EventFeedOptions {
  readonly seed: number;
  readonly market: SiteMarket;
  readonly siteUrl: () => string;
}

export class EventFeed {
  readonly #options: EventFeedOptions;
  /** What was seen of each listing: a price, a date or its presence makes an event. */
  #before: Map<string, string> | undefined;
  #happened: { readonly at: number; readonly event: SentEvent }[] = [];
  #due: Due[] = [];
  #count = 0;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  /** Looks at the market. @returns what is pushed now, in the order of sending */
  advance(at: number): SentEvent[] {
    const now = new Map<string, string>();
    const lots = new Map<string, MarketLot>();
    for (const lot of this.#options.market.lotsAt(at)) {
      for (const source of sourcesOf(lot)) {
        const path = `${source}/${idOf(lot, source)}`;
        now.set(path, [lot.bidMinor, lot.bidCount, lot.saleAt, lot.run].join(' '));
        lots.set(path, lot);
      }
    }
    const before = this.#before ?? now;
    this.#before = now;
    for (const [path, state] of now) {
      const lot = lots.get(path);
      if (!lot || before.get(path) === state) continue;
      this.#happens(path, lot.vehicle.vin, before.has(path) ? 'UNIT.UPDATED' : 'UNIT.CREATED', at);
    }
    const due = this.#due.filter((one) => one.at <= at);
    this.#due = this.#due.filter((one) => one.at > at);
    return due.sort((one, other) => one.at - other.at).map(({ event }) => event);
  }

  /** Everything true that happened since an instant, also what was never pushed. */
  since(at: number): SentEvent[] {
    return this.#happened.filter((one) => one.at >= at).map(({ event }) => event);
  }

  #happens(path: string, vin: string, eventType: string, at: number): void {
    this.#count += 1;
    const chance = new Chance(this.#options.seed, 41, this.#count);
    const href = `${this.#options.siteUrl()}/listings/${path}`;
    const id = `evt-${this.#options.seed}-${this.#count}-${at}`;
    const created = new Date(at).toISOString();
    const event = {
      id,
      eventType,
      resource: href,
      body: { vin, href },
      relatedResources: [],
      created,
    };
    this.#happened = this.#happened.filter((one) => one.at > at - keptMs);
    this.#happened.push({ at, event });
    if (chance.happens(question.forged, share.forged)) {
      this.#due.push({ at, event: forgery(event, chance.happens(question.what, 0.5)) });
    }
    if (chance.happens(question.never, share.never)) return;
    const waits = chance.happens(question.late, share.late)
      ? lateMs
      : chance.happens(question.disorder, share.disorder)
        ? disorderMs
        : 0;
    this.#due.push({ at: at + waits, event });
    if (chance.happens(question.twice, share.twice)) this.#due.push({ at: at + waits, event });
  }
}

/** Of a resource that is not there, or of one that is another vehicle's. */
const forgery = (event: SentEvent, isOtherVehicle: boolean): SentEvent => ({
  ...event,
  id: `${event.id}-forged`,
  ...(isOtherVehicle
    ? { body: { ...event.body, vin: '1FORGED0000000000' } }
    : { resource: `${event.resource}-nowhere` }),
});

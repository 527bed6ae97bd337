import type { BoardFilter, BoardRow, LiveEvent, SiteRow } from '@auction/gateway/contract';
import type { BoardPhase, FeedMessage, Link } from '../app/live/feed-messages.ts';
import { Feed } from '../app/live/feed.ts';
import { LotStore } from '../app/live/lot-store.ts';
import type { FakeGateway } from './fake-gateway.ts';
import type { ManualClock } from './manual-clock.ts';

/** The page's side of the feed with nothing drawn: takes every patch at once, or when told. */
export class TestPage {
  readonly store = new LotStore();
  readonly feed: Feed;
  readonly #clock: ManualClock;
  takesPatches = true;
  patchCount = 0;
  link: Link = { is: 'connecting' };
  phases: BoardPhase[] = [];
  sites: readonly SiteRow[] = [];
  lot: BoardRow | null = null;
  offsetMs = 0;
  readonly events: LiveEvent[] = [];
  #watch = 0;

  constructor(gateway: FakeGateway, clock: ManualClock) {
    this.#clock = clock;
    this.feed = new Feed(gateway.ports(), (message) => this.#take(message));
  }

  get phase(): string | undefined {
    return this.phases.at(-1)?.is;
  }

  /** Prices by lot id, in the order of the screen. */
  get prices(): [string, number | null][] {
    return [...this.store.order].map((row) => {
      const { id, priceMinor } = this.store.lot(row);
      return [id, priceMinor];
    });
  }

  start(): void {
    this.feed.take({ type: 'start', build: 'spec' });
  }

  watch(filter: BoardFilter = {}): void {
    this.feed.take({ type: 'watchBoard', watch: ++this.#watch, filter, order: ['end', 'asc'] });
  }

  credit(lagMs: number | null = null): void {
    this.feed.take({ type: 'credit', released: this.store.takeReleased(), lagMs });
  }

  #take(message: FeedMessage): void {
    switch (message.type) {
      case 'patch':
        this.patchCount++;
        if (message.patch.watch === this.#watch) this.store.apply(message.patch, this.#clock.now());
        if (this.takesPatches) this.credit();
        return;
      case 'phase':
        this.phases.push(message.phase);
        return;
      case 'link':
        this.link = message.link;
        return;
      case 'sites':
        this.sites = message.sites;
        return;
      case 'lot':
        this.lot = message.row;
        return;
      case 'event':
        this.events.push(message.event);
        return;
      case 'clock':
        this.offsetMs = message.offsetMs;
    }
  }
}

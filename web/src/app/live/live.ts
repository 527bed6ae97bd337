import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import type { BoardFilter, BoardRow, LiveEvent, SiteRow } from '@auction/gateway/contract';
import type { BoardPatch } from './board-patch.ts';
import { FEED_LINK } from './feed-link.ts';
import type { BoardPhase, FeedMessage, Link, SnapshotOrder } from './feed-messages.ts';
import { ServerClock } from './server-clock.ts';

/** What the pill says. */
export type Liveness = 'live' | 'catchingUp' | 'stale' | 'stopped';

/** Who shows the board. */
export interface BoardListener {
  patch(patch: BoardPatch): void;
  phase(phase: BoardPhase): void;
}

/** For logs at the gateway: which build is talking. */
const BUILD = 'web';

/** The page's end of the feed: one for the whole app, so that pages come and go without a reconnect. */
@Injectable({ providedIn: 'root' })
export class Live {
  readonly #feed = inject(FEED_LINK);
  readonly #clock = inject(ServerClock);
  readonly #document = inject(DOCUMENT);
  readonly #link = signal<Link>({ is: 'connecting' });
  readonly #phase = signal<BoardPhase | null>(null);
  readonly #sites = signal<readonly SiteRow[] | null>(null);
  readonly #lot = signal<{ readonly lotId: string; readonly row: BoardRow | null } | null>(null);
  /** Since when what we show may be old, epoch ms by the server's clock. */
  readonly #cutAt = signal<number | null>(null);
  readonly #user = signal<{ readonly userId: string | null } | null>(null);
  #listener: BoardListener | null = null;
  readonly #eventListeners = new Set<(event: LiveEvent) => void>();
  #watch = 0;

  readonly link = this.#link.asReadonly();
  readonly cutAt = this.#cutAt.asReadonly();
  /** Who the server takes us for, told with every new socket; null: not heard yet. */
  readonly user = this.#user.asReadonly();
  /** null: not heard of yet. */
  readonly sites = this.#sites.asReadonly();
  /** The lot that is watched, as it is now. */
  readonly lot = this.#lot.asReadonly();

  readonly liveness = computed((): Liveness => {
    const link = this.#link();
    if (link.is === 'stopped') return 'stopped';
    if (link.is !== 'ready') return this.#cutAt() === null ? 'catchingUp' : 'stale';
    return this.#phase()?.is === 'loading' ? 'catchingUp' : 'live';
  });

  constructor() {
    this.#feed.listen((message) => this.#take(message));
    const view = this.#document.defaultView;
    view?.addEventListener('online', () => this.wake());
    this.#document.addEventListener('visibilitychange', () =>
      this.#feed.post({ type: 'visible', hidden: this.#document.hidden }),
    );
    this.#feed.post({ type: 'start', build: BUILD });
  }

  /** Follows a view of the board; one at a time. */
  watchBoard(filter: BoardFilter, order: SnapshotOrder, listener: BoardListener): void {
    this.#listener = listener;
    this.#feed.post({ type: 'watchBoard', watch: ++this.#watch, filter, order });
  }

  leaveBoard(): void {
    this.#listener = null;
    this.#phase.set(null);
    this.#feed.post({ type: 'leaveBoard' });
  }

  /** Follows one lot; null: none. */
  watchLot(lotId: string | null): void {
    this.#lot.set(null);
    this.#feed.post({ type: 'watchLot', lotId });
  }

  /** Lots on the screen: their changes come at full rate. */
  track(lotIds: readonly string[]): void {
    this.#feed.post({ type: 'track', lotIds });
  }

  /** The last patch is painted. */
  credit(released: readonly number[], lagMs: number | null): void {
    this.#feed.post({ type: 'credit', released, lagMs });
  }

  /**
   * Tells what happens to the own organisation or person, each event once; after kind `gap` some are
   * missing, and what is shown must be loaded anew. @returns ends it
   */
  onEvent(listener: (event: LiveEvent) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** Try to connect now. */
  wake(): void {
    this.#feed.post({ type: 'wake' });
  }

  /**
   * Somebody signs in or out: no socket until `renew`. The session ends at the server a moment before
   * the browser has the next one; a ticket asked for in between would bring an anonymous session that
   * takes its place.
   */
  hold(): void {
    this.#feed.post({ type: 'hold' });
  }

  /** Connect again, as who they are now. */
  renew(): void {
    this.#feed.post({ type: 'renew' });
  }

  #take(message: FeedMessage): void {
    switch (message.type) {
      case 'link':
        if (this.#link().is === 'ready') this.#cutAt.set(this.#clock.now());
        if (message.link.is === 'ready') this.#cutAt.set(null);
        this.#link.set(message.link);
        return;
      case 'user':
        this.#user.set({ userId: message.userId });
        return;
      case 'clock':
        this.#clock.set(message.offsetMs);
        return;
      case 'phase':
        if (message.watch !== this.#watch) return;
        this.#phase.set(message.phase);
        this.#listener?.phase(message.phase);
        return;
      case 'patch':
        if (message.patch.watch === this.#watch && this.#listener !== null) {
          this.#listener.patch(message.patch);
        } else {
          // Nobody looks at it any more; the next one may come.
          this.credit([], null);
        }
        return;
      case 'sites':
        this.#sites.set(message.sites);
        return;
      case 'lot':
        this.#lot.set(message);
        return;
      case 'event':
        for (const listener of this.#eventListeners) listener(message.event);
        return;
    }
  }
}

/**
 * The live feed: follows the board, the sites and the open lot over one session and hands the page
 * what changed. The same class runs in the worker and in specs. Source: live-board.md section 4.4.
 */
import type {
  BoardRow,
  Delta,
  LiveEvent,
  ServerMessage,
  SiteRow,
  Welcome,
} from '@auction/gateway/contract';
import { transferables } from './board-patch.ts';
import { subNumber } from './channel.ts';
import type { Connection } from './connection.ts';
import { EventIds } from './event-ids.ts';
import type { FeedMessage, PageMessage } from './feed-messages.ts';
import type { FeedPorts } from './feed-ports.ts';
import { LotTable } from './lot-table.ts';
import { RowList } from './row-list.ts';
import { Session } from './session.ts';
import { Subscription } from './subscription.ts';
import { toLink, toPhase } from './feed-states.ts';

/** Updates per second asked for after the server found us too slow; the usual is 4. */
const SLOWER_HZ = 2;
/** Wait before asking again after a refusal that passes, unless the server names one. */
const ASK_AGAIN_MS = 5_000;
const SUB_MAX = 65_535;
const TRACKED = 0;

type Post = (message: FeedMessage, transfer: ArrayBuffer[]) => void;

export class Feed {
  readonly #ports: FeedPorts;
  readonly #post: Post;
  readonly #table = new LotTable();
  readonly #siteRows = new RowList<SiteRow>();
  readonly #lotRows = new RowList<BoardRow>();
  readonly #sites = new Subscription({ topic: 'sites' }, this.#siteRows);
  #session: Session | null = null;
  #board: Subscription | null = null;
  #watch = 0;
  #lot: { readonly id: string; readonly subscription: Subscription } | null = null;
  #tracked: readonly string[] = [];
  readonly #eventIds = new EventIds();
  #lastSub = 0;
  /** The page takes one patch at a time. */
  #hasCredit = true;
  #hidden = false;

  constructor(ports: FeedPorts, post: Post) {
    this.#ports = ports;
    this.#post = post;
  }

  /** Takes a message of the page. */
  take(message: PageMessage): void {
    switch (message.type) {
      case 'start':
        this.#start(message.build);
        return;
      case 'watchBoard':
        this.#unsubscribe(this.#board);
        this.#table.clear();
        this.#watch = message.watch;
        this.#board = new Subscription(
          { topic: 'board', filter: message.filter, order: [...message.order] },
          this.#table,
        );
        this.#ask(this.#board);
        this.#postPhase();
        return;
      case 'leaveBoard':
        this.#unsubscribe(this.#board);
        this.#board = null;
        this.#table.clear();
        return;
      case 'watchLot':
        this.#watchLot(message.lotId);
        return;
      case 'track':
        this.#tracked = message.lotIds;
        this.#track();
        return;
      case 'credit':
        this.#table.release(message.released);
        if (message.lagMs !== null) this.#session?.noteLag(message.lagMs);
        this.#hasCredit = true;
        this.#postPatch();
        return;
      case 'visible':
        this.#show(!message.hidden);
        return;
      case 'wake':
        if (this.#session?.connection.at === 'stopped') this.#session.start();
        else this.#session?.wake();
        return;
      case 'hold':
        this.#session?.hold();
        return;
      case 'renew':
        this.#session?.renew();
        return;
    }
  }

  #show(isVisible: boolean): void {
    this.#hidden = !isVisible;
    this.#session?.send({ t: 'vis', hidden: !isVisible });
    if (isVisible) this.#session?.wake();
  }

  #start(build: string): void {
    const events = {
      ready: ({ user }: Welcome) => this.#onReady(user.id),
      lost: () => this.#onLost(),
      message: (message: ServerMessage) => this.#onMessage(message),
      changed: (connection: Connection) =>
        this.#post({ type: 'link', link: toLink(connection) }, []),
      clock: (offsetMs: number) => this.#post({ type: 'clock', offsetMs }, []),
    };
    this.#session = new Session(this.#ports, events, build);
    this.#session.start();
  }

  get #subscriptions(): Subscription[] {
    return [this.#board, this.#sites, this.#lot?.subscription].filter((one) => one != null);
  }

  #onReady(userId: string | null): void {
    this.#lastSub = 0;
    this.#post({ type: 'user', userId }, []);
    for (const subscription of this.#subscriptions) this.#ask(subscription);
    this.#track();
    if (this.#hidden) this.#session?.send({ t: 'vis', hidden: true });
    this.#postPhase();
  }

  #onLost(): void {
    for (const subscription of this.#subscriptions) subscription.lost();
    this.#postPhase();
  }

  #onMessage(message: ServerMessage): void {
    const now = this.#ports.now();
    if (message.t === 'err') this.#onRefusal(message);
    else if (message.t === 'unsub') this.#onUnsubscribed(message.sub, message.code);
    else if (message.t === 'd' && message.ch === TRACKED) this.#onTracked(message, now);
    else if (message.t === 'ev') this.#onEvent(message, now);
    else for (const subscription of this.#subscriptions) this.#give(subscription, message, now);
    this.#postPatch();
  }

  #give(subscription: Subscription, message: ServerMessage, now: number): void {
    const change = subscription.take(message, now);
    if (change === 'none') return;
    if (change === 'askAgain') {
      this.#unsubscribe(subscription);
      this.#ask(subscription);
    }
    if (subscription === this.#board) {
      if (change !== 'rows') this.#postPhase();
    } else if (subscription === this.#sites) {
      if (subscription.isCurrent) this.#postSites();
    } else if (subscription.isCurrent) {
      this.#postLot();
    }
  }

  /** Rows of channel 0 are newer than the board's own lane: taken over under the version rule. */
  #onTracked(delta: Delta, now: number): void {
    const rows = delta.add ?? [];
    // A lot that is not in the view stays out of it: only the board's lane lets rows enter.
    this.#table.put(
      rows.filter((row) => this.#table.holds(String(row[0]))),
      now,
    );
    this.#table.patch(delta.u ?? [], now);
  }

  /** Its row shows at once, without waiting for a lane. */
  #onEvent(event: LiveEvent, now: number): void {
    if (!this.#eventIds.add(event.id)) return;
    if (event.row) this.#table.patch([event.row], now);
    this.#post({ type: 'event', event }, []);
  }

  #onRefusal(error: Extract<ServerMessage, { t: 'err' }>): void {
    const sub = Number(/^sub:(\d+)$/.exec(error.re)?.[1]);
    const subscription = this.#subscriptions.find((one) => subNumber(one.channel) === sub);
    if (subscription === undefined) return;
    const { code, detail = null, count = null, retryMs } = error;
    subscription.refuse({ code, detail, count });
    if (code === 'unavailable' || code === 'rate') {
      this.#ports.schedule(() => this.#askRefused(subscription), retryMs ?? ASK_AGAIN_MS);
    }
    this.#afterRefusal(subscription);
  }

  #onUnsubscribed(sub: number, code: 'rights' | 'filter_too_wide' | 'ended'): void {
    const subscription = this.#subscriptions.find((one) => subNumber(one.channel) === sub);
    if (subscription === undefined) return;
    subscription.refuse({ code, detail: null, count: null });
    this.#afterRefusal(subscription);
  }

  #afterRefusal(subscription: Subscription): void {
    if (subscription === this.#board) this.#postPhase();
    if (subscription === this.#lot?.subscription) {
      this.#post({ type: 'lot', lotId: this.#lot.id, row: null }, []);
    }
  }

  #askRefused(subscription: Subscription): void {
    if (!this.#subscriptions.includes(subscription)) return;
    if (subscription.channel.at === 'refused') this.#ask(subscription);
    if (subscription === this.#board) this.#postPhase();
  }

  #watchLot(lotId: string | null): void {
    if (lotId === (this.#lot?.id ?? null)) return;
    this.#unsubscribe(this.#lot?.subscription ?? null);
    this.#lotRows.clear();
    this.#lot =
      lotId === null
        ? null
        : { id: lotId, subscription: new Subscription(lotView(lotId), this.#lotRows) };
    if (this.#lot !== null) this.#ask(this.#lot.subscription);
  }

  #ask(subscription: Subscription): void {
    const session = this.#session;
    if (session?.connection.at !== 'ready') return;
    this.#lastSub = (this.#lastSub % SUB_MAX) + 1;
    const message = subscription.ask(this.#lastSub);
    const slower = session.connection.memory.slower ? { maxHz: SLOWER_HZ } : {};
    session.send({ ...message, ...slower });
  }

  #unsubscribe(subscription: Subscription | null): void {
    const sub = subscription === null ? null : subNumber(subscription.channel);
    if (sub !== null) this.#session?.send({ t: 'unsub', sub });
  }

  #track(): void {
    this.#session?.send({ t: 'track', set: [...this.#tracked] });
  }

  #postPatch(): void {
    if (!this.#hasCredit || !this.#table.isDirty || this.#board === null) return;
    // While the first rows are on their way the old ones may stay on the screen.
    if (this.#table.count === 0 && this.#board.channel.at !== 'live') return;
    this.#hasCredit = false;
    const patch = this.#table.take(this.#watch, this.#ports.now());
    this.#post({ type: 'patch', patch }, transferables(patch));
  }

  #postPhase(): void {
    if (this.#board === null) return;
    const phase = toPhase(this.#board, this.#session?.connection.at === 'ready');
    this.#post({ type: 'phase', watch: this.#watch, phase }, []);
  }

  #postSites(): void {
    this.#post({ type: 'sites', sites: this.#siteRows.rows() }, []);
  }

  #postLot(): void {
    if (this.#lot === null) return;
    const row = this.#lotRows.rows()[0] ?? null;
    this.#post({ type: 'lot', lotId: this.#lot.id, row }, []);
  }
}

const lotView = (lotId: string) => ({ topic: 'lot' as const, filter: { lots: [lotId] } });

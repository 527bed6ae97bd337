/**
 * The fan-out: brings the board's changes to every connection. One `tick` every 10 ms does in order
 * what is due: time-relative rows, tracked lots, lanes, new and filling channels, housekeeping; what
 * does not fit its budget waits for the next one. Source: live-board.md section 2.
 */
import { limits as startLimits } from '../board-protocol.ts';
import type { Limits } from '../board-protocol.ts';
import type { Board } from './board.ts';
import type { Channel } from './channel.ts';
import { Connection } from './connection.ts';
import type { ConnectionOptions, ConnectionWorld } from './connection-world.ts';
import { noEvents } from './event-port.ts';
import type { EventSource } from './event-port.ts';
import { noMetrics } from './feed-metrics.ts';
import type { FeedMetrics } from './feed-metrics.ts';
import type { Lane, LaneContext } from './lane.ts';
import { lotColumns } from './lot-table.ts';
import { SharedView } from './shared-view.ts';
import { siteColumnSet } from './site-table.ts';
import type { Subscription } from './subscription.ts';
import type { TrackedLane } from './tracked-lane.ts';
import { View } from './view.ts';

export interface FeedOptions {
  readonly board: Board;
  readonly metrics?: FeedMetrics;
  /** What organisations and people are told; none: nothing. */
  readonly events?: EventSource;
  readonly limits?: Limits;
  /** 0..1, for spreading reconnects. */
  readonly random: () => number;
  /** Monotonic ms, for the budget of a tick. */
  readonly clock: () => number;
}

export const tickMs = 10;
const budgetMs = 8;
const housekeepingMs = 100;
/** A view nobody uses stays for a while: the same people come back after a cut. */
const viewKeptMs = 30_000;

export class BoardFeed implements ConnectionWorld<Connection> {
  readonly board: Board;
  readonly metrics: FeedMetrics;
  readonly events: EventSource;
  readonly limits: Limits;
  readonly #random: () => number;
  readonly #clock: () => number;
  readonly #connections = new Set<Connection>();
  readonly #views = new Map<string, SharedView<Channel>>();
  readonly #busy = new Set<Channel>();
  readonly #tracked = new Map<TrackedLane, Connection>();
  #channelCount = 0;
  #keptUpAt = 0;
  #isLeaving = false;

  constructor(options: FeedOptions) {
    this.board = options.board;
    this.metrics = options.metrics ?? noMetrics;
    this.events = options.events ?? noEvents;
    this.limits = options.limits ?? startLimits;
    this.#random = options.random;
    this.#clock = options.clock;
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  open(options: ConnectionOptions, nowMs: number): Connection {
    const connection = new Connection(options, this, nowMs);
    this.#connections.add(connection);
    return connection;
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    this.#tracked.delete(connection.tracked);
  }

  retryMs(fromMs: number, toMs: number): number {
    return Math.round(fromMs + this.#random() * (toMs - fromMs));
  }

  trackedDirty(lane: TrackedLane, connection: Connection): void {
    this.#tracked.set(lane, connection);
  }

  wake(channel: Channel): void {
    this.#busy.add(channel);
  }

  context(nowMs: number): LaneContext {
    const { position } = this.board;
    return {
      nowMs,
      change: position.change,
      cursor: () => position.cursor(nowMs),
      frameBytes: this.limits.frameBytes,
    };
  }

  viewFor({ key, what }: Subscription): SharedView<Channel> {
    const known = this.#views.get(key);
    if (known) return known;
    const columns = what.table === 'sites' ? siteColumnSet : lotColumns[what.columns];
    const view = new View(++this.#channelCount, key, columns);
    const { lots, sites } = this.board;
    const table = what.table === 'sites' ? sites.open(view) : lots.open(view, what.filter);
    const shared = new SharedView<Channel>(table, this.limits.partRows);
    this.#views.set(key, shared);
    return shared;
  }

  tick(nowMs: number): void {
    const start = this.#clock();
    const isLate = () => this.#clock() - start > budgetMs;
    this.board.lots.cross(nowMs);
    this.#flushTracked(nowMs);
    this.#flushLanes(nowMs, isLate);
    this.#buildViews(isLate);
    this.#stepChannels(nowMs, isLate);
    if (nowMs - this.#keptUpAt >= housekeepingMs) this.#keepUp(nowMs);
  }

  #flushTracked(nowMs: number): void {
    for (const [lane, connection] of this.#tracked) {
      connection.flushTracked(nowMs);
      if (lane.isEmpty) this.#tracked.delete(lane);
    }
  }

  #flushLanes(nowMs: number, isLate: () => boolean): void {
    const due: Lane<Channel>[] = [];
    for (const { lanes } of this.#views.values()) {
      for (const lane of lanes.values()) if (lane.dueAt <= nowMs) due.push(lane);
    }
    // Who has waited longest goes first, so a busy tick starves nobody.
    due.sort((a, b) => a.dueAt - b.dueAt);
    for (const lane of due) {
      if (isLate()) return;
      this.#flush(lane, nowMs);
    }
  }

  #flush(lane: Lane<Channel>, nowMs: number): void {
    const start = this.#clock();
    this.#measureAges(lane, nowMs);
    this.metrics.conflated(lane.pending.conflatedCount);
    const frames = lane.flush(this.context(nowMs));
    const kind = lane.readers.size > 1 ? 'shared' : 'personal';
    for (const frame of frames) {
      for (const reader of lane.readers) reader.deliver(frame, kind);
    }
    if (frames.length > 0) this.metrics.flushed((this.#clock() - start) / 1_000);
    if (!lane.takeSumTurn(nowMs)) return;
    for (const reader of lane.readers) reader.sendSum(lane.last, nowMs);
  }

  #measureAges({ pending, readers }: Lane<Channel>, nowMs: number): void {
    if (readers.size === 0) return;
    for (const entry of pending.dirty.keys()) {
      if (entry.fresh) this.metrics.sent(entry.arrival, nowMs);
      entry.fresh = false;
    }
  }

  #buildViews(isLate: () => boolean): void {
    for (const { table } of this.#views.values()) if (!table.isBuilt) table.build(isLate);
  }

  #stepChannels(nowMs: number, isLate: () => boolean): void {
    for (const channel of [...this.#busy]) {
      if (isLate()) return;
      // To the end of the line: everybody gets a part before anybody gets the next.
      this.#busy.delete(channel);
      const refused = channel.step(nowMs);
      if (refused) channel.refuse(refused);
      else if (channel.isBusy) this.#busy.add(channel);
    }
  }

  #keepUp(nowMs: number): void {
    this.#keptUpAt = nowMs;
    this.board.lots.clearGraves(nowMs);
    for (const connection of this.#connections) connection.keepUp(nowMs);
    for (const [key, shared] of this.#views) {
      shared.tidy(nowMs);
      this.#checkWidth(shared);
      if (shared.userCount > 0 || nowMs - shared.idleSince < viewKeptMs) continue;
      shared.close();
      this.#views.delete(key);
    }
  }

  /** A view that has grown beyond the limit ends for everybody on it. */
  #checkWidth({ table, lanes }: SharedView<Channel>): void {
    if (table.view.members.size <= this.limits.viewRows) return;
    for (const lane of lanes.values()) {
      for (const channel of [...lane.readers]) channel.end('filter_too_wide');
    }
  }

  /** From the first farewell on: nobody new is taken. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** What to say to whom and when, so that everybody comes back elsewhere, spread over `spreadMs`. */
  *farewells(spreadMs: number): Generator<{ readonly afterMs: number; readonly say: () => void }> {
    this.#isLeaving = true;
    const connections = [...this.#connections];
    for (const [index, connection] of connections.entries()) {
      const afterMs = Math.floor((index * spreadMs) / connections.length);
      const say = () => connection.bye(1012, this.retryMs(200, 2_000), 'restart');
      yield { afterMs, say };
    }
  }
}

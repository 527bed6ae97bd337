/**
 * One view for one client: asked -> (waiting for the cursor) -> filling -> live -> paused -> live.
 * live: a lane carries it, together with everybody at the same pace.
 */
import type { ErrCode, Limits, Ok, ServerMessage, Unsubscribed } from '../board-protocol.ts';
import { sinceChange, sinceCursor } from './board-position.ts';
import type { Board } from './board.ts';
import type { Cursor } from './cursor.ts';
import type { Extent, Entry } from './entry.ts';
import type { LaneKind, FeedMetrics } from './feed-metrics.ts';
import { deltaTexts, personalFrame } from './frames.ts';
import type { Frame, FrameText } from './frames.ts';
import { pendingTexts } from './lane.ts';
import type { Lane, LaneContext, WindowMs } from './lane.ts';
import type { SharedView } from './shared-view.ts';
import type { Order, SnapshotRun } from './snapshot-run.ts';
import { slowLimits } from './slow-ladder.ts';
import { resumeMaxMs } from './table-view.ts';
import type { Collapsed } from './table-view.ts';

/** The connection as its channels see it. */
export interface ChannelOwner {
  send(message: ServerMessage): void;
  sendData(frame: Frame, lane: LaneKind): void;
  readonly unackedBytes: number;
  /** Closes the channel and forgets it. */
  drop(channel: Channel): void;
  /** Pace to deliver at when the client asked for `asked`. */
  pace(asked: WindowMs): WindowMs;
}

export interface ChannelRequest {
  readonly sub: number;
  readonly order: Order | undefined;
  readonly windowMs: WindowMs;
  /** undefined: no resume asked for, or a cursor that is worth nothing. */
  readonly cursor: Cursor | undefined;
}

export interface ChannelWorld {
  readonly board: Board;
  readonly metrics: FeedMetrics;
  readonly limits: Limits;
  context(nowMs: number): LaneContext;
  /** The channel has work to do at the next tick. */
  wake(channel: Channel): void;
}

type State =
  | { readonly name: 'asked' }
  | { readonly name: 'waiting'; readonly cursor: Cursor; readonly untilMs: number }
  | { readonly name: 'filling'; readonly run: SnapshotRun; readonly part: number }
  | { readonly name: 'live'; readonly lane: Lane<Channel> }
  | { readonly name: 'paused'; readonly last: number; readonly sinceMs: number }
  | { readonly name: 'closed' };

/** How long a gateway that is behind a client's cursor lets it wait before it sends a snapshot. */
const catchUpMs = 2_000;

export class Channel {
  readonly shared: SharedView<Channel>;
  /** Numbers of the subscriptions on it. */
  readonly subs = new Set<number>();
  readonly #owner: ChannelOwner;
  readonly #world: ChannelWorld;
  #state: State = { name: 'asked' };
  /** Subscriptions that wait for their `ok`. */
  #asking: number[] = [];
  #request: ChannelRequest | undefined;

  constructor(shared: SharedView<Channel>, owner: ChannelOwner, world: ChannelWorld) {
    this.shared = shared;
    this.#owner = owner;
    this.#world = world;
    shared.userCount++;
  }

  get number(): number {
    return this.shared.table.view.channel;
  }

  /** Has work to do at the next tick. */
  get isBusy(): boolean {
    return ['asked', 'waiting', 'filling'].includes(this.#state.name);
  }

  /** Change number up to which the client is served; undefined before it has anything. */
  get last(): number | undefined {
    const state = this.#state;
    if (state.name === 'live') return state.lane.last;
    if (state.name === 'paused') return state.last;
    return state.name === 'filling' ? state.run.to : undefined;
  }

  /** Live, with nothing waiting: a cursor of now is good for it. */
  get isCurrent(): boolean {
    return this.#state.name === 'live' && this.#state.lane.pending.isEmpty;
  }

  ask(request: ChannelRequest): void {
    if (this.#state.name === 'live') {
      this.#world.metrics.askedAgain(request.cursor ? 'gap' : 'drift');
    }
    this.#leave();
    this.#request = request;
    this.subs.add(request.sub);
    this.#asking.push(request.sub);
    this.#state = { name: 'asked' };
    this.#world.wake(this);
  }

  /** Does what can be done now. @returns a reason when the channel cannot be served at all */
  step(nowMs: number): Refused | undefined {
    const state = this.#state;
    if (state.name === 'asked') return this.#begin(nowMs);
    if (state.name === 'waiting') this.#resumeOrWait(state.cursor, state.untilMs, nowMs);
    if (state.name === 'filling') this.#fillOn(state.run, state.part, nowMs);
    return undefined;
  }

  #begin(nowMs: number): Refused | undefined {
    const { table } = this.shared;
    if (!table.isBuilt) return undefined;
    const { size } = table.view.members;
    if (size > this.#world.limits.viewRows) return { code: 'filter_too_wide', count: size };
    const cursor = this.#request?.cursor;
    if (cursor && cursor.atMs > nowMs - resumeMaxMs)
      this.#resumeOrWait(cursor, nowMs + catchUpMs, nowMs);
    else this.#fill(nowMs);
    return undefined;
  }

  #resumeOrWait(cursor: Cursor, untilMs: number, nowMs: number): void {
    if (!this.#world.board.position.hasReached(cursor)) {
      if (nowMs >= untilMs) this.#fill(nowMs);
      else this.#state = { name: 'waiting', cursor, untilMs };
      return;
    }
    const collapsed = this.shared.table.collapse(sinceCursor(cursor), nowMs);
    if (!collapsed) {
      this.#fill(nowMs);
      return;
    }
    this.#world.metrics.served('resume');
    const rows = this.shared.table.view.members.size;
    this.#answer({ mode: 'resume', rows, parts: 0, to: this.#world.board.position.change });
    this.#sendCollapsed(collapsed, 0, nowMs);
    this.#goLive(nowMs);
  }

  #fill(nowMs: number): void {
    const { change } = this.#world.board.position;
    const run = this.shared.run(this.#request?.order, { change, nowMs });
    this.#world.metrics.served('snap');
    this.#answer({ mode: 'snap', rows: run.rowCount, parts: run.partCount, to: run.to });
    this.#state = { name: 'filling', run, part: 1 };
    this.#world.wake(this);
    this.#fillOn(run, 1, nowMs);
  }

  #fillOn(run: SnapshotRun, part: number, nowMs: number): void {
    if (part <= run.partCount) {
      if (this.#owner.unackedBytes >= slowLimits.fillBytes) return;
      this.#owner.sendData(run.part(part), 'snapshot');
      this.#state = { name: 'filling', run, part: part + 1 };
      if (part < run.partCount) return;
    }
    const { view } = this.shared.table;
    const context = this.#world.context(nowMs);
    // Sent even when empty: it brings the client to the number its lane goes on from.
    if (context.change > run.to) {
      this.#sendTexts(pendingTexts(view, run.pending, run.to, context, true));
    }
    this.#goLive(nowMs);
  }

  #answer({ mode, rows, parts, to }: Pick<Ok, 'mode' | 'rows' | 'parts' | 'to'>): void {
    const { view } = this.shared.table;
    const { full, hot } = view.columns;
    const { epoch } = this.#world.board;
    const shared = { ch: view.channel, epoch, mode, cols: full, hot, rows, parts, to };
    for (const sub of this.#asking) this.#owner.send({ t: 'ok', sub, ...shared });
    this.#asking = [];
  }

  #sendCollapsed({ add, rm }: Collapsed, from: number, nowMs: number): void {
    const { channel, columns } = this.shared.table.view;
    const context = this.#world.context(nowMs);
    const texts = deltaTexts(
      {
        channel,
        columns,
        rows: add.map((entry): readonly [Entry, Extent] => [entry, 'full']),
        removed: rm,
        from,
        to: context.change,
        atMs: add.reduce((atMs, { arrival }) => Math.min(atMs, arrival.committedAt), nowMs),
        cursor: context.cursor(),
      },
      context.frameBytes,
    );
    this.#sendTexts(texts);
  }

  #sendTexts(texts: readonly FrameText[]): void {
    for (const text of texts) this.#owner.sendData(personalFrame(text), 'personal');
  }

  /** The client holds the view as it is now: checksum, then the lane. */
  #goLive(nowMs: number): void {
    this.#release();
    const { change } = this.#world.board.position;
    this.sendSum(change, nowMs);
    const windowMs = this.#owner.pace(this.#request?.windowMs ?? 250);
    const lane = this.shared.join(this, windowMs, { change, nowMs });
    this.#state = { name: 'live', lane };
  }

  /** When the client holds the view as it is. @param to change number it was brought to */
  sendSum(to: number, nowMs: number): void {
    const { checksum: x, channel: ch, members } = this.shared.table.view;
    const cur = this.#world.context(nowMs).cursor();
    this.#owner.send({ t: 'sum', ch, to, count: members.size, x, cur });
  }

  deliver(frame: Frame, lane: LaneKind): void {
    this.#owner.sendData(frame, lane);
  }

  /** It cannot be served: tells every subscription why. */
  refuse({ code, count }: Refused): void {
    for (const sub of this.subs) this.#owner.send({ t: 'err', re: `sub:${sub}`, code, count });
    this.#owner.drop(this);
  }

  /** It cannot be served any longer. */
  end(code: Unsubscribed['code']): void {
    for (const sub of this.subs) this.#owner.send({ t: 'unsub', sub, code });
    this.#owner.drop(this);
  }

  /** Goes over to another pace, brought up to now on the way. */
  repace(nowMs: number): void {
    if (this.#state.name !== 'live') return;
    const { lane } = this.#state;
    const windowMs = this.#owner.pace(this.#request?.windowMs ?? 250);
    if (windowMs === lane.windowMs) return;
    const context = this.#world.context(nowMs);
    const { change } = context;
    if (change > lane.last) this.#sendTexts(lane.texts(context, false));
    this.#leave();
    this.#state = { name: 'live', lane: this.shared.join(this, windowMs, { change, nowMs }) };
  }

  /** Sends nothing more; what changes is found again later, so nothing piles up. */
  pause(nowMs: number): void {
    if (this.#state.name !== 'live') return;
    const { last } = this.#state.lane;
    this.#leave();
    this.#state = { name: 'paused', last, sinceMs: nowMs };
  }

  unpause(nowMs: number): void {
    if (this.#state.name !== 'paused') return;
    const { last, sinceMs } = this.#state;
    const collapsed = this.shared.table.collapse(sinceChange(last, sinceMs), nowMs);
    if (collapsed) {
      if (this.#world.board.position.change > last) this.#sendCollapsed(collapsed, last, nowMs);
      this.#goLive(nowMs);
      return;
    }
    this.#owner.send({ t: 'reset', ch: this.number, why: 'overload' });
    this.#asking = [...this.subs].slice(0, 1);
    this.#fill(nowMs);
  }

  #release(): void {
    if (this.#state.name === 'filling') this.shared.doneWith(this.#state.run);
  }

  #leave(): void {
    this.#release();
    if (this.#state.name === 'live') this.shared.leave(this, this.#state.lane);
  }

  close(nowMs: number): void {
    this.#leave();
    this.#state = { name: 'closed' };
    this.shared.userCount--;
    this.shared.idleSince = nowMs;
  }
}

export interface Refused {
  readonly code: ErrCode;
  /** Rows it would have. */
  readonly count: number;
}

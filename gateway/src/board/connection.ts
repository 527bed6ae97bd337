/**
 * One client of the board: checks what it says, holds its subscriptions, counts what it has taken
 * over. Knows no socket (see Transport) and no clock: time is an argument.
 */
import type {
  ClientMessage,
  CloseCode,
  LiveEvent,
  ServerMessage,
  SubMessage,
  TrackMessage,
} from '../board-protocol.ts';
import { Acks } from './acks.ts';
import type { Channel, ChannelOwner } from './channel.ts';
import { ClientChannels } from './client-channels.ts';
import { readMessage } from './client-message.ts';
import type { ConnectionOptions, ConnectionWorld, User } from './connection-world.ts';
import type { EventReader } from './event-port.ts';
import type { LaneKind } from './feed-metrics.ts';
import { personalFrame } from './frames.ts';
import type { Frame } from './frames.ts';
import type { WindowMs } from './lane.ts';
import { Pace } from './pace.ts';
import { TokenBucket } from './token-bucket.ts';
import { TrackedLane } from './tracked-lane.ts';
import type { Transport } from './transport.ts';
import { heartbeatMs, Vigil } from './vigil.ts';
import type { Duty } from './vigil.ts';

const ackMs = 1_000;
const badMessageMax = 3;
const heldMax = 32;

export class Connection implements ChannelOwner, EventReader {
  readonly id: string;
  /** Whose socket it is, once it is greeted; before, nobody's. */
  user: User = { id: null, org: null, roles: [] };
  readonly tracked: TrackedLane;
  readonly #channels: ClientChannels;
  readonly #transport: Transport;
  readonly #world: ConnectionWorld<Connection>;
  readonly #onTicket: ConnectionOptions['onTicket'];
  readonly #acks = new Acks();
  readonly #pace = new Pace();
  readonly #bucket: TokenBucket;
  readonly #vigil: Vigil;
  #state: 'upgraded' | 'greeting' | 'open' | 'closed' = 'upgraded';
  /** Messages that came while the ticket was being checked. */
  #held: ClientMessage[] = [];
  #badCount = 0;
  /** Time of the message or tick at hand, epoch ms. */
  #nowMs: number;
  /** Of the last event the client took over on an earlier connection. */
  #eventCursor: string | undefined;

  constructor(options: ConnectionOptions, world: ConnectionWorld<Connection>, nowMs: number) {
    const { limits } = world;
    this.id = options.id;
    this.#transport = options.transport;
    this.#onTicket = options.onTicket;
    this.#world = world;
    this.#bucket = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, nowMs);
    this.#vigil = new Vigil(limits.helloMs, nowMs);
    this.#nowMs = nowMs;
    this.#channels = new ClientChannels(this, world);
    this.tracked = new TrackedLane(world.board.lots, (lane) => world.trackedDirty(lane, this));
  }

  get state(): 'greeting' | 'open' | 'throttled' | 'paused' | 'closed' {
    if (this.#state === 'closed') return 'closed';
    if (this.#state !== 'open') return 'greeting';
    return this.#pace.rung === 'normal' ? 'open' : this.#pace.rung;
  }

  get unackedBytes(): number {
    return this.#acks.unackedBytes;
  }

  pace(asked: WindowMs): WindowMs {
    return this.#pace.of(asked);
  }

  send(message: ServerMessage): void {
    if (this.#state === 'closed') return;
    this.#vigil.sent(this.#nowMs);
    this.#transport.send(JSON.stringify(message), false);
  }

  /** Sends what counts for the client's acks. */
  sendData(frame: Frame, lane: LaneKind): void {
    if (this.#state === 'closed') return;
    this.#vigil.sent(this.#nowMs);
    this.#acks.sent(frame.bytes, this.#nowMs, lane === 'event');
    this.#transport.send(frame.data, frame.binary);
    this.#world.metrics.frames(lane, 1);
    this.#world.metrics.rows(lane, frame.rowCount);
  }

  /** Told at once, whatever the lanes are at; one that is not taken over closes the ladder. */
  sendEvent(event: LiveEvent): void {
    this.sendData(personalFrame({ text: JSON.stringify(event), rowCount: 0 }), 'event');
  }

  /** The other side is there: it answered a ping. */
  heard(nowMs: number): void {
    this.#vigil.heard(nowMs);
  }

  receive(text: string, nowMs: number): void {
    if (this.#state === 'closed') return;
    this.#nowMs = nowMs;
    this.#vigil.heard(nowMs);
    if (!this.#bucket.take(nowMs)) {
      this.close(4429, 'too many messages');
      return;
    }
    const read = readMessage(text);
    if (read.ok) this.#take(read.message);
    else this.#bad(read.re, read.detail);
  }

  /** Binary messages come from the server only. */
  receiveBinary(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#bad('?', 'text only');
  }

  #take(message: ClientMessage): void {
    if (this.#state === 'open') this.#answer(message);
    else if (this.#state === 'greeting' && this.#held.length < heldMax) this.#held.push(message);
    else if (this.#state === 'upgraded' && message.t === 'hello') {
      this.#state = 'greeting';
      this.#eventCursor = message.ev;
      this.#vigil.greeted();
      this.#onTicket(message.ticket, 'hello');
    } else this.#bad(message.t, 'hello comes first, then wait for welcome');
  }

  /** The ticket was good: the conversation begins. @param expiresAt of the session, epoch ms */
  greet(user: User, expiresAt: number, nowMs: number): void {
    if (this.#state !== 'greeting') return;
    this.#nowMs = nowMs;
    this.#state = 'open';
    this.#vigil.admit(expiresAt);
    this.user = user;
    const { board, limits, events } = this.#world;
    const times = { now: nowMs, hb: heartbeatMs, ack: ackMs, ...events.standing(user) };
    this.send({ t: 'welcome', conn: this.id, epoch: board.epoch, user, limits, ...times });
    events.join(this, this.#eventCursor);
    const held = this.#held;
    this.#held = [];
    for (const message of held) this.#answer(message);
  }

  /** The ticket of `auth` was good. */
  prolong(expiresAt: number): void {
    this.#vigil.admit(expiresAt);
  }

  #answer(message: ClientMessage): void {
    switch (message.t) {
      case 'hello':
        this.#bad('hello', 'hello comes once');
        break;
      case 'sub':
        this.#subscribe(message);
        break;
      case 'unsub':
        this.#channels.unsubscribe(message.sub, this.#nowMs);
        break;
      case 'track':
        this.#track(message);
        break;
      case 'ack':
        this.#acked(message.n, message.lag);
        break;
      case 'vis':
        this.#pace.isHidden = message.hidden;
        this.#channels.repace(this.#nowMs);
        break;
      case 'auth':
        this.#onTicket(message.ticket, 'auth');
        break;
      case 'ping':
        this.send({ t: 'pong', x: message.x, now: this.#nowMs });
    }
  }

  #bad(re: string, detail: string): void {
    this.send({ t: 'err', re, code: 'bad_message', detail });
    if (++this.#badCount >= badMessageMax) this.close(4400, 'bad messages');
  }

  #subscribe(message: SubMessage): void {
    const fault = this.#channels.subscribe(message);
    if (!fault) return;
    this.send({ t: 'err', re: `sub:${message.sub}`, ...fault });
    if (fault.code === 'duplicate_sub') this.close(4409, 'duplicate subscription');
  }

  drop(channel: Channel): void {
    this.#channels.drop(channel, this.#nowMs);
  }

  #track(message: TrackMessage): void {
    const fault = this.tracked.follow(message, this.#world.limits.tracked);
    if (fault) this.send({ t: 'err', re: 'track', ...fault });
  }

  flushTracked(nowMs: number): void {
    this.#nowMs = nowMs;
    const { rows, texts } = this.tracked.flush(nowMs, this.#world.limits.frameBytes);
    for (const text of texts) this.sendData(personalFrame(text), 'tracked');
    for (const entry of rows) {
      if (entry.fresh) this.#world.metrics.sent(entry.arrival, nowMs);
      entry.fresh = false;
    }
  }

  #acked(count: number, lagMs: number | undefined): void {
    if (!this.#acks.acked(count, this.#nowMs)) {
      this.#bad('ack', 'n is above the frames sent');
      return;
    }
    if (lagMs !== undefined) this.#world.metrics.painted(lagMs);
  }

  /** Everything that goes by time. */
  keepUp(nowMs: number): void {
    this.#nowMs = nowMs;
    for (const duty of this.#vigil.duties(nowMs)) this.#do(duty);
    if (this.#state === 'open') this.#judge(nowMs);
  }

  #do(duty: Duty): void {
    switch (duty.name) {
      case 'close':
        this.close(duty.code, duty.reason);
        break;
      case 'silent':
        this.#transport.terminate();
        break;
      case 'ping':
        this.#transport.ping();
        break;
      case 'expires':
        this.send({ t: 'warn', code: 'expires', inMs: duty.inMs });
        break;
      case 'heartbeat':
        this.send({ t: 'hb', now: this.#nowMs, ...this.#standing() });
    }
  }

  #standing() {
    return { ...this.#channels.standing(this.#nowMs), ...this.#world.events.standing(this.user) };
  }

  #judge(nowMs: number): void {
    const was = this.#pace.judge(
      {
        unackedBytes: this.#acks.unackedBytes,
        oldestMs: this.#acks.oldestMs(nowMs),
        bufferedBytes: this.#transport.bufferedBytes,
        unackedEvents: this.#acks.unackedEvents,
      },
      nowMs,
    );
    if (was === undefined) return;
    const { rung } = this.#pace;
    if (rung === 'closed') {
      this.bye(1013, this.#world.retryMs(5_000, 15_000), 'too slow');
      return;
    }
    if (rung !== 'normal' && was === 'normal') this.send({ t: 'warn', code: 'slow' });
    this.#channels.climb(was, rung, nowMs);
  }

  /** Says when to come back, and closes. */
  bye(code: CloseCode, retryMs: number, reason: string): void {
    this.send({ t: 'bye', code, retryMs });
    this.close(code, reason);
  }

  close(code: CloseCode, reason: string): void {
    if (this.#state === 'closed') return;
    this.#transport.close(code, reason);
    this.gone(code);
  }

  /** The socket is closed, by whomever. */
  gone(code: number): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#channels.closeAll(this.#nowMs);
    this.tracked.clear();
    this.#world.events.leave(this);
    this.#world.metrics.closed(code);
    this.#world.closed(this);
  }
}

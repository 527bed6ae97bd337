/**
 * One socket after the other: runs the connection machine, keeps frames in order through inflate,
 * acks them, measures the server's clock. Knows nothing of lots.
 */
import type { ClientMessage, ServerMessage, Welcome } from '@auction/gateway/contract';
import { clockOffsetMs, clockSample, withSample, type ClockSample } from './clock-offset.ts';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import {
  dueAt,
  idle,
  step,
  type Connection,
  type ConnectionEffect,
  type ConnectionEvent,
} from './connection.ts';
import type { FeedPorts, FeedSocket } from './feed-ports.ts';
import { isDataFrame, parseServerMessage } from './server-message.ts';

/** Characters received after which an ack does not wait for its time. */
const ACK_SIZE = 65_536;
/** The same in frames: the server stops at 256 events that are not acked. */
const ACK_FRAMES = 64;
/** Used until `welcome` names it. */
const ACK_MS = 1_000;
/** The server allows one `ping` per 10 s. */
const PING_MS = 10_500;

export interface SessionEvents {
  /** The socket is greeted: subscriptions of an earlier one are gone. */
  ready(welcome: Welcome): void;
  /** The socket is gone. */
  lost(): void;
  message(message: ServerMessage): void;
  changed(connection: Connection): void;
  clock(offsetMs: number): void;
}

export class Session {
  readonly #ports: FeedPorts;
  readonly #events: SessionEvents;
  readonly #build: string;
  #connection: Connection = idle;
  #socket: FeedSocket | null = null;
  /** Number of the socket; frames and answers meant for an earlier one are dropped. */
  #generation = 0;
  #cancelDue: () => void = () => undefined;
  /** Frames waiting behind a running inflate, in order of arrival. */
  #queue: Promise<void> | null = null;
  #ackMs = ACK_MS;
  #frameCount = 0;
  #ackedCount = 0;
  #sizeSinceAck = 0;
  #ackIsDue = false;
  #lagMs: number | null = null;
  /** Cursor of the last event taken over; what comes later is sent again after a cut. */
  #eventCursor: string | null = null;
  #samples: readonly ClockSample[] = [];
  #helloAt = 0;
  #lastPing = { x: 0, sentAt: 0 };

  constructor(ports: FeedPorts, events: SessionEvents, build: string) {
    this.#ports = ports;
    this.#events = events;
    this.#build = build;
  }

  get connection(): Connection {
    return this.#connection;
  }

  start(): void {
    this.#step({ type: 'start' });
  }

  /** The network or the page came back: do not wait any longer. */
  wake(): void {
    this.#step({ type: 'wake' });
  }

  /** Somebody signs in or out: no socket and no ticket until `renew`. */
  hold(): void {
    this.#step({ type: 'hold' });
  }

  /** A new socket with the session of now. */
  renew(): void {
    this.#eventCursor = null;
    this.#step({ type: 'renew' });
  }

  /** Sends when the session is ready; what is said before is lost, on purpose. */
  send(message: ClientMessage): void {
    if (this.#connection.at === 'ready') this.#socket?.send(JSON.stringify(message));
  }

  /** Worst time from arrival to paint since the last ack, ms. */
  noteLag(lagMs: number): void {
    this.#lagMs = Math.max(this.#lagMs ?? 0, lagMs);
  }

  #step(event: ConnectionEvent): void {
    const before = this.#connection;
    const now = this.#ports.now();
    const next = step(before, event, now, this.#ports.random());
    this.#connection = next.state;
    this.#cancelDue();
    const due = dueAt(next.state);
    this.#cancelDue =
      due === null
        ? () => undefined
        : this.#ports.schedule(() => this.#step({ type: 'tick' }), Math.max(0, due - now));
    if (before.at === 'ready' && next.state.at !== 'ready') this.#events.lost();
    if (before.at !== next.state.at) this.#events.changed(next.state);
    for (const effect of next.effects) this.#run(effect);
  }

  #run(effect: ConnectionEffect): void {
    switch (effect.do) {
      case 'getTicket':
        void this.#getTicket();
        return;
      case 'openSocket':
        this.#open();
        return;
      case 'sayHello':
        this.#helloAt = this.#ports.now();
        this.#socket?.send(
          JSON.stringify({
            t: 'hello',
            ticket: effect.ticket,
            build: this.#build,
            ...(this.#eventCursor === null ? {} : { ev: this.#eventCursor }),
          }),
        );
        return;
      case 'dropSocket':
        this.#generation++;
        this.#socket?.close();
        this.#socket = null;
        return;
      case 'signIn':
        void this.#signIn();
        return;
    }
  }

  async #getTicket(): Promise<void> {
    const generation = ++this.#generation;
    const result = await this.#ports.getTicket();
    if (generation !== this.#generation) return;
    this.#step(
      result.ok
        ? { type: 'ticket', ticket: result.ticket }
        : { type: 'ticketRefused', status: result.status },
    );
  }

  async #signIn(): Promise<void> {
    const generation = ++this.#generation;
    const signedIn = await this.#ports.signIn();
    if (generation === this.#generation)
      this.#step({ type: signedIn ? 'signedIn' : 'signInFailed' });
  }

  #open(): void {
    const generation = ++this.#generation;
    const mine = (run: () => void) => {
      if (generation === this.#generation) run();
    };
    this.#queue = null;
    this.#frameCount = 0;
    this.#ackedCount = 0;
    this.#socket = this.#ports.openSocket({
      opened: () => mine(() => this.#step({ type: 'opened' })),
      text: (text) => mine(() => this.#receive(text, generation)),
      binary: (bytes) => mine(() => this.#receive(bytes, generation)),
      closed: (code) =>
        mine(() => {
          this.#socket = null;
          this.#step({ type: 'closed', code });
        }),
    });
  }

  /** Text frames queue behind a running inflate, so that no delta overtakes its snapshot. */
  #receive(frame: string | ArrayBuffer, generation: number): void {
    this.#step({ type: 'frame' });
    if (typeof frame === 'string' && this.#queue === null) {
      this.#take(frame);
      return;
    }
    const text = typeof frame === 'string' ? Promise.resolve(frame) : this.#ports.inflate(frame);
    const queue = Promise.all([text, this.#queue])
      .then(([inflated]) => {
        if (generation !== this.#generation) return;
        this.#take(inflated);
        if (this.#queue === queue) this.#queue = null;
      })
      .catch(() => this.#break(generation));
    this.#queue = queue;
  }

  /** A frame that cannot be read breaks the stream: start again. */
  #break(generation: number): void {
    if (generation !== this.#generation) return;
    this.#run({ do: 'dropSocket' });
    this.#step({ type: 'closed', code: NO_CLOSE_FRAME });
  }

  #take(text: string): void {
    const message = this.#parse(text);
    if (message === null) return;
    if (isDataFrame(message)) {
      this.#frameCount++;
      this.#sizeSinceAck += text.length;
    }
    switch (message.t) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'pong':
        this.#pong(message.x, message.now);
        break;
      case 'bye':
        this.#step({ type: 'bye', retryMs: message.retryMs });
        break;
      default:
        this.#events.message(message);
    }
    this.#noteCursor(message);
    this.#ackSoon();
  }

  #noteCursor(message: ServerMessage): void {
    if (message.t === 'ev') this.#eventCursor = message.cur;
    else if (message.t === 'hb' && message.ev !== undefined) this.#eventCursor = message.ev;
    // What was missed comes right after a welcome: only a first one says where to begin.
    else if (message.t === 'welcome') this.#eventCursor ??= message.ev ?? null;
  }

  #parse(text: string): ServerMessage | null {
    try {
      return parseServerMessage(text);
    } catch {
      this.#break(this.#generation);
      return null;
    }
  }

  #welcome(welcome: Welcome): void {
    this.#ackMs = welcome.ack;
    this.#addSample(clockSample(this.#helloAt, this.#ports.now(), welcome.now));
    this.#step({ type: 'welcome' });
    this.#events.ready(welcome);
    this.#ping(this.#generation);
  }

  #ping(generation: number): void {
    if (generation !== this.#generation) return;
    this.#lastPing = { x: this.#lastPing.x + 1, sentAt: this.#ports.now() };
    this.send({ t: 'ping', x: this.#lastPing.x });
    this.#ports.schedule(() => this.#ping(generation), PING_MS);
  }

  #pong(x: number, serverNow: number): void {
    if (x !== this.#lastPing.x) return;
    this.#addSample(clockSample(this.#lastPing.sentAt, this.#ports.now(), serverNow));
  }

  #addSample(sample: ClockSample): void {
    this.#samples = withSample(this.#samples, sample);
    this.#events.clock(clockOffsetMs(this.#samples));
  }

  #ackSoon(): void {
    if (this.#frameCount === this.#ackedCount) return;
    const isMuch = this.#frameCount - this.#ackedCount >= ACK_FRAMES;
    if (isMuch || this.#sizeSinceAck >= ACK_SIZE) {
      this.#ack();
    } else if (!this.#ackIsDue) {
      this.#ackIsDue = true;
      this.#ports.schedule(() => {
        this.#ackIsDue = false;
        this.#ack();
      }, this.#ackMs);
    }
  }

  #ack(): void {
    this.#sizeSinceAck = 0;
    if (this.#frameCount === this.#ackedCount) return;
    this.#ackedCount = this.#frameCount;
    const lag = this.#lagMs === null ? {} : { lag: Math.round(this.#lagMs) };
    this.#lagMs = null;
    this.send({ t: 'ack', n: this.#frameCount, ...lag });
  }
}

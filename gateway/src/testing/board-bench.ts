/** A gateway's board under test: no socket, no log, and time that stands still until it is moved. */
import type { Lot } from '@auction/avro/records';
import type { ClientMessage, Limits } from '../board-protocol.ts';
import { limits as startLimits } from '../board-protocol.ts';
import { BoardFeed, tickMs } from '../board/board-feed.ts';
import { Board } from '../board/board.ts';
import type { Connection } from '../board/connection.ts';
import type { FeedMetrics } from '../board/feed-metrics.ts';
import { ReferenceClient } from './reference-client.ts';
import type { ClientChannel } from './reference-client.ts';

/** A record on its way to boards: value null is a tombstone. */
export interface LotRecord {
  readonly partition: number;
  readonly offset: number;
  readonly lotId: string;
  readonly lot: Lot | null;
  readonly committedAt: number;
}

export const partitionCount = 3;
export const startAt = 1_795_392_000_000;

export class Clock {
  nowMs = startAt;
}

export class BoardBench {
  readonly board: Board;
  readonly feed: BoardFeed;
  readonly clock: Clock;
  #taken = 0;

  constructor(
    clock: Clock,
    options: { readonly limits?: Partial<Limits>; readonly metrics?: FeedMetrics } = {},
  ) {
    this.clock = clock;
    const now = () => clock.nowMs;
    this.board = new Board({ epoch: 'e1', sourceCount: partitionCount, now });
    this.feed = new BoardFeed({
      board: this.board,
      limits: { ...startLimits, ...options.limits },
      ...(options.metrics ? { metrics: options.metrics } : {}),
      random: () => 0.5,
      clock: () => 0, // no tick is ever late
    });
  }

  /** Reads on in a log. @param count records at most */
  read(log: readonly LotRecord[], count = Infinity): void {
    for (const record of log.slice(this.#taken, this.#taken + count)) this.#take(record);
    this.#taken = Math.min(log.length, this.#taken + count);
  }

  #take({ partition: source, offset, lotId, lot, committedAt }: LotRecord): void {
    const arrival = {
      source,
      offset,
      committedAt,
      publishedAt: lot?.publishedAt ?? 0,
      fresh: true,
    };
    if (lot) this.board.lots.put(lot, arrival);
    else this.board.lots.remove(lotId, arrival);
    this.board.position.advance(source, offset + 1);
  }

  tick(): void {
    this.feed.tick(this.clock.nowMs);
  }

  /** Lets time pass, tick by tick. */
  pass(ms: number): void {
    const untilMs = this.clock.nowMs + ms;
    while (this.clock.nowMs < untilMs) {
      this.clock.nowMs += tickMs;
      this.tick();
    }
  }
}

/** A client on a bench: frames wait in its inbox until it reads them. */
export class BenchClient {
  readonly client = new ReferenceClient();
  #connection: Connection | undefined;
  #inbox: (string | Buffer)[] = [];
  readonly closes: number[] = [];
  bufferedBytes = 0;

  get connection(): Connection {
    if (!this.#connection) throw new Error('not connected');
    return this.#connection;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined && this.#connection.state !== 'closed';
  }

  /** Opens a connection and says hello with a good ticket. */
  connect(bench: BoardBench, kept: readonly (readonly [number, ClientChannel])[] = []): void {
    this.#inbox = [];
    this.client.startConnection(kept);
    this.#connection = this.open(bench);
    this.say({ t: 'hello', ticket: 'good', build: 'test' });
  }

  /** Only the socket, no hello. */
  open(bench: BoardBench): Connection {
    const inbox = this.#inbox;
    const { closes } = this;
    const bufferedBytes = () => this.bufferedBytes;
    const connection = bench.feed.open(
      {
        id: 'c1',
        transport: {
          send: (data, binary) => inbox.push(binary ? data : String(data)),
          close: (code) => closes.push(code),
          terminate: () => connection.gone(1006),
          ping: () => connection.heard(bench.clock.nowMs),
          get bufferedBytes() {
            return bufferedBytes();
          },
        },
        onTicket: (_ticket, of) => {
          const user = { id: null, org: null, roles: ['visitor'] };
          if (of === 'hello') connection.greet(user, Infinity, bench.clock.nowMs);
        },
      },
      bench.clock.nowMs,
    );
    this.#connection = connection;
    this.#clock = bench.clock;
    return connection;
  }
  #clock = new Clock();

  say(message: ClientMessage | string): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    this.connection.receive(text, this.#clock.nowMs);
  }

  /** Reads what has come and says so. */
  read(): void {
    if (this.#inbox.length === 0) return;
    for (const data of this.#inbox.splice(0)) this.client.receive(data);
    if (this.isConnected) this.say({ t: 'ack', n: this.client.dataFrames });
  }

  /** The network fails; what was not read is lost. */
  cut(): void {
    this.#inbox = [];
    this.#connection?.gone(1006);
  }
}

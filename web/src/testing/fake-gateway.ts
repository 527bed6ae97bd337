/**
 * A gateway in memory that speaks board.v1: real protocol, no network. Lots and sites are plain rows;
 * every change goes to the channels it belongs to at once.
 */
import type {
  BoardFilter,
  BoardRow,
  ClientMessage,
  ServerMessage,
  SiteRow,
  SubMessage,
  WireRow,
} from '@auction/gateway/contract';
import { lotChecksum } from '../app/live/checksum.ts';
import type { FeedPorts, FeedSocket, SocketEvents, TicketResult } from '../app/live/feed-ports.ts';

interface Row {
  readonly id: string;
  readonly v: number;
}
interface View {
  readonly ch: number;
  readonly sub: SubMessage;
  readonly members: Map<string, number>;
  /** Change number up to which the channel is told. */
  last: number;
}

const HOT: readonly (keyof BoardRow)[] = [
  'id',
  'v',
  'price',
  'ask',
  'bids',
  'leader',
  'reserve',
  'end',
  'ext',
  'status',
];

/** Time as the fake and the feed see it. */
export type FeedClock = Pick<FeedPorts, 'now' | 'schedule'>;

export class FakeGateway {
  readonly lots = new Map<string, BoardRow>();
  readonly sites = new Map<string, SiteRow>();
  /** Everything the client said on any socket, oldest first. */
  readonly heard: ClientMessage[] = [];
  /** Answers to the next requests for a ticket; then tickets are given. */
  readonly ticketRefusals: TicketResult[] = [];
  epoch = '1';
  partRows = 500;
  /** Sends data frames as "deflated" bytes that take a moment to inflate. */
  binary = false;
  /** Drops the next so many deltas: the client must notice the gap. */
  dropDeltas = 0;
  /** Says nothing at all, like a half-open connection. */
  isMute = false;
  signIns = 0;
  /** Who the next socket belongs to; null: a visitor who is not signed in. */
  userId: string | null = null;
  /** Change number of the board, also its cursor. */
  #change = 100;
  #socket: SocketEvents | null = null;
  #views: View[] = [];
  readonly #graves = new Set<string>();
  #channel = 40;
  readonly #clock: FeedClock;

  constructor(clock: FeedClock) {
    this.#clock = clock;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  ports(): FeedPorts {
    return {
      now: () => this.#clock.now(),
      random: () => 0.5,
      schedule: (run, delayMs) => this.#clock.schedule(run, delayMs),
      openSocket: (events) => this.#open(events),
      inflate: async (bytes) => new TextDecoder().decode(bytes),
      getTicket: async () => this.ticketRefusals.shift() ?? { ok: true, ticket: 'ticket' },
      signIn: async () => {
        this.signIns++;
        return true;
      },
    };
  }

  /** Puts lots on the board, or changes what is given of them. */
  put(...rows: (Partial<BoardRow> & Row)[]): void {
    for (const row of rows) {
      const held = this.lots.get(row.id);
      const next = { ...held, ...row } as BoardRow;
      this.lots.set(row.id, next);
      this.#graves.delete(row.id);
      this.#publish(next, held);
    }
  }

  remove(id: string): void {
    this.lots.delete(id);
    this.#graves.add(id);
    for (const view of this.#views) {
      if (view.members.delete(id)) this.#delta(view, { rm: [id] });
    }
  }

  putSite(row: SiteRow): void {
    this.sites.set(row.id, row);
    for (const view of this.#views.filter(({ sub }) => sub.topic === 'sites')) {
      this.#delta(view, { u: [Object.values(row)] });
    }
  }

  /** The checksum frame of every channel; `wrong` makes it differ. */
  sendSums(wrong = false): void {
    for (const { ch, members, last: to } of this.#views) {
      let x = 0;
      for (const [id, v] of members) x ^= lotChecksum(id, v);
      this.send({
        t: 'sum',
        ch,
        to,
        count: members.size,
        x: (x ^ Number(wrong)) >>> 0,
        cur: String(to),
      });
    }
  }

  beat(): void {
    const at = Object.fromEntries(this.#views.map(({ ch, last }) => [String(ch), last]));
    this.send({ t: 'hb', now: this.#clock.now(), at, cur: String(this.#change) });
  }

  send(message: ServerMessage): void {
    if (this.isMute) return;
    const text = JSON.stringify(message);
    const isData = message.t === 'snap' || message.t === 'd' || message.t === 'ev';
    if (this.binary && isData) this.#socket?.binary(new TextEncoder().encode(text).buffer);
    else this.#socket?.text(text);
  }

  /** Closes the socket from the server's side. */
  close(code: number): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#views = [];
    socket?.closed(code);
  }

  #open(events: SocketEvents): FeedSocket {
    this.#socket = events;
    this.#clock.schedule(() => events.opened(), 0);
    return {
      send: (text) => this.#take(JSON.parse(text) as ClientMessage),
      close: () => {
        this.#socket = null;
        this.#views = [];
      },
    };
  }

  #take(message: ClientMessage): void {
    this.heard.push(message);
    if (message.t === 'hello') this.#welcome();
    else if (message.t === 'ping') this.send({ t: 'pong', x: message.x, now: this.#clock.now() });
    else if (message.t === 'sub') this.#subscribe(message);
    else if (message.t === 'unsub') {
      this.#views = this.#views.filter(({ sub }) => sub.sub !== message.sub);
    }
  }

  #welcome(): void {
    this.send({
      t: 'welcome',
      conn: 'fake',
      now: this.#clock.now(),
      epoch: this.epoch,
      user: { id: this.userId, org: null, roles: [] },
      limits: {
        messageBytes: 16_384,
        messagesPerSecond: 20,
        messageBurst: 60,
        socketsPerUser: 8,
        socketsPerAddress: 20,
        subs: 16,
        tracked: 500,
        setValues: 50,
        viewRows: 100_000,
        partRows: this.partRows,
        unackedEvents: 256,
        helloMs: 5_000,
        frameBytes: 1_048_576,
      },
      hb: 5_000,
      ack: 1_000,
    });
  }

  #subscribe(sub: SubMessage): void {
    const rows = this.#rowsOf(sub);
    const view: View = { ch: ++this.#channel, sub, members: new Map(), last: this.#change };
    for (const { id, v } of rows) view.members.set(id, v);
    this.#views.push(view);
    const { cols, hot } = columnsOf(sub, rows);
    const isResume = sub.resume?.epoch === this.epoch;
    const parts = isResume ? 0 : Math.ceil(rows.length / this.partRows);
    const mode = isResume ? 'resume' : 'snap';
    const to = this.#change;
    this.send({
      t: 'ok',
      sub: sub.sub,
      ch: view.ch,
      epoch: this.epoch,
      mode,
      cols,
      hot,
      rows: rows.length,
      parts,
      to,
    });
    const wire = rows.map((row) => wireOf(row, cols));
    const rm = [...this.#graves];
    if (isResume)
      this.send({ t: 'd', ch: view.ch, from: 0, to, at: this.#clock.now(), add: wire, rm });
    for (let part = 1; part <= parts; part++) {
      const slice = wire.slice((part - 1) * this.partRows, part * this.partRows);
      this.send({ t: 'snap', ch: view.ch, part, rows: slice });
    }
  }

  #rowsOf(sub: SubMessage): (BoardRow | SiteRow)[] {
    if (sub.topic === 'sites') return [...this.sites.values()];
    return [...this.lots.values()].filter((row) => matches(row, sub.filter ?? {}));
  }

  #publish(row: BoardRow, held: BoardRow | undefined): void {
    for (const view of this.#views.filter(({ sub }) => sub.topic !== 'sites')) {
      const wasIn = view.members.has(row.id);
      const isIn = matches(row, view.sub.filter ?? {});
      const { cols } = columnsOf(view.sub, [row]);
      if (isIn) view.members.set(row.id, row.v);
      else view.members.delete(row.id);
      const isHot = held !== undefined && wasIn;
      if (isIn) this.#delta(view, isHot ? { u: [wireOf(row, HOT)] } : { add: [wireOf(row, cols)] });
      else if (wasIn) this.#delta(view, { rm: [row.id] });
    }
  }

  #delta(view: View, changes: { u?: WireRow[]; add?: WireRow[]; rm?: string[] }): void {
    const from = view.last;
    const to = ++this.#change;
    view.last = to;
    if (this.dropDeltas > 0) this.dropDeltas--;
    else
      this.send({
        t: 'd',
        ch: view.ch,
        from,
        to,
        at: this.#clock.now(),
        cur: String(to),
        ...changes,
      });
  }
}

function columnsOf(sub: SubMessage, rows: readonly object[]): { cols: string[]; hot: string[] } {
  const cols = Object.keys(rows[0] ?? { id: '', v: 0 });
  return { cols, hot: sub.topic === 'sites' ? cols : [...HOT] };
}

function wireOf(row: object, columns: readonly string[]): WireRow {
  const values: Readonly<Record<string, string | number | null>> = { ...row };
  return columns.map((column) => values[column] ?? null);
}

/** The part of the filter the specs use. */
function matches(row: BoardRow, filter: BoardFilter): boolean {
  const inSet = (set: readonly string[] | undefined, value: string | null) =>
    set === undefined || (value !== null && set.includes(value));
  return (
    inSet(filter.site, row.site) &&
    inSet(filter.make, row.make) &&
    inSet(filter.status, row.status) &&
    inSet(filter.cur, row.cur) &&
    inSet(filter.lots, row.id) &&
    (filter.q === undefined || row.name.toLowerCase().includes(filter.q.toLowerCase()))
  );
}

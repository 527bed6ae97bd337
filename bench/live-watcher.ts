/** Somebody who watches lots, or the whole board, over a socket of their own and is told each row that comes. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { fullColumns, hotColumns } from '@auction/gateway/board-columns';
import type { WireRow } from '@auction/gateway/board-columns';
import { subprotocol } from '@auction/gateway/board-protocol';
import type { ClientMessage, ServerMessage } from '@auction/gateway/board-protocol';
import { ask } from './ask.ts';

const ackEveryMs = 500;
const tooManyRequests = 429;

/** A lot as a frame showed it. */
export interface ShownRow {
  readonly lotId: string;
  readonly version: number;
  /** Minor units; null: no bid seen. */
  readonly priceMinor: number | null;
}

export type OnRow = (row: ShownRow) => void;

async function ticketFor(url: string): Promise<{ ticket: string; cookie: string }> {
  const first = await ask(`${url}/api/sites`);
  await first.body?.cancel();
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const headers = { cookie, origin: url };
  const answer = await ask(`${url}/api/live/ticket`, { method: 'POST', headers });
  if (answer.status === tooManyRequests) {
    // All watchers ask from one address; their sockets do not come from it.
    await delay(1000 * Number(answer.headers.get('retry-after') ?? 1));
    return ticketFor(url);
  }
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
  return { ticket: ((await answer.json()) as { ticket: string }).ticket, cookie };
}

/** Addresses of loopback, so that the limit of sockets per address is not met. */
const addressOf = (number: number): string => `127.0.0.${2 + (number % 200)}`;

export class LiveWatcher {
  readonly #socket: WebSocket;
  readonly #acks: NodeJS.Timeout;
  #frames = 0;
  #acked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#acks = setInterval(() => {
      this.#ack();
    }, ackEveryMs);
  }

  /**
   * Connects and watches. The gateway sends a lot at most every 100 ms, a board four times a second.
   * @param number of this watcher, for its address
   * @param what ids of lots, or the board with everything on it
   * @throws when the gateway lets nobody in
   */
  static async watch(
    url: string,
    number: number,
    what: readonly string[] | 'board',
    onRow: OnRow,
  ): Promise<LiveWatcher> {
    const { ticket, cookie } = await ticketFor(url);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, subprotocol, {
      headers: { origin: url, cookie },
      localAddress: addressOf(number),
    });
    await once(socket, 'open');
    const watcher = new LiveWatcher(socket);
    const welcome = new Promise<void>((resolve, reject) => {
      socket.on('message', (data: Buffer, isBinary) => {
        const text = isBinary ? inflateRawSync(data).toString() : data.toString();
        const message = JSON.parse(text) as ServerMessage;
        if (message.t === 'welcome') resolve();
        watcher.#take(message, onRow);
      });
      socket.once('close', (code) => {
        reject(new Error(`the gateway closed with ${code}`));
      });
    });
    watcher.#say({ t: 'hello', ticket, build: 'bench' });
    await welcome;
    if (what === 'board') watcher.#say({ t: 'sub', sub: 1, topic: 'board' });
    else watcher.#say({ t: 'track', set: [...what] });
    return watcher;
  }

  #say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #take(message: ServerMessage, onRow: OnRow): void {
    if (message.t !== 'd') return;
    this.#frames += 1;
    for (const row of message.add ?? []) tell(fullColumns, row, onRow);
    for (const row of message.u ?? []) tell(hotColumns, row, onRow);
  }

  #ack(): void {
    if (this.#frames === this.#acked) return;
    this.#acked = this.#frames;
    this.#say({ t: 'ack', n: this.#frames });
  }

  leave(): void {
    clearInterval(this.#acks);
    this.#socket.close();
  }
}

function tell(columns: readonly string[], row: WireRow, onRow: OnRow): void {
  const cell = (name: string) => row[columns.indexOf(name)];
  const price = cell('price');
  onRow({
    lotId: String(cell('id')),
    version: Number(cell('v')),
    priceMinor: typeof price === 'number' ? price : null,
  });
}

/** Somebody who watches lots over a socket of their own and is told each new price of them. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { inflateRawSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { fullColumns, hotColumns } from '@auction/gateway/board-columns';
import type { WireRow } from '@auction/gateway/board-columns';
import { subprotocol } from '@auction/gateway/board-protocol';
import type { ClientMessage, ServerMessage } from '@auction/gateway/board-protocol';

const ackEveryMs = 500;
const tooManyRequests = 429;

export type OnPrice = (lotId: string, priceMinor: number) => void;

async function ticketFor(url: string): Promise<{ ticket: string; cookie: string }> {
  const first = await fetch(`${url}/api/sites`);
  await first.body?.cancel();
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const headers = { cookie, origin: url };
  const answer = await fetch(`${url}/api/live/ticket`, { method: 'POST', headers });
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
   * Connects and watches. The gateway sends a lot at most every 100 ms.
   * @param number of this watcher, for its address
   * @throws when the gateway lets nobody in
   */
  static async watch(
    url: string,
    number: number,
    lotIds: readonly string[],
    onPrice: OnPrice,
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
        watcher.#take(message, onPrice);
      });
      socket.once('close', (code) => {
        reject(new Error(`the gateway closed with ${code}`));
      });
    });
    watcher.#say({ t: 'hello', ticket, build: 'bench' });
    await welcome;
    watcher.#say({ t: 'track', set: [...lotIds] });
    return watcher;
  }

  #say(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #take(message: ServerMessage, onPrice: OnPrice): void {
    if (message.t !== 'd') return;
    this.#frames += 1;
    if (message.ch !== 0) return;
    for (const row of message.add ?? []) tell(fullColumns, row, onPrice);
    for (const row of message.u ?? []) tell(hotColumns, row, onPrice);
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

function tell(columns: readonly string[], row: WireRow, onPrice: OnPrice): void {
  const price = row[columns.indexOf('price')];
  if (typeof price === 'number') onPrice(String(row[columns.indexOf('id')]), price);
}

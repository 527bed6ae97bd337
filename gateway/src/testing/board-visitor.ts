/** A visitor of the board over a real socket: cookie, ticket, hello, and a copy of every channel. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { subprotocol } from '../board-protocol.ts';
import type { Bye, ClientMessage, Delta, ServerMessage } from '../board-protocol.ts';
import { ReferenceClient } from './reference-client.ts';
import type { ClientChannel } from './reference-client.ts';

/** First page load. @returns the `cookie` header of everything after it */
export async function firstVisit(url: string): Promise<string> {
  const response = await fetch(`${url}/api/sites`);
  const [given = ''] = response.headers.getSetCookie();
  return given.split(';')[0] ?? '';
}

export async function askTicket(url: string, cookie: string): Promise<string> {
  const headers = { cookie, origin: url };
  const response = await fetch(`${url}/api/live/ticket`, { method: 'POST', headers });
  if (!response.ok) throw new Error(`no ticket: ${response.status}`);
  return ((await response.json()) as { ticket: string }).ticket;
}

export interface Upgrade {
  readonly origin?: string;
  readonly cookie?: string;
  readonly protocol?: string;
}

const webSocket = (url: string, { origin, cookie, protocol = subprotocol }: Upgrade): WebSocket =>
  new WebSocket(url.replace('http', 'ws') + '/ws', protocol, {
    headers: { ...(origin === undefined ? {} : { origin }), ...(cookie ? { cookie } : {}) },
  });

/** HTTP status the upgrade is refused with, and the problem's code; 101: it was not. */
export async function refusalOf(url: string, upgrade: Upgrade): Promise<[number, string]> {
  const socket = webSocket(url, upgrade);
  const { promise, resolve, reject } = Promise.withResolvers<[number, string]>();
  socket.once('open', () => {
    socket.close();
    resolve([101, '']);
  });
  socket.once('error', reject);
  socket.once('unexpected-response', (_request, response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.once('end', () => {
      const problem = JSON.parse(Buffer.concat(parts).toString()) as { code: string };
      resolve([response.statusCode ?? 0, problem.code]);
    });
  });
  return promise;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export class BoardVisitor {
  readonly client = new ReferenceClient();
  readonly closed: Promise<Closed>;
  /** As they came, before the rules of the protocol were applied to them. */
  readonly deltas: Delta[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.on('message', (data: Buffer, isBinary) => {
      const message = this.client.receive(isBinary ? data : data.toString());
      if (message.t === 'd') this.deltas.push(message);
    });
  }

  /** Only the socket, no hello. @throws when the upgrade is refused */
  static async open(url: string, cookie: string): Promise<BoardVisitor> {
    const socket = webSocket(url, { origin: url, cookie });
    const visitor = new BoardVisitor(socket);
    await once(socket, 'open');
    return visitor;
  }

  /** @param kept copies of an earlier connection, by subscription, for a resume */
  static async greet(
    url: string,
    cookie: string,
    kept: readonly (readonly [sub: number, channel: ClientChannel])[] = [],
  ): Promise<BoardVisitor> {
    const visitor = await BoardVisitor.open(url, cookie);
    visitor.client.startConnection(kept);
    visitor.say({ t: 'hello', ticket: await askTicket(url, cookie), build: 'spec' });
    return visitor;
  }

  say(message: ClientMessage): void {
    this.sayText(JSON.stringify(message));
  }

  sayText(text: string): void {
    this.#socket.send(text);
  }

  /** Messages of one kind so far. */
  heard<T extends ServerMessage['t']>(kind: T): Extract<ServerMessage, { t: T }>[] {
    return this.client.messages.filter(
      (message): message is Extract<ServerMessage, { t: T }> => message.t === kind,
    );
  }

  get bye(): Bye | undefined {
    return this.heard('bye')[0];
  }

  /** The network fails. */
  cut(): void {
    this.#socket.terminate();
  }

  leave(): Promise<Closed> {
    this.#socket.close(1000);
    return this.closed;
  }
}

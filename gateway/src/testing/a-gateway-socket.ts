/** A socket to a listening gateway as a browser opens it: ticket by REST, hello, then what comes. */
import type { AddressInfo } from 'node:net';
import WebSocket from 'ws';
import type { ServerMessage } from '../board-protocol.ts';
import type { App } from '../http/app-types.ts';
import { cookieHeaders } from './account-bench.ts';

export interface OpenSocket {
  readonly socket: WebSocket;
  /** Everything that came as text, oldest first. */
  readonly messages: readonly ServerMessage[];
  /** Resolves with the first message of this kind. */
  next<T extends ServerMessage['t']>(t: T): Promise<Extract<ServerMessage, { t: T }>>;
  /** Resolves with the code when it closes. */
  readonly closed: Promise<number>;
}

export async function listen(app: App): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

export function openSocket(address: string, headers: Readonly<Record<string, string>>): OpenSocket {
  const { origin: from, ...others } = headers;
  const socket = new WebSocket(`ws://${address}/ws`, 'board.v1.json', {
    headers: others,
    ...(from === undefined ? {} : { origin: from }),
  });
  const messages: ServerMessage[] = [];
  const waiting = new Map<string, (message: ServerMessage) => void>();
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return;
    const message = JSON.parse(data.toString('utf8')) as ServerMessage;
    messages.push(message);
    waiting.get(message.t)?.(message);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined); // told by `closed` or `refusal`
  const next = <T extends ServerMessage['t']>(t: T) =>
    new Promise<Extract<ServerMessage, { t: T }>>((resolve) => {
      const take = (message: ServerMessage) => {
        resolve(message as Extract<ServerMessage, { t: T }>);
      };
      const known = messages.find((message) => message.t === t);
      if (known) take(known);
      else waiting.set(t, take);
    });
  return { socket, messages, next, closed };
}

/** Status of the answer to an upgrade that is refused. */
export function refusal(address: string, headers: Readonly<Record<string, string>>) {
  const { socket } = openSocket(address, headers);
  return new Promise<number>((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('open', () => {
      socket.terminate();
      reject(new Error('the socket was let in'));
    });
  });
}

/** Opens a socket and is welcomed. @param ticketFrom gateway that gives the ticket @param ev of `hello` */
export async function greetedSocket(
  address: string,
  ticketFrom: App,
  cookie: string,
  ev?: string,
): Promise<OpenSocket> {
  const open = openSocket(address, cookieHeaders(cookie));
  await sayHello(open, ticketFrom, cookie, ev);
  await open.next('welcome');
  return open;
}

export async function sayHello(
  open: OpenSocket,
  app: App,
  cookie: string,
  ev?: string,
): Promise<void> {
  const headers = cookieHeaders(cookie);
  const answer = await app.inject({ method: 'POST', url: '/api/live/ticket', headers });
  const { ticket } = answer.json<{ ticket: string }>();
  if (open.socket.readyState === WebSocket.CONNECTING) {
    await new Promise((resolve) => open.socket.once('open', resolve));
  }
  open.socket.send(
    JSON.stringify({ t: 'hello', ticket, build: 'test', ...(ev === undefined ? {} : { ev }) }),
  );
}

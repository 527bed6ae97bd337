/**
 * The feed in a worker of its own: socket, inflate and protocol never wait for the page, and a frozen
 * page never holds the socket up.
 */
import type { TicketAnswer } from '@auction/gateway/contract';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { PageMessage } from './feed-messages.ts';
import type { FeedPorts, SocketEvents, TicketResult } from './feed-ports.ts';
import { Feed } from './feed.ts';

const TICKET = '/api/live/ticket';
/** The answer to a sign-in in another tab is here by then, and its cookie with it. */
const COOKIE_COMES_WITHIN_MS = 1_000;
const SUBPROTOCOL = 'board.v1.json';

const ports: FeedPorts = {
  now: () => Date.now(),
  random: () => Math.random(),
  schedule: (run, delayMs) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  openSocket,
  inflate,
  getTicket,
  signIn,
};

const feed = new Feed(ports, (message, transfer) => self.postMessage(message, transfer));
self.addEventListener('message', (event: MessageEvent<PageMessage>) => feed.take(event.data));

function openSocket(events: SocketEvents) {
  const address = new URL('/ws', self.location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = new WebSocket(address, SUBPROTOCOL);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('close', (event) => events.closed(event.code || NO_CLOSE_FRAME));
  socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
    if (typeof event.data === 'string') events.text(event.data);
    else events.binary(event.data);
  });
  return { send: (text: string) => socket.send(text), close: () => socket.close() };
}

async function inflate(bytes: ArrayBuffer): Promise<string> {
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(plain).text();
}

async function getTicket(): Promise<TicketResult> {
  const response = await answer(TICKET, 'POST');
  if (response === null) return { ok: false, status: null };
  if (!response.ok) return { ok: false, status: response.status };
  const { ticket } = (await response.json()) as TicketAnswer;
  return { ok: true, ticket };
}

/** After a 401: the browser has another cookie by now, or gets one. @returns whether to ask again */
async function signIn(): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, COOKIE_COMES_WITHIN_MS));
  if ((await answer(TICKET, 'POST'))?.ok === true) return true;
  return (await answer(`${TICKET}?renew=true`, 'POST')) !== null;
}

/** @returns null when no answer came */
async function answer(path: string, method: 'POST'): Promise<Response | null> {
  try {
    return await fetch(path, { method, credentials: 'same-origin' });
  } catch {
    return null;
  }
}

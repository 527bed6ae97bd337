/**
 * The feed in a worker of its own: socket, inflate and protocol never wait for the page, and a frozen
 * page never holds the socket up.
 */
import type { TicketAnswer } from '@auction/gateway/contract';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { PageMessage } from './feed-messages.ts';
import type { FeedPorts, SocketEvents, TicketResult } from './feed-ports.ts';
import { Feed } from './feed.ts';

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
  signIn: async () => (await answer('/api/sites', 'GET'))?.ok ?? false,
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
  const response = await answer('/api/live/ticket', 'POST');
  if (response === null) return { ok: false, status: null };
  if (!response.ok) return { ok: false, status: response.status };
  const { ticket } = (await response.json()) as TicketAnswer;
  return { ok: true, ticket };
}

/** @returns null when no answer came */
async function answer(path: string, method: 'GET' | 'POST'): Promise<Response | null> {
  try {
    return await fetch(path, { method, credentials: 'same-origin' });
  } catch {
    return null;
  }
}

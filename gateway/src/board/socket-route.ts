/** `/ws`: refuses before the upgrade what may not come in, then hands frames to a connection. */
import websocket from '@fastify/websocket';
import type { Logger } from '@auction/streams/runtime/logger';
import { errorFields } from '@auction/streams/runtime/logger';
import type { LiveSockets } from '../accounts/live-sockets.ts';
import type { LiveTickets, Redeemed } from '../accounts/live-tickets.ts';
import { publicRoute } from '../accounts/roles.ts';
import type { SessionCookie } from '../accounts/session-cookie.ts';
import { hashOf } from '../accounts/secrets.ts';
import { subprotocol } from '../board-protocol.ts';
import type { Bye } from '../board-protocol.ts';
import type { App } from '../http/app-types.ts';
import { Refusal } from '../http/problem.ts';
import type { BoardFeed } from './board-feed.ts';
import type { Connection } from './connection.ts';
import type { User } from './connection-world.ts';
import { OpenSockets } from './open-sockets.ts';
import type { SocketOwner } from './open-sockets.ts';
import type { Transport } from './transport.ts';

export interface BoardSocketOptions {
  readonly feed: BoardFeed;
  readonly tickets: LiveTickets;
  readonly cookie: SessionCookie;
  readonly sockets: LiveSockets;
  readonly allowedOrigins: readonly string[];
  readonly now: () => number;
  readonly logger: Logger;
}

const closeWithinMs = 2_000;
const retryFullMs = 15_000;
const retryLeavingMs = 1_000;

/** Before every route. Compression stays off: shared frames are deflated once, by us. */
export async function registerSockets(app: App, feed: BoardFeed): Promise<void> {
  await app.register(websocket, {
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: () => drainSockets(app, feed),
    options: socketOptions(feed),
  });
}

/** `closeTimeout` (how long a closed socket may take to go, ms) is newer than the types of `ws`. */
const socketOptions = ({ limits }: BoardFeed) => ({
  maxPayload: limits.messageBytes,
  perMessageDeflate: false,
  closeTimeout: closeWithinMs,
  handleProtocols: (offered: ReadonlySet<string>): string | false =>
    offered.has(subprotocol) && subprotocol,
});

/**
 * Upgraded sockets hold a server's close up, and an upgrade that arrives while closing would never be
 * answered: both are ended here. Source: live-board.md section 3.
 */
async function drainSockets(app: App, feed: BoardFeed): Promise<void> {
  app.server.removeAllListeners('upgrade');
  app.server.on('upgrade', (_request, socket) => socket.destroy());
  const { clients } = app.websocketServer;
  for (const { say } of feed.farewells(0)) say();
  for (const socket of clients) socket.close(1012, 'restart');
  const giveUpAt = performance.now() + closeWithinMs;
  while (clients.size > 0 && performance.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, closeWithinMs / 100));
  }
  for (const socket of clients) socket.terminate();
}

/** What is used of a socket of `ws`. */
interface Socket {
  send(data: string | Buffer, options: { binary: boolean }): void;
  close(code: number, reason: string): void;
  terminate(): void;
  ping(): void;
  readonly bufferedAmount: number;
}

const transportOf = (socket: Socket): Transport => ({
  send: (data, binary) => socket.send(data, { binary }),
  close: (code, reason) => socket.close(code, reason),
  terminate: () => socket.terminate(),
  ping: () => socket.ping(),
  get bufferedBytes() {
    return socket.bufferedAmount;
  },
});

/** As `welcome` says it; a visitor gets public views only. */
const userOf = ({ userId, organisationId, roles }: Redeemed): User => ({
  id: userId,
  org: organisationId,
  roles: [...roles],
});

export function boardSocket(app: App, options: BoardSocketOptions): void {
  const { feed, cookie, sockets, allowedOrigins, now, logger } = options;
  const open = new OpenSockets<Connection>(feed.limits);
  let opened = 0;
  app.get(
    '/ws',
    {
      ...publicRoute,
      websocket: true,
      schema: { hide: true },
      preValidation: async (request) => {
        const { origin } = request.headers;
        const offered = request.headers['sec-websocket-protocol'] ?? '';
        const session = cookie.of(request);
        if (origin === undefined || !allowedOrigins.includes(origin)) {
          throw new Refusal('FOREIGN_ORIGIN', 'the Origin header is not one of our pages');
        }
        if (!offered.split(',').some((name) => name.trim() === subprotocol)) {
          throw new Refusal('BAD_REQUEST', `offer the subprotocol ${subprotocol}`);
        }
        if (session === undefined) {
          throw new Refusal('NO_SESSION', 'no session: load the page first');
        }
        if (feed.isLeaving) {
          const detail = 'this gateway is being restarted; connect again';
          throw new Refusal('OVERLOADED', detail, { retryAfterMs: retryLeavingMs });
        }
        if (open.fullFor(ownerOf(session, request.ip)) === 'ADDRESS') {
          const detail = 'too many sockets from this address; close some';
          throw new Refusal('TOO_MANY_REQUESTS', detail, { retryAfterMs: retryFullMs });
        }
      },
    },
    (socket, request) => {
      const session = cookie.of(request) ?? '';
      const owner = ownerOf(session, request.ip);
      // After the upgrade, because a browser shows its page the reason of a close and no HTTP status:
      // who has too many tabs open must be able to read it.
      if (open.fullFor(owner) !== undefined) {
        refuseSocket(socket);
        return;
      }
      opened += 1;
      const onGone: (() => void)[] = [];
      /** A user may have several sessions; their sockets count together. */
      const takePlace = (userId: string | null): boolean => {
        if (userId === null || connection.state === 'closed') return true;
        const free = open.addOfUser(userId);
        if (free) onGone.push(free);
        return free !== undefined;
      };
      const connection = feed.open(
        {
          id: `g-${opened}`,
          transport: transportOf(socket),
          onTicket: (ticket, of) =>
            redeem(() => connection, { ticket, session, of, takePlace }, options),
        },
        now(),
      );
      open.add(owner, connection);
      // Before the ticket is taken, which looks whether the session is alive: an end that comes
      // between the two finds the socket.
      const close = () => connection.close(4401, 'session ended');
      onGone.push(sockets.add(owner.session, close));
      socket.on('message', (data, isBinary) => {
        if (isBinary || !Buffer.isBuffer(data)) connection.receiveBinary(now());
        else connection.receive(data.toString('utf8'), now());
      });
      socket.on('pong', () => connection.heard(now()));
      socket.on('close', (code) => {
        for (const forget of onGone) forget();
        open.remove(owner, connection);
        connection.gone(code);
      });
      socket.on('error', (error) => logger.debug('a socket failed', errorFields(error)));
    },
  );
}

const ownerOf = (cookie: string, address: string): SocketOwner => ({
  session: hashOf(cookie).toString('hex'),
  address,
});

function refuseSocket(socket: Socket): void {
  const bye: Bye = { t: 'bye', code: 4429, retryMs: retryFullMs };
  socket.send(JSON.stringify(bye), { binary: false });
  socket.close(4429, 'too many sockets of this session: close other tabs');
}

interface GivenTicket {
  readonly ticket: string;
  /** Value of the session cookie. */
  readonly session: string;
  readonly of: 'hello' | 'auth';
  /** Counts the socket to its user. @returns false: the user has too many */
  readonly takePlace: (userId: string | null) => boolean;
}

function redeem(
  connection: () => Connection,
  { ticket, session, of, takePlace }: GivenTicket,
  { tickets, now, logger }: BoardSocketOptions,
): void {
  tickets.redeem(ticket, session).then(
    (redeemed) => {
      if (!redeemed) connection().close(4401, 'ticket not good');
      else if (of === 'auth') connection().prolong(redeemed.expiresAt);
      else if (!takePlace(redeemed.userId)) connection().close(4429, 'too many sockets');
      else connection().greet(userOf(redeemed), redeemed.expiresAt, now());
    },
    (error: unknown) => {
      logger.warn('a ticket could not be checked', errorFields(error));
      connection().close(1013, 'try again');
    },
  );
}

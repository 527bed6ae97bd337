/** `/ws`: refuses before the upgrade what may not come in, then hands frames to a connection. */
import websocket from '@fastify/websocket';
import type { Logger } from '@auction/streams/runtime/logger';
import { errorFields } from '@auction/streams/runtime/logger';
import type { LiveSockets } from '../accounts/live-sockets.ts';
import type { LiveTickets, Redeemed } from '../accounts/live-tickets.ts';
import { publicRoute } from '../accounts/roles.ts';
import { hashOf } from '../accounts/secrets.ts';
import type { SessionCookie } from '../accounts/session-cookie.ts';
import type { App } from '../http/app-types.ts';
import type { BoardFeed } from './board-feed.ts';
import type { User } from './connection.ts';
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

const subprotocol = 'board.v1.json';
const payloadBytesMax = 16 * 1024;
const closeWithinMs = 2_000;

/** Before every route. Compression stays off: shared frames are deflated once, by us. */
export async function registerSockets(app: App): Promise<void> {
  await app.register(websocket, {
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: async () => {
      for (const socket of app.websocketServer.clients) socket.close(1012, 'restart');
      await new Promise((resolve) => setTimeout(resolve, closeWithinMs / 4));
      for (const socket of app.websocketServer.clients) socket.terminate();
    },
    options: {
      maxPayload: payloadBytesMax,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
    },
  });
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
  id: userId ?? 'visitor',
  org: organisationId,
  roles: [...roles],
});

/** A session as it is named when it ends: hex of the hash of its cookie. */
const sessionOf = (cookie = ''): string => hashOf(cookie).toString('hex');

export function boardSocket(app: App, options: BoardSocketOptions): void {
  const { feed, tickets, cookie, sockets, allowedOrigins, now, logger } = options;
  let opened = 0;
  app.get(
    '/ws',
    {
      ...publicRoute,
      websocket: true,
      schema: { hide: true },
      preValidation: async (request, reply) => {
        const { origin } = request.headers;
        const offered = request.headers['sec-websocket-protocol'] ?? '';
        if (origin === undefined || !allowedOrigins.includes(origin)) {
          await reply.code(403).send('foreign origin');
        } else if (!offered.split(',').some((name) => name.trim() === subprotocol)) {
          await reply.code(400).send(`offer the subprotocol ${subprotocol}`);
        } else if (cookie.of(request) === undefined) {
          await reply.code(401).send('no session: load the page first');
        } else if (!sockets.hasRoom(sessionOf(cookie.of(request)), request.ip)) {
          await reply.code(429).send('too many sockets: close other tabs');
        }
      },
    },
    (socket, request) => {
      const session = cookie.of(request) ?? '';
      opened += 1;
      const onGone: (() => void)[] = [];
      /** A user may have several sessions; their sockets count together. */
      const takePlace = (userId: string | null): boolean => {
        if (userId === null || connection.state === 'closed') return true;
        const free = sockets.addOfUser(userId);
        if (free) onGone.push(free);
        return free !== undefined;
      };
      const connection = feed.open(
        {
          id: `g-${opened}`,
          transport: transportOf(socket),
          onTicket: (ticket, of) => {
            tickets.redeem(ticket, session).then(
              (redeemed) => {
                if (!redeemed) connection.close(4401, 'ticket not good');
                else if (of === 'auth') connection.prolong(redeemed.expiresAt);
                else if (!takePlace(redeemed.userId)) connection.close(4429, 'too many sockets');
                else connection.greet(userOf(redeemed), redeemed.expiresAt, now());
              },
              (error: unknown) => {
                logger.warn('a ticket could not be checked', errorFields(error));
                connection.close(1013, 'try again');
              },
            );
          },
        },
        now(),
      );
      // Before the ticket is taken, which looks whether the session is alive: an end that comes
      // between the two finds the socket.
      const close = () => connection.close(4401, 'session ended');
      onGone.push(sockets.add(sessionOf(session), request.ip, close));
      socket.on('message', (data, isBinary) => {
        if (isBinary || !Buffer.isBuffer(data)) connection.receiveBinary(now());
        else connection.receive(data.toString('utf8'), now());
      });
      socket.on('pong', () => connection.heard(now()));
      socket.on('close', (code) => {
        for (const forget of onGone) forget();
        connection.gone(code);
      });
      socket.on('error', (error) => logger.debug('a socket failed', errorFields(error)));
    },
  );
}

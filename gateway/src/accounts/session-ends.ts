/**
 * Hears from Postgres that a session has ended, whoever ended it, and closes its sockets here. A
 * word can be lost while the connection is down: after each connecting, and now and then, every
 * session with sockets is looked up.
 */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import type { LiveSockets } from './live-sockets.ts';
import type { Sessions } from './sessions.ts';

export interface SessionEndsOptions {
  readonly postgresUrl: string;
  readonly sessions: Sessions;
  readonly sockets: LiveSockets;
  readonly logger: Logger;
  /** Between two looks at the sessions of open sockets, ms. */
  readonly sweepMs: number;
}

const reconnectMs = 500;
const waitMs = 3_000;

export interface SessionEnds {
  /** Resolves when the first connection listens. */
  readonly listening: Promise<void>;
  stop(): Promise<void>;
}

export function followSessionEnds(options: SessionEndsOptions): SessionEnds {
  const { logger } = options;
  const stopping = new AbortController();
  const first = Promise.withResolvers<undefined>();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await listenOnce(options, stopping.signal, () => first.resolve(undefined));
      } catch (error) {
        logger.warn('ends of sessions are not heard; sockets close late', errorFields(error));
      }
      await delay(reconnectMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  const sweeping = setInterval(() => void sweep(options), options.sweepMs);
  return {
    listening: first.promise,
    async stop() {
      clearInterval(sweeping);
      stopping.abort();
      await loop;
    },
  };
}

/** Listens until the connection is cut or `signal` is aborted. @throws when it is cut */
async function listenOnce(
  options: SessionEndsOptions,
  signal: AbortSignal,
  onListening: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: options.postgresUrl,
    application_name: 'gateway session ends',
    connectionTimeoutMillis: waitMs,
    keepAlive: true,
  });
  const cut = Promise.withResolvers<never>();
  cut.promise.catch(() => undefined); // told by the race below
  client.on('error', cut.reject);
  client.on('end', () => cut.reject(new Error('the connection was closed')));
  client.on('notification', ({ payload }) => options.sockets.end(payload ?? ''));
  try {
    await client.connect();
    await client.query('LISTEN session_ended');
    await sweep(options);
    onListening();
    await Promise.race([cut.promise, aborted(signal)]);
  } finally {
    await client.end();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Closes the sockets of sessions that are no more. */
async function sweep({ sessions, sockets, logger }: SessionEndsOptions): Promise<void> {
  try {
    const open = sockets.sessions;
    if (open.length === 0) return;
    const alive = await sessions.alive(open);
    for (const session of open) if (!alive.has(session)) sockets.end(session);
  } catch (error) {
    logger.warn('sessions of open sockets could not be looked up', errorFields(error));
  }
}

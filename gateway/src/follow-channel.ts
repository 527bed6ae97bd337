/** Hears what is said on a channel of Postgres (NOTIFY), on a connection of its own, for ever. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

export interface ChannelOptions {
  readonly postgresUrl: string;
  readonly channel: string;
  readonly onWord: (payload: string) => void;
  /** After each connecting: what was said before was not heard. */
  readonly onListening: () => Promise<void>;
  readonly onTrouble: (error: unknown) => void;
}

export interface ChannelFollowing {
  /** Resolves when the first connection listens. */
  readonly listening: Promise<void>;
  stop(): Promise<void>;
}

const reconnectMs = 500;
const waitMs = 3_000;

export function followChannel(options: ChannelOptions): ChannelFollowing {
  const stopping = new AbortController();
  const first = Promise.withResolvers<undefined>();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await listenOnce(options, stopping.signal, () => first.resolve(undefined));
      } catch (error) {
        options.onTrouble(error);
      }
      await delay(reconnectMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    listening: first.promise,
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** Listens until the connection is cut or `signal` is aborted. @throws when it is cut */
async function listenOnce(
  { postgresUrl, channel, onWord, onListening }: ChannelOptions,
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: postgresUrl,
    application_name: `gateway ${channel}`,
    connectionTimeoutMillis: waitMs,
    keepAlive: true,
  });
  const cut = Promise.withResolvers<never>();
  cut.promise.catch(() => undefined); // told by the race below
  client.on('error', cut.reject);
  client.on('end', () => cut.reject(new Error('the connection was closed')));
  client.on('notification', ({ payload }) => onWord(payload ?? ''));
  try {
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    await onListening();
    onReady();
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

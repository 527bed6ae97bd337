/**
 * Hears from Postgres that a session has ended, whoever ended it, and closes its sockets here. A
 * word can be lost while the connection is down: after each connecting, and now and then, every
 * session with sockets is looked up.
 */
import { errorFields } from '@auction/streams/runtime/logger';
import type { Logger } from '@auction/streams/runtime/logger';
import { followChannel } from '../follow-channel.ts';
import type { ChannelFollowing } from '../follow-channel.ts';
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

export type SessionEnds = ChannelFollowing;

export function followSessionEnds(options: SessionEndsOptions): SessionEnds {
  const { postgresUrl, sockets, logger } = options;
  const following = followChannel({
    postgresUrl,
    channel: 'session_ended',
    onWord: (session) => sockets.end(session),
    onListening: () => sweep(options),
    onTrouble: (error) =>
      logger.warn('ends of sessions are not heard; sockets close late', errorFields(error)),
  });
  const sweeping = setInterval(() => void sweep(options), options.sweepMs);
  return {
    listening: following.listening,
    async stop() {
      clearInterval(sweeping);
      await following.stop();
    },
  };
}

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

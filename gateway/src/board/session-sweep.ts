/**
 * Sockets outlive the request that opened them. A sweep asks now and then which of their sessions
 * still exist and closes the rest with 4401; it also clears the store of sessions that have expired.
 * Source: live-board.md 1.7.
 */
import type { OpenSockets } from './open-sockets.ts';

/** What the sweep asks of the sessions; ids are SHA-256 of cookies. */
export interface SweptSessions {
  /** @returns hex of the ids that are alive. @throws StoreAway */
  alive(ids: readonly Buffer[]): Promise<Set<string>>;
  /** Removes what has expired, a batch at a time. @returns how many went. @throws StoreAway */
  removeExpired(): Promise<number>;
}

export interface Closable {
  close(code: 4401, reason: string): void;
}

const idsAtOnce = 1_000;

/**
 * Closes every socket whose session has ended.
 * @returns how many sockets were closed. @throws StoreAway: nothing more is closed, the next sweep tries again
 */
export async function sweepSessions(
  open: OpenSockets<Closable>,
  sessions: SweptSessions,
): Promise<number> {
  await sessions.removeExpired();
  const ids = open.sessions;
  let closedCount = 0;
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const asked = ids.slice(from, from + idsAtOnce);
    const alive = await sessions.alive(asked.map((id) => Buffer.from(id, 'hex')));
    for (const id of asked) {
      if (alive.has(id)) continue;
      for (const socket of open.of(id)) {
        socket.close(4401, 'session ended');
        closedCount += 1;
      }
    }
  }
  return closedCount;
}

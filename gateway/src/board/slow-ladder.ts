/**
 * What to do with a client that does not keep up. Acks decide; the socket's buffer is the second
 * witness. Source: live-board.md section 2.7.
 */

/** normal; throttled: half the pace; paused: no board frames; closed: 1013. */
export type Rung = 'normal' | 'throttled' | 'paused' | 'closed';

export interface Reading {
  readonly unackedBytes: number;
  /** Age of the oldest unacked frame, ms. */
  readonly oldestMs: number;
  /** Bytes the socket has not handed to the kernel. */
  readonly bufferedBytes: number;
  readonly unackedEvents: number;
}

export const slowLimits = {
  /** Snapshot parts are sent only below it. */
  fillBytes: 256 * 1024,
  throttledBytes: 256 * 1024,
  /** So many unacked bytes are slow only when they are this old; a large delta is not. */
  throttledBytesForMs: 500,
  throttledMs: 2_000,
  pausedMs: 8_000,
  pausedBufferedBytes: 1024 * 1024,
  closedMs: 30_000,
  closedBufferedBytes: 4 * 1024 * 1024,
  unackedEvents: 256,
  /** Good behaviour before a throttled client gets its own pace back. */
  recoverMs: 5_000,
} as const;

export function rungOf({ unackedBytes, oldestMs, bufferedBytes, unackedEvents }: Reading): Rung {
  const at = slowLimits;
  if (
    oldestMs >= at.closedMs ||
    bufferedBytes > at.closedBufferedBytes ||
    unackedEvents >= at.unackedEvents
  ) {
    return 'closed';
  }
  if (oldestMs >= at.pausedMs || bufferedBytes > at.pausedBufferedBytes) return 'paused';
  const isFull = unackedBytes >= at.throttledBytes && oldestMs >= at.throttledBytesForMs;
  return isFull || oldestMs >= at.throttledMs ? 'throttled' : 'normal';
}

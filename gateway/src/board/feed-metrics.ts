/** What the fan-out tells about itself; board-metrics.ts makes Prometheus series of it. */
import type { Arrival } from './entry.ts';

export type LaneKind = 'shared' | 'personal' | 'tracked' | 'snapshot' | 'event';

export interface FeedMetrics {
  /** Frames handed to sockets, one per reader. */
  frames(lane: LaneKind, count: number): void;
  /** Rows in them, one per reader. */
  rows(lane: LaneKind, count: number): void;
  /** Changes that went out as part of a later one. */
  conflated(count: number): void;
  /** How a subscription was served. */
  served(mode: 'snap' | 'resume'): void;
  /** A live channel was asked for again: the client saw a gap, or its checksum differed. */
  askedAgain(why: 'gap' | 'drift'): void;
  flushed(seconds: number): void;
  /** A change reached its first frame. @param nowMs when the frame was handed over, epoch ms */
  sent(arrival: Arrival, nowMs: number): void;
  /** p99 from arrival to paint, as a client reports it, ms. */
  painted(lagMs: number): void;
  unacked(bytes: number): void;
  closed(code: number): void;
}

const ignore = (): void => undefined;

export const noMetrics: FeedMetrics = {
  frames: ignore,
  rows: ignore,
  conflated: ignore,
  served: ignore,
  askedAgain: ignore,
  flushed: ignore,
  sent: ignore,
  painted: ignore,
  unacked: ignore,
  closed: ignore,
};

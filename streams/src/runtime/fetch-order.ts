/** In which order partitions stand in a fetch request. Pure. */
import type { FetchTopic } from './kafka-internals.ts';

export interface Wanted {
  readonly topic: string;
  readonly partition: number;
  /** Offset to read from. */
  readonly next: number;
}

export interface FetchShape {
  /** Stands before each topic's name at the broker. */
  readonly prefix: string;
  /** Of a partition in one answer; one batch may be larger. */
  readonly bytesMax: number;
  /** Another number each time. */
  readonly turn: number;
}

/**
 * What to ask for, in a new order each time: an answer is cut at a size, and a batch above the limit of a
 * partition comes for the first one only (KIP-74), so none may always stand behind another.
 */
export function fetchOrder(
  wanted: Iterable<Wanted>,
  { prefix, bytesMax, turn }: FetchShape,
): FetchTopic[] {
  const byTopic = Map.groupBy(wanted, ({ topic }) => topic);
  const topics = [...byTopic].map(([topic, group]) => ({
    topic: `${prefix}${topic}`,
    partitions: rotated(group, turn).map(({ partition, next }) => ({
      partition,
      fetchOffset: String(next),
      maxBytes: bytesMax,
    })),
  }));
  // Not by the same number: an even one would always go with an even partition.
  const longest = Math.max(1, ...topics.map(({ partitions }) => partitions.length));
  return rotated(topics, Math.floor(turn / longest));
}

function rotated<T>(all: readonly T[], turn: number): T[] {
  const first = all.length === 0 ? 0 : turn % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

/** Has a reader taken everything that was there when we asked? */
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from './log.ts';

/** Next offsets of a reader, per partition; undefined where it has not begun. */
export type Positions = readonly (number | undefined)[];

/**
 * Partitions of a topic in which a reader still has committed records before `ends` to take. Offsets
 * alone do not tell: the last ones may be commit markers or aborted records, which nobody is handed.
 */
export async function undrained(
  log: Log,
  topic: string,
  ends: readonly number[],
  positions: Positions,
): Promise<number[]> {
  const behind: number[] = [];
  for (const [partition, end] of ends.entries()) {
    const from = positions[partition];
    if (from !== undefined && from >= end) continue;
    if (await hasRecords(log, topic, partition, from, end)) behind.push(partition);
  }
  return behind;
}

async function hasRecords(
  log: Log,
  topic: string,
  partition: number,
  from: number | undefined,
  end: number,
): Promise<boolean> {
  const beginning = (await log.beginnings(topic))[partition] ?? 0;
  const start = Math.max(from ?? 0, beginning);
  if (start >= end) return false;
  let found = false;
  await log.readToEnd(topic, partition, start, ({ records }) => {
    found ||= records.some(({ offset }) => offset < end);
  });
  return found;
}

export interface DrainRequest {
  readonly topic: string;
  /** Offsets up to which the reader must have come; default: the ends there are now. */
  readonly ends?: readonly number[];
  /** Asks the reader where it is, as often as needed. */
  readonly positions: () => Promise<Positions>;
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

const askEveryMs = 150;

/**
 * Waits until a reader has come to an end.
 * @returns partitions that are still behind when the time is over; empty when it is there
 */
export async function waitDrained(log: Log, request: DrainRequest): Promise<number[]> {
  const { topic, positions, withinMs, signal } = request;
  const ends = request.ends ?? (await log.ends(topic));
  const deadlineAt = Date.now() + withinMs;
  for (;;) {
    const behind = await undrained(log, topic, ends, await positions());
    if (behind.length === 0 || Date.now() > deadlineAt) return behind;
    await delay(askEveryMs, undefined, signal ? { signal } : {});
  }
}

/** Positions of a consumer group, as `waitDrained` asks for them. */
export const groupPositions =
  (log: Log, group: string, topic: string): (() => Promise<Positions>) =>
  () =>
    log.committed(group, topic);

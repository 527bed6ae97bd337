/** Says goodbye to every socket before the server closes, so that not all come back at once. */
import type { BoardFeed } from './board-feed.ts';

const perSocketMs = 20;

/** One goodbye every 20 ms, faster when there are so many that they would not fit. @returns ms */
export const farewellSpreadMs = (socketCount: number, atMostMs: number): number =>
  Math.min(atMostMs, socketCount * perSocketMs);

/**
 * @param atMostMs within which everybody has been told
 * @returns once the last one has been told; the feed takes nobody new from the first moment on
 */
export async function sayGoodbye(feed: BoardFeed, atMostMs: number): Promise<void> {
  const spreadMs = farewellSpreadMs(feed.connections.size, atMostMs);
  const begunAt = performance.now();
  for (const { afterMs, say } of feed.farewells(spreadMs)) {
    const waitMs = afterMs - (performance.now() - begunAt);
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    say();
  }
}

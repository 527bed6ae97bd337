/**
 * A running system changes while it is compared. What differs is looked at again, with everything that
 * has happened since, until it agrees or stays as it is for too long.
 */
import { setTimeout as delay } from 'node:timers/promises';

const askEveryMs = 400;

/** @param differing looks again and answers what differs now; empty: all is well */
export async function settled<T>(
  differing: () => Promise<readonly T[]>,
  withinMs: number,
): Promise<readonly T[]> {
  const deadlineAt = Date.now() + withinMs;
  for (;;) {
    const now = await differing();
    if (now.length === 0 || Date.now() > deadlineAt) return now;
    await delay(askEveryMs);
  }
}

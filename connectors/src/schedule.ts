/** When to ask a site again. Pure: the clock and chance are passed in. */

export interface Pace {
  /** Normal time from the start of one poll to the start of the next, ms. */
  readonly intervalMs: number;
  /** Cap of what failures add to it, ms. */
  readonly backoffMaxMs: number;
}

export interface Attempt {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Failures since the last success, this attempt included; 0: it succeeded. */
  readonly failureCount: number;
  /** What the site asked us to wait, ms. */
  readonly retryAfterMs: number | null;
}

/** A site's rhythm is lengthened by up to this share, so that sites and installations do not ask at one beat. */
const jitterShare = 0.1;
/** Longest exponent: beyond it every backoff is at its cap. */
const doublingsMax = 16;

/**
 * Next start, epoch ms: the interval and a little more, by chance. After failures the interval grows by a random part (full jitter) of an
 * exponential backoff, so a failing site is never asked more often than a healthy one; what it
 * asked for by Retry-After is kept.
 * @param random in [0, 1)
 */
export function nextRunAt(pace: Pace, attempt: Attempt, random: () => number): number {
  const { startedAt, endedAt, failureCount, retryAfterMs } = attempt;
  const jitterMs = Math.floor(random() * pace.intervalMs * jitterShare);
  if (failureCount === 0) return Math.max(startedAt + pace.intervalMs + jitterMs, endedAt);
  const doubled = pace.intervalMs * 2 ** Math.min(failureCount, doublingsMax);
  const backoffMs = Math.floor(random() * Math.min(doubled, pace.backoffMaxMs));
  return endedAt + Math.max(pace.intervalMs + backoffMs, retryAfterMs ?? 0);
}

/**
 * First start after a restart: what was planned before still holds, within reason.
 * @param plannedAt next run as last announced, epoch ms; null when nothing is known
 */
export function firstRunAt(pace: Pace, plannedAt: number | null, now: number): number {
  const latest = now + pace.intervalMs + pace.backoffMaxMs;
  return Math.min(Math.max(plannedAt ?? now, now), latest);
}

/** How a feed is doing, as a pure fold over its attempts; published as SiteStatus on `sites`. */
import type { SiteStatus } from '@auction/avro/records';
import type { Site } from '@auction/avro/topics';

type SiteSnapshot = NonNullable<SiteStatus['lastSnapshot']>;

export interface FeedHealth {
  readonly lastAttemptAt: number | null;
  readonly lastSuccessAt: number | null;
  readonly nextRunAt: number | null;
  /** Since when an operator has kept it from being asked, epoch ms. */
  readonly pausedAt: number | null;
  readonly failureCount: number;
  /** Why the last attempt failed, or what is to be looked at although it did not, as `CODE: text`. */
  readonly reason: string | null;
  readonly lastSnapshot: SiteSnapshot | null;
}

export const newFeed: FeedHealth = {
  lastAttemptAt: null,
  lastSuccessAt: null,
  nextRunAt: null,
  pausedAt: null,
  failureCount: 0,
  reason: null,
  lastSnapshot: null,
};

/** Health after a restart: what the last run had published. */
export function healthFrom(status: SiteStatus | undefined): FeedHealth {
  if (!status) return newFeed;
  return {
    lastAttemptAt: status.lastAttemptAt,
    lastSuccessAt: status.lastSuccessAt,
    nextRunAt: status.nextRunAt,
    pausedAt: status.pausedAt,
    failureCount: status.consecutiveFailureCount,
    reason: status.reason,
    lastSnapshot: status.lastSnapshot,
  };
}

/** How an attempt went, both as `CODE: text`. */
export interface Outcome {
  /** Why it failed; null: it succeeded. */
  readonly reason: string | null;
  /** What a person should look at all the same. */
  readonly note: string | null;
}

/** @param at when the attempt began, epoch ms */
export function afterAttempt(health: FeedHealth, at: number, outcome: Outcome): FeedHealth {
  const { reason, note } = outcome;
  const attempted = { ...health, lastAttemptAt: at, reason: reason ?? note };
  return reason === null
    ? { ...attempted, lastSuccessAt: at, failureCount: 0 }
    : { ...attempted, failureCount: health.failureCount + 1 };
}

export interface StatusFrame {
  readonly site: Site;
  readonly name: string;
  readonly pollIntervalMs: number;
  /** Epoch ms. */
  readonly now: number;
}

export function siteStatus(health: FeedHealth, frame: StatusFrame): SiteStatus {
  return {
    site: frame.site,
    name: frame.name,
    state: stateOf(health),
    reason: health.reason,
    at: frame.now,
    pollIntervalMs: frame.pollIntervalMs,
    lastAttemptAt: health.lastAttemptAt,
    lastSuccessAt: health.lastSuccessAt,
    nextRunAt: health.nextRunAt,
    pausedAt: health.pausedAt,
    consecutiveFailureCount: health.failureCount,
    lastSnapshot: health.lastSnapshot,
  };
}

/** Lateness is told by whoever reads this: a connector that was killed cannot say it. */
function stateOf({ failureCount, lastSuccessAt }: FeedHealth): SiteStatus['state'] {
  if (failureCount > 0) return 'FAILING';
  return lastSuccessAt === null ? 'STARTING' : 'OK';
}

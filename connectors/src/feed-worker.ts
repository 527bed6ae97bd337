/**
 * The one writer of a site's raw topic. Polls and imports take turns: a file comes in, a snapshot is
 * taken of it, what the next one is compared with is remembered, and the feed's health is told.
 */
import { Readable } from 'node:stream';
import type { Log, Producer } from '@auction/streams/runtime/log';
import type { Logger } from '@auction/streams/runtime/logger';
import type { Codecs } from '@auction/streams/runtime/registry';
import { Checkpoint } from './checkpoint.ts';
import { CompleteFiles } from './complete-files.ts';
import type { Approval, Feed, FeedFile, Fetched } from './connector.ts';
import { afterAttempt } from './feed-health.ts';
import type { FeedHealth, Outcome } from './feed-health.ts';
import { FeedSnapshots } from './feed-snapshots.ts';
import type { Taken, Treatment } from './feed-snapshots.ts';
import { RawFiles } from './raw-files.ts';
import { renewableProducer } from './renewable-producer.ts';
import { firstRunAt, nextRunAt } from './schedule.ts';
import type { Pace } from './schedule.ts';
import { SiteStatusRecord } from './site-status.ts';
import { gateReason, nothingReason } from './snapshots.ts';
import { Turn } from './turn.ts';

export interface FeedWorkerOptions {
  readonly feed: Feed;
  readonly log: Log;
  readonly codecs: Codecs;
  readonly logger: Logger;
  readonly pace: Pace;
  /** False: files come by import only. */
  readonly isPolling: boolean;
  /** Least rows of a complete file. */
  readonly rowsMin: number;
  readonly rawFolder: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What an operator can make a feed do. */
export const siteWishes = ['pause', 'resume', 'run'] as const;
export type SiteWish = (typeof siteWishes)[number];

export interface ImportOptions {
  /** The sender says that the file holds everything: what earlier imports had and it lacks is gone. */
  readonly isComplete: boolean;
  readonly onProgress: (rows: number) => void;
}

interface Parts {
  readonly producer: Producer;
  readonly files: CompleteFiles;
  readonly snapshots: FeedSnapshots;
  readonly status: SiteStatusRecord;
}

/** Failures in a row after which someone must look. */
const alarmAfterFailures = 3;
const eventsOnly = 'EVENTS: records of which the site has told, not its whole list';
const undeclared =
  'NOT_DECLARED_COMPLETE: an imported file closes nobody unless it is declared complete';

export class FeedWorker {
  readonly #options: FeedWorkerOptions;
  readonly #parts: Parts;
  readonly #turn = new Turn();
  #wished = new AbortController();

  private constructor(options: FeedWorkerOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Restores what the last run left and says that the feed is starting. */
  static async open(options: FeedWorkerOptions): Promise<FeedWorker> {
    const { feed, log, codecs, pace, now } = options;
    const producer = renewableProducer(log);
    const checkpoint = await Checkpoint.open(log, producer, codecs, feed.site);
    const rawFiles = new RawFiles(options.rawFolder, feed.site);
    const { senderCount = 0, approveHeld } = feed;
    const isHeldElsewhere = approveHeld !== undefined;
    const rules = { rowsMin: options.rowsMin, isHeldElsewhere, forgivenRows: senderCount };
    const files = await CompleteFiles.open(checkpoint, rawFiles, rules);
    const pollIntervalMs = pace.intervalMs;
    const frame = { site: feed.site, producer, codecs, pollIntervalMs, now };
    const status = await SiteStatusRecord.open(log, frame);
    const planned = firstRunAt(pace, status.health.nextRunAt, now());
    const isAsked = options.isPolling && status.health.pausedAt === null;
    status.note({ nextRunAt: isAsked ? planned : null });
    await status.publish();
    const snapshots = new FeedSnapshots({ ...options, producer, checkpoint, rawFiles });
    return new FeedWorker(options, { producer, files, snapshots, status });
  }

  get health(): FeedHealth {
    return this.#parts.status.health;
  }

  /**
   * One poll, from the request to the published status.
   * @throws what the log throws, and the signal's reason when it is aborted; then the snapshot has
   * no end and the next poll takes a new one
   */
  async poll(signal: AbortSignal): Promise<void> {
    const startedAt = this.#options.now();
    let retryAfterMs: number | null = null;
    let reason: string | null = 'LOG_DOWN: the snapshot could not be published';
    let note: string | null = null;
    try {
      const fetched = await this.#options.feed.fetch(this.#parts.files.memory, signal);
      if (fetched.kind === 'UNAVAILABLE') retryAfterMs = fetched.retryAfterMs;
      else note = fetched.note ?? null;
      reason = await this.#outcome(fetched);
    } finally {
      this.#noteAttempt(startedAt, { reason, note }, retryAfterMs);
    }
    await this.#parts.status.publish();
  }

  /** Takes a snapshot of a file someone sent. Waits for a running one. @throws what the log throws */
  importFile(file: FeedFile, { isComplete, onProgress }: ImportOptions): Promise<Taken> {
    const { rowsMin, isPolling, now } = this.#options;
    const { snapshots, status } = this.#parts;
    const treatment: Treatment = {
      delivery: 'import',
      openLine: isComplete ? 'DISCARD' : 'READ',
      judge: (facts) =>
        isComplete ? gateReason(facts, rowsMin, null) : (nothingReason(facts) ?? undeclared),
      isRefusalPublished: false,
      onProgress,
    };
    return this.#turn.take(async () => {
      const startedAt = now();
      const taken = await snapshots.take(file, treatment);
      status.note(newestSnapshot(taken));
      if (!isPolling)
        status.note(afterAttempt(status.health, startedAt, { reason: null, note: null }));
      await status.publish();
      return taken;
    });
  }

  /** What was kept by `keepEventMemory`; null at the beginning. */
  get eventMemory(): string | null {
    return this.#parts.files.memory.cursor;
  }

  /** Resolves when it is written by all replicas. */
  keepEventMemory(text: string): Promise<void> {
    return this.#parts.files.keepCursor(text);
  }

  /**
   * Publishes records a site has told of by events, as a snapshot that says nothing of others. Resolves
   * when they are written by all replicas.
   * @param observedAt when the site was asked for them, epoch ms
   * @throws what the log throws
   */
  takeEvents(records: Buffer, observedAt: number): Promise<Taken> {
    const { snapshots, status } = this.#parts;
    const treatment: Treatment = {
      delivery: 'poll',
      openLine: 'READ',
      judge: (facts) => nothingReason(facts) ?? eventsOnly,
      isRefusalPublished: false,
    };
    return this.#turn.take(async () => {
      const taken = await snapshots.take(fileOfEvents(records, observedAt), treatment);
      status.note({ lastSuccessAt: observedAt });
      return taken;
    });
  }

  /**
   * Believes held files: the next poll may confirm them.
   * @param sender of several; null: whoever's file is held
   */
  async approveHeld(sender: string | null = null): Promise<Approval> {
    const { feed, logger } = this.#options;
    const approval = await (feed.approveHeld?.(sender) ?? this.#approveOwn(sender));
    for (const { name, sha256, count } of approval.approved) {
      logger.warn('held file approved by hand', { site: feed.site, name, sha256, count });
    }
    for (const fault of approval.faults) logger.warn('a held file stays held', { fault });
    return approval;
  }

  /** Of a site without senders. */
  #approveOwn(sender: string | null): Approval {
    const held = sender === null ? this.#parts.files.approveHeld() : null;
    return { approved: held === null ? [] : [{ ...held, name: null }], faults: [] };
  }

  /** Aborted when an operator changes when this feed is asked next; a new one for each change. */
  get wished(): AbortSignal {
    return this.#wished.signal;
  }

  /**
   * Does what an operator wants: keeps the site from being asked, lets it be asked again, or asks at
   * once. A wish that is fulfilled already changes nothing; a pause outlives a restart.
   * @returns why not, as `CODE: text`; null: done, and published
   */
  async wish(what: SiteWish): Promise<string | null> {
    const { isPolling, now, logger, feed } = this.#options;
    const { status } = this.#parts;
    const isPaused = status.health.pausedAt !== null;
    if (!isPolling) return 'NOT_POLLED: files of this site come by import or push only';
    if (what === 'run' && isPaused) return 'PAUSED: resume the site first';
    if (what === 'pause' && !isPaused) status.note({ pausedAt: now(), nextRunAt: null });
    if (what === 'resume' && isPaused) status.note({ pausedAt: null, nextRunAt: now() });
    if (what === 'run') status.note({ nextRunAt: now() });
    await status.publish();
    logger.warn('an operator has spoken', { site: feed.site, wish: what });
    const wished = this.#wished;
    this.#wished = new AbortController();
    wished.abort();
    return null;
  }

  close(): Promise<void> {
    return this.#parts.producer.close();
  }

  /** @returns why the poll was no success; null when it was */
  async #outcome(fetched: Fetched): Promise<string | null> {
    if (fetched.kind === 'NOT_MODIFIED') return null;
    if (fetched.kind === 'UNAVAILABLE') return fetched.reason;
    const { file } = fetched;
    const { files, snapshots, status } = this.#parts;
    const treatment: Treatment = {
      delivery: 'poll',
      openLine: 'DISCARD',
      judge: (facts, read) => files.judge(facts, read),
      isRefusalPublished: true,
    };
    return this.#turn.take(async () => {
      const misfit = file.misfit ?? files.olderReason(file.observedAt);
      const taken = await snapshots.take({ ...file, misfit }, treatment);
      await files.remember(taken, file.validators);
      if (file.cursor) await files.keepCursor(file.cursor());
      status.note(newestSnapshot(taken));
      const { sha256, reason } = taken.end;
      return files.isSame(sha256) || reason?.startsWith('PARTLY_ASKED:') ? null : reason;
    });
  }

  #noteAttempt(startedAt: number, outcome: Outcome, retryAfterMs: number | null): void {
    const { pace, now, random, logger } = this.#options;
    const { status } = this.#parts;
    const { reason, note } = outcome;
    if (note !== null && note !== status.health.reason) logger.warn('poll has a note', { note });
    status.note(afterAttempt(status.health, startedAt, outcome));
    const { failureCount } = status.health;
    const attempt = { startedAt, endedAt: now(), failureCount, retryAfterMs };
    const isPaused = status.health.pausedAt !== null;
    status.note({ nextRunAt: isPaused ? null : nextRunAt(pace, attempt, random) });
    if (reason !== null) logger.warn('poll failed', { reason, failureCount });
    if (failureCount === alarmAfterFailures) logger.error('feed keeps failing', { reason });
  }
}

const fileOfEvents = (records: Buffer, observedAt: number): FeedFile => ({
  source: 'events',
  observedAt,
  validators: { etag: null, lastModified: null },
  misfit: null,
  bytes: Readable.from([records]),
  cancel: () => undefined,
});

function newestSnapshot({ identity, end, completedAt }: Taken): Pick<FeedHealth, 'lastSnapshot'> {
  const { snapshotId, delivery, sequence, observedAt } = identity;
  const { rows, published, rejected, complete, reason } = end;
  const counts = { rows, published, rejected, complete, reason };
  return { lastSnapshot: { snapshotId, delivery, sequence, observedAt, completedAt, ...counts } };
}

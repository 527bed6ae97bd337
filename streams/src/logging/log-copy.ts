/**
 * The searchable copy of a process's log lines. A line costs its caller one push into a ring; a loop
 * of its own writes blocks to the store. While the store is slow, down or full the ring fills and the
 * oldest lines are dropped and counted: stdout has them all. (docs/decisions/0067)
 */
import { setTimeout as delay } from 'node:timers/promises';
import { logLevels } from '../runtime/logger.ts';
import type { LogLevel } from '../runtime/logger.ts';
import { LineRing, minuteOf } from './line-ring.ts';
import type { WrittenLine } from './line-ring.ts';

/** Lines of one minute, and where they stand: written again they change nothing. */
export interface LogBlock {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Number of the writer's document within the minute, from 0. */
  readonly chunk: number;
  /** Number of the block within the document, from 0. */
  readonly part: number;
  /** JSON, oldest first. */
  readonly lines: readonly string[];
  /** Of the writer's lines in this minute, this block included. */
  readonly counts: Readonly<Record<LogLevel, number>>;
}

/** Where the copy goes. */
export interface LogStore {
  /** Resolves when the block is kept; the same block may come again. @throws when the store is away */
  write(block: LogBlock): Promise<void>;
  close(): Promise<void>;
}

export interface LogCopyOptions {
  readonly store: LogStore;
  readonly ringLines?: number;
  readonly blockLines?: number;
  /** Longest time a line waits for others, ms. */
  readonly lingerMs?: number;
  /** Told after an outage how many lines have no copy, since the last time it was told. */
  readonly onDropped?: (count: number) => void;
}

export interface LogCopyStats {
  readonly copied: number;
  readonly dropped: number;
  readonly waiting: number;
}

/** Lines of one document; a document of MongoDB holds 16 MiB. */
const linesPerChunk = 500;
const firstBackoffMs = 250;
const longestBackoffMs = 5_000;
const noCounts: Readonly<Record<LogLevel, number>> = { debug: 0, info: 0, warn: 0, error: 0 };

export class LogCopy {
  readonly #store: LogStore;
  readonly #ring: LineRing;
  readonly #blockLines: number;
  readonly #lingerMs: number;
  readonly #onDropped: (count: number) => void;
  readonly #closing = new AbortController();
  #wake: () => void = () => undefined;
  #life: Promise<void>;
  #writingCount = 0;
  #copiedCount = 0;
  /** Given up by `close`. */
  #lostCount = 0;
  #toldCount = 0;
  #place = { minute: 0, chunk: 0, part: 0, linesInChunk: 0, counts: noCounts };

  constructor(options: LogCopyOptions) {
    this.#store = options.store;
    this.#ring = new LineRing(options.ringLines ?? 10_000);
    this.#blockLines = options.blockLines ?? 250;
    this.#lingerMs = options.lingerMs ?? 1_000;
    this.#onDropped = options.onDropped ?? (() => undefined);
    this.#life = this.#live();
  }

  /** Costs the caller nothing but the push; never throws. */
  push(line: WrittenLine): void {
    this.#ring.push(line);
    if (this.#ring.size === 1 || this.#ring.size === this.#blockLines) this.#wake();
  }

  get stats(): LogCopyStats {
    return {
      copied: this.#copiedCount,
      dropped: this.#ring.droppedCount + this.#lostCount,
      waiting: this.#ring.size + this.#writingCount,
    };
  }

  /** Writes what waits, for at most `withinMs`; what is left then counts as dropped. */
  async close(withinMs = 2_000): Promise<void> {
    this.#closing.abort();
    this.#wake();
    const late = delay(withinMs, undefined, { ref: false });
    await Promise.race([this.#life, late]);
    this.#lostCount += this.#ring.size + this.#writingCount;
    await this.#store.close().catch(() => undefined);
  }

  async #live(): Promise<void> {
    while (!this.#hasEnded()) {
      if (this.#ring.size === 0) await this.#sleep(undefined);
      if (this.#ring.size < this.#blockLines) await this.#sleep(this.#lingerMs);
      while (this.#ring.size > 0) await this.#writeSome();
      this.#tellDropped();
    }
  }

  #hasEnded(): boolean {
    return this.#closing.signal.aborted && this.#ring.size === 0;
  }

  /** Until somebody wakes us, or for at most `ms`; not at all once we are closing. */
  async #sleep(ms: number | undefined): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const woken = Promise.withResolvers<undefined>();
    this.#wake = () => woken.resolve(undefined);
    const timer = ms === undefined ? undefined : setTimeout(this.#wake, ms).unref();
    await woken.promise;
    clearTimeout(timer);
  }

  async #writeSome(): Promise<void> {
    const lines = this.#ring.takeMinute(this.#blockLines);
    this.#writingCount = lines.length;
    const block = this.#placed(lines);
    for (let failures = 0; ; failures += 1) {
      try {
        await this.#store.write(block);
        break;
      } catch {
        // The store is away: the ring fills meanwhile, and its oldest lines give way.
        const waitMs = Math.min(firstBackoffMs * 2 ** failures, longestBackoffMs);
        await delay(waitMs, undefined, { ref: false });
      }
    }
    this.#copiedCount += lines.length;
    this.#writingCount = 0;
  }

  #placed(lines: readonly WrittenLine[]): LogBlock {
    const at = this.#place;
    // A clock set back must not reopen a minute: its counts would be written over.
    const minute = Math.max(at.minute, minuteOf(lines[0]?.at ?? 0));
    if (minute !== at.minute) {
      this.#place = { minute, chunk: 0, part: 0, linesInChunk: 0, counts: noCounts };
    } else if (at.linesInChunk + lines.length > linesPerChunk) {
      this.#place = { ...at, chunk: at.chunk + 1, part: 0, linesInChunk: 0 };
    }
    const { chunk, part, linesInChunk, counts: before } = this.#place;
    const counts = { ...before };
    for (const { level } of lines) counts[level] += 1;
    this.#place = {
      ...{ minute, chunk, counts },
      ...{ part: part + 1, linesInChunk: linesInChunk + lines.length },
    };
    return { minute, chunk, part, counts, lines: lines.map(({ text }) => text) };
  }

  #tellDropped(): void {
    const { droppedCount } = this.#ring;
    const count = droppedCount - this.#toldCount;
    this.#toldCount = droppedCount;
    if (count > 0) this.#onDropped(count);
  }
}

/** Sum of counts over all levels. */
export const linesOf = (counts: Readonly<Partial<Record<LogLevel, number>>>): number =>
  logLevels.reduce((sum, level) => sum + (counts[level] ?? 0), 0);

/** How fast a site may be asked: one token bucket per site, and a budget of calls per day. */
import { setTimeout as delay } from 'node:timers/promises';

export interface RateSettings {
  /** Tokens that come back in a second. */
  readonly perSecond: number;
  /** Tokens of a full bucket: requests that need not wait after a pause. */
  readonly burst: number;
  /** Epoch ms. */
  readonly now: () => number;
  /** Waits; rejects when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const sleepFor = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { signal });

/**
 * A token bucket, kept as the one instant at which it will be full again (the "virtual scheduling"
 * form of the leaky bucket, ITU-T I.371 annex A): no timer runs while nobody asks.
 */
export class RateLimit {
  readonly #settings: RateSettings;
  #fullAt = 0;
  /** The site has asked not to be asked before, epoch ms. */
  #heldUntil = 0;

  constructor(settings: RateSettings) {
    this.#settings = settings;
  }

  /** The site wants to be left alone; whatever else is planned in this process keeps to it. @param ms from now */
  hold(ms: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#settings.now() + ms);
  }

  /** What is left of that, ms; 0: the site may be asked. */
  get heldMs(): number {
    return Math.max(0, this.#heldUntil - this.#settings.now());
  }

  /** Takes one token; resolves when it may be used. @throws the signal's reason when it is aborted */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { perSecond, burst, now, sleep = sleepFor } = this.#settings;
    const tokenMs = 1_000 / perSecond;
    const at = now();
    this.#fullAt = Math.max(this.#fullAt, at) + tokenMs;
    const waitMs = this.#fullAt - burst * tokenMs - at;
    if (waitMs > 0) await sleep(waitMs, signal);
  }
}

/** Calls of one day, counted by the site's day (UTC); told and restored as text. */
export class DailyBudget {
  readonly #callsMax: number;
  readonly #now: () => number;
  #day = -1;
  #used = 0;

  /** @param now epoch ms */
  constructor(callsMax: number, now: () => number) {
    this.#callsMax = callsMax;
    this.#now = now;
  }

  /** Counts one call. @returns false: today's calls are spent, and none was counted */
  spend(): boolean {
    this.#turn();
    if (this.#used >= this.#callsMax) return false;
    this.#used += 1;
    return true;
  }

  /** The site says that they are spent, whatever we counted. */
  exhaust(): void {
    this.#turn();
    this.#used = this.#callsMax;
  }

  /** Until there are calls again, ms; 0: now. */
  get waitMs(): number {
    this.#turn();
    return this.#used < this.#callsMax ? 0 : (this.#day + 1) * dayMs - this.#now();
  }

  get state(): { readonly day: number; readonly used: number } {
    return { day: this.#day, used: this.#used };
  }

  /** Goes on from what an earlier run had used. */
  restore({ day, used }: { readonly day: number; readonly used: number }): void {
    if (day < this.#day || (day === this.#day && used <= this.#used)) return;
    this.#day = day;
    this.#used = used;
  }

  #turn(): void {
    const day = Math.floor(this.#now() / dayMs);
    if (day === this.#day) return;
    this.#day = day;
    this.#used = 0;
  }
}

const dayMs = 86_400_000;

/**
 * The servers' clock as this host can know it: its own, corrected by what a server answers. A robot's
 * moment is the same wherever it runs.
 */
import type { Clock } from './clock.ts';

export class ServerClock implements Clock {
  readonly #host: Clock;
  #offsetMs = 0;

  constructor(host: Clock) {
    this.#host = host;
  }

  /** Server minus host, ms. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /**
   * Takes a server's answer. Within half its way there and back nothing is known: then nothing changes.
   * @param askedAt, answeredAt by the host's clock, epoch ms; @param serverAt by the server's
   */
  learn(askedAt: number, serverAt: number, answeredAt: number): void {
    const offsetMs = serverAt - (askedAt + answeredAt) / 2;
    const doubtMs = (answeredAt - askedAt) / 2;
    if (Math.abs(offsetMs - this.#offsetMs) > doubtMs + 1) this.#offsetMs = Math.round(offsetMs);
  }

  now(): number {
    return this.#host.now() + this.#offsetMs;
  }

  after(delayMs: number, ring: () => void): () => void {
    return this.#host.after(delayMs, ring);
  }
}

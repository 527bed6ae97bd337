import { DestroyRef, inject, Injectable, signal } from '@angular/core';

const SECOND_MS = 1_000;

/** Time by the server's clock: countdowns of all readers agree, whatever their own clocks say. */
@Injectable({ providedIn: 'root' })
export class ServerClock {
  readonly #second = signal(0);
  #offsetMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
    this.#tick();
  }

  /** The running second, epoch ms; changes once a second, on the second. */
  readonly second = this.#second.asReadonly();

  /** Epoch ms, to the millisecond. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** @param offsetMs how far the server's clock is ahead of ours */
  set(offsetMs: number): void {
    this.#offsetMs = offsetMs;
    clearTimeout(this.#timer);
    this.#tick();
  }

  #tick(): void {
    const now = this.now();
    this.#second.set(Math.floor(now / SECOND_MS) * SECOND_MS);
    this.#timer = setTimeout(() => this.#tick(), SECOND_MS - (now % SECOND_MS));
  }
}

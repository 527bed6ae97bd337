import type { Clock } from '../runtime/clock.ts';

/** A clock that stands still until it is moved. */
export class HandClock implements Clock {
  #now: number;
  #alarms: { readonly at: number; readonly ring: () => void }[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, ring: () => void): () => void {
    const alarm = { at: this.#now + delayMs, ring };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((one) => one !== alarm);
    };
  }

  moveTo(at: number): void {
    this.#now = at;
    const due = this.#alarms.filter((alarm) => alarm.at <= at);
    this.#alarms = this.#alarms.filter((alarm) => alarm.at > at);
    for (const { ring } of due) ring();
  }
}

import { Component, computed, inject } from '@angular/core';
import { Live } from '../live/live.ts';
import { ServerClock } from '../live/server-clock.ts';
import { clockTime } from '../ui/times.ts';

/** How live the page is, in a word; offers to try again when it is not. */
@Component({
  selector: 'am-live-pill',
  template: `
    <span class="chip" [class]="tone()" role="status">
      <span class="dot"></span><span class="num">{{ word() }}</span>
    </span>
    @if (canRetry()) {
      <button type="button" class="button ghost" (click)="retry()">
        {{ retryWord() }}
      </button>
    }
  `,
})
export class LivePill {
  readonly #live = inject(Live);
  readonly #clock = inject(ServerClock);

  protected readonly word = computed(() => {
    const cutAt = this.#live.cutAt();
    switch (this.#live.liveness()) {
      case 'live':
        return 'Live';
      case 'catchingUp':
        return 'Catching up';
      case 'stale':
        return `Stale since ${clockTime(cutAt ?? this.#clock.now())}`;
      case 'stopped':
        return 'Disconnected';
    }
  });

  protected readonly tone = computed(() => {
    const tones = { live: 'good', catchingUp: 'calm', stale: 'warn', stopped: 'bad' } as const;
    return tones[this.#live.liveness()];
  });

  protected readonly canRetry = computed(() => {
    const link = this.#live.link();
    return link.is === 'stopped' || (link.is === 'waiting' && this.#secondsLeft() > 2);
  });

  protected readonly retryWord = computed(() =>
    this.#live.link().is === 'waiting' ? `Retry (${this.#secondsLeft()} s)` : 'Reconnect',
  );

  readonly #secondsLeft = computed(() => {
    const link = this.#live.link();
    // Read the second so that the count goes on; the wait itself is by our own clock.
    this.#clock.second();
    return link.is === 'waiting' ? Math.max(0, Math.ceil((link.retryAt - Date.now()) / 1_000)) : 0;
  });

  protected retry(): void {
    this.#live.wake();
  }
}

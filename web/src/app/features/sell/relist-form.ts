import { Component, computed, inject, input, output, signal } from '@angular/core';
import { ServerClock } from '../../live/server-clock.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongTimes } from './sale-terms.ts';

export interface Times {
  /** Epoch ms. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Offers an unsold lot once more, on other days. */
@Component({
  selector: 'am-relist-form',
  imports: [TextField],
  template: `
    <form novalidate class="inline" (submit)="ask($event)">
      <am-text-field
        [label]="'New start for ' + of()"
        type="datetime-local"
        [(value)]="startsAt"
        [wrong]="isTried() ? (wrong().startsAt ?? null) : null"
      />
      <am-text-field
        [label]="'New end for ' + of()"
        type="datetime-local"
        [(value)]="endsAt"
        [wrong]="isTried() ? (wrong().endsAt ?? null) : null"
      />
      <button
        type="submit"
        class="button"
        [attr.aria-label]="'Relist ' + of()"
        [disabled]="disabled()"
      >
        Relist
      </button>
    </form>
  `,
})
export class RelistForm {
  readonly #clock = inject(ServerClock);
  readonly of = input.required<string>();
  readonly disabled = input(false);
  readonly asked = output<Times>();
  protected readonly startsAt = signal('');
  protected readonly endsAt = signal('');
  protected readonly isTried = signal(false);
  protected readonly wrong = computed(() =>
    wrongTimes(this.startsAt(), this.endsAt(), this.#clock.second()),
  );

  protected ask(event: Event): void {
    event.preventDefault();
    this.isTried.set(true);
    if (Object.keys(this.wrong()).length > 0) return;
    this.asked.emit({ startsAt: Date.parse(this.startsAt()), endsAt: Date.parse(this.endsAt()) });
  }
}

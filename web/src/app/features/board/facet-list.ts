import { Component, computed, input, output, signal } from '@angular/core';
import { count } from '../../ui/money.ts';

export interface FacetValue {
  readonly value: string;
  /** Words for people; the value itself when left out. */
  readonly label?: string;
  readonly count: number;
}

/** Values shown before "Show all". */
const SHORT = 6;
/** A longer list gets a box to narrow it. */
const LONG = 14;

/** One set of a filter: check boxes with counts and bars. */
@Component({
  selector: 'am-facet-list',
  template: `
    <fieldset>
      <legend>
        {{ heading() }}
        @if (chosen().length > 0) {
          <button
            type="button"
            class="clear"
            (click)="changed.emit([])"
            [attr.aria-label]="'Clear ' + heading()"
          >
            <span class="num">{{ chosen().length }}</span> ✕
          </button>
        }
      </legend>
      @if (isOpen() && isLong()) {
        <input
          #box
          class="field"
          type="search"
          [attr.aria-label]="'Find in ' + heading()"
          [placeholder]="'Find in ' + values().length"
          [value]="needle()"
          (input)="needle.set(box.value)"
        />
      }
      @for (value of shown(); track value.value) {
        <label>
          <input type="checkbox" [checked]="isChosen(value.value)" (change)="toggle(value.value)" />
          <span class="name" [title]="value.label ?? value.value">{{
            value.label ?? value.value
          }}</span>
          <span class="num muted">{{ counted(value.count) }}</span>
          <i [style.--share.%]="share(value.count)"></i>
        </label>
      } @empty {
        <p class="muted">{{ needle() === '' ? 'None' : 'Nothing like that' }}</p>
      }
      @if (hiddenCount() > 0 || isOpen()) {
        <button
          type="button"
          class="more"
          [attr.aria-expanded]="isOpen()"
          (click)="isOpen.set(!isOpen())"
        >
          {{ isOpen() ? 'Show fewer' : 'Show all ' + values().length }}
        </button>
      }
    </fieldset>
  `,
})
export class FacetList {
  readonly heading = input.required<string>();
  readonly values = input.required<readonly FacetValue[]>();
  readonly chosen = input.required<readonly string[]>();
  readonly changed = output<readonly string[]>();
  protected readonly isOpen = signal(false);
  protected readonly needle = signal('');
  protected readonly counted = count;

  /** Chosen values stay in sight, also when no lot has them any more. */
  readonly #all = computed(() => {
    const known = new Set(this.values().map(({ value }) => value));
    const lost = this.chosen().filter((value) => !known.has(value));
    return [...lost.map((value): FacetValue => ({ value, count: 0 })), ...this.values()];
  });
  protected readonly isLong = computed(() => this.#all().length > LONG);
  protected readonly shown = computed(() => {
    const all = this.#all();
    if (!this.isOpen()) return all.filter(({ value }, at) => at < SHORT || this.isChosen(value));
    const needle = this.needle().trim().toLowerCase();
    return all.filter(({ value, label }) => (label ?? value).toLowerCase().includes(needle));
  });
  protected readonly hiddenCount = computed(() => this.#all().length - this.shown().length);
  readonly #most = computed(() => Math.max(1, ...this.values().map((value) => value.count)));

  protected isChosen(value: string): boolean {
    return this.chosen().includes(value);
  }

  protected share(lots: number): number {
    return Math.round((lots / this.#most()) * 100);
  }

  protected toggle(value: string): void {
    const chosen = this.chosen();
    this.changed.emit(
      chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value],
    );
  }
}

import { Component, computed, input, output } from '@angular/core';

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}
export interface Range {
  readonly from: number | null;
  readonly to: number | null;
}

/** A range with the distribution above it: two fields, either may stay open. */
@Component({
  selector: 'am-range-filter',
  template: `
    <fieldset>
      <legend>
        {{ heading() }}
        @if (from() !== null || to() !== null) {
          <button
            type="button"
            class="clear"
            [attr.aria-label]="'Clear ' + heading()"
            (click)="changed.emit({ from: null, to: null })"
          >
            ✕
          </button>
        }
      </legend>
      @if (hasBars()) {
        <div class="bars" aria-hidden="true">
          @for (bar of drawn(); track $index) {
            <span [class.off]="bar.isOff" [style.height.%]="bar.percent" [title]="bar.title"></span>
          }
        </div>
      }
      <div class="range num">
        <input
          #low
          class="field num"
          inputmode="numeric"
          [attr.aria-label]="'From, ' + heading()"
          [placeholder]="placeholderFrom()"
          [value]="from() ?? ''"
          [attr.aria-invalid]="isCrossed()"
          (change)="choose(low.value, high.value)"
        />
        <span aria-hidden="true">–</span>
        <input
          #high
          class="field num"
          inputmode="numeric"
          [attr.aria-label]="'To, ' + heading()"
          [placeholder]="placeholderTo()"
          [value]="to() ?? ''"
          [attr.aria-invalid]="isCrossed()"
          (change)="choose(low.value, high.value)"
        />
      </div>
      @if (isCrossed()) {
        <p class="hint" role="alert">The first is above the second: no lot can match.</p>
      }
    </fieldset>
  `,
})
export class RangeFilter {
  readonly heading = input.required<string>();
  readonly bars = input.required<readonly Bar[]>();
  readonly from = input.required<number | null>();
  readonly to = input.required<number | null>();
  readonly changed = output<Range>();

  protected readonly isCrossed = computed(() => {
    const from = this.from();
    const to = this.to();
    return from !== null && to !== null && from > to;
  });
  protected readonly hasBars = computed(
    () => this.bars().length > 1 && this.bars().some(({ count }) => count > 0),
  );
  protected readonly placeholderFrom = computed(() =>
    this.hasBars() ? String(this.bars()[0]?.from) : 'any',
  );
  protected readonly placeholderTo = computed(() =>
    this.hasBars() ? String(this.bars().at(-1)?.to) : 'any',
  );
  protected readonly drawn = computed(() => {
    const most = Math.max(1, ...this.bars().map((bar) => bar.count));
    const from = this.from() ?? -Infinity;
    const to = this.to() ?? Infinity;
    return this.bars().map((bar) => ({
      percent: bar.count === 0 ? 0 : Math.max(4, (bar.count / most) * 100),
      isOff: bar.to < from || bar.from > to,
      title:
        bar.from === bar.to ? `${bar.from}: ${bar.count}` : `${bar.from}–${bar.to}: ${bar.count}`,
    }));
  });

  protected choose(low: string, high: string): void {
    this.changed.emit({ from: numberOf(low), to: numberOf(high) });
  }
}

/** Digits of what was typed, so that `2,500` and `$2500` are both taken; null when there are none. */
function numberOf(text: string): number | null {
  const digits = text.replace(/\D/g, '').slice(0, 12);
  return digits === '' ? null : Number(digits);
}

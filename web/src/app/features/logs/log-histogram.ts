import { Component, computed, input, output } from '@angular/core';
import type { LogHistogram } from '@auction/gateway/contract';
import { dayTime, time } from '../../ui/times.ts';

/** Lines over time as bars; a bar is a way into its part of the range. */
@Component({
  selector: 'am-log-histogram',
  template: `
    <div class="bars" role="group" aria-label="Lines over time; choose a bar to look into it">
      @for (bar of bars(); track bar.at) {
        <button
          type="button"
          [attr.aria-label]="bar.words"
          [title]="bar.words"
          [disabled]="bar.all === 0"
          (click)="chosen.emit({ from: bar.at, to: bar.at + histogram().stepMs })"
        >
          <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
            <rect
              class="all"
              x="1"
              width="8"
              [attr.y]="100 - bar.height"
              [attr.height]="bar.height"
            />
            <rect class="bad" x="1" width="8" [attr.y]="100 - bar.bad" [attr.height]="bar.bad" />
          </svg>
        </button>
      }
    </div>
    <p class="muted num">
      <span>{{ begin() }}</span> <span>{{ total() }} lines</span> <span>{{ end() }}</span>
    </p>
  `,
})
export class LogHistogramView {
  readonly histogram = input.required<LogHistogram>();
  readonly chosen = output<{ from: number; to: number }>();

  protected readonly bars = computed(() => {
    const { bars } = this.histogram();
    const counted = bars.map((bar) => ({
      ...bar,
      all: bar.debug + bar.info + bar.warn + bar.error,
    }));
    const most = Math.max(1, ...counted.map(({ all }) => all));
    return counted.map(({ at, all, warn, error }) => ({
      at,
      all,
      // A single line must still be seen.
      height: all === 0 ? 0 : Math.max(3, (100 * all) / most),
      bad: warn + error === 0 ? 0 : Math.max(3, (100 * (warn + error)) / most),
      words: `${dayTime(at)}: ${all} lines, ${warn} warnings, ${error} errors`,
    }));
  });
  protected readonly total = computed(() =>
    this.bars()
      .reduce((sum, { all }) => sum + all, 0)
      .toLocaleString('en-GB'),
  );
  protected readonly begin = computed(() => this.#edge(0));
  protected readonly end = computed(() => this.#edge(this.histogram().bars.length));

  #edge(bar: number): string {
    const { bars, stepMs } = this.histogram();
    const at = (bars[0]?.at ?? 0) + bar * stepMs;
    const isLong = bars.length * stepMs > 86_400_000;
    return isLong ? dayTime(at) : time(at);
  }
}

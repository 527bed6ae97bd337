import type { ElementRef } from '@angular/core';
import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  InjectionToken,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type uPlot from 'uplot';
import { locale } from '../../ui/locale.ts';
import { minorScale, money } from '../../ui/money.ts';
import { day, dayTime, time } from '../../ui/times.ts';
import { chartColumns, chartText, type PricePoint } from './price-points.ts';

const HEIGHT_PX = 168;
/** Spans from here on are labelled by day, seconds. */
const DAYS_FROM_S = 40 * 3_600;

/** Loads the chart library when it is first needed. */
export const PLOT = new InjectionToken<() => Promise<typeof uPlot>>('uPlot', {
  factory: () => async () => (await import('uplot')).default,
});

/** How the price of a lot went: a stepped line, drawn by uPlot, which is loaded when first needed. */
@Component({
  selector: 'am-price-chart',
  template: `
    <div #plot class="plot" role="img" [attr.aria-label]="text()"></div>
    @if (failed()) {
      <p class="muted">The chart could not be loaded. {{ text() }}</p>
    }
  `,
})
export class PriceChart {
  readonly points = input.required<readonly PricePoint[]>();
  readonly currency = input.required<string>();
  /** End of the line, epoch ms; need not be exact. */
  readonly now = input.required<number>();
  protected readonly plot = viewChild.required<ElementRef<HTMLElement>>('plot');
  protected readonly failed = signal(false);
  protected readonly text = computed(() =>
    chartText(this.points(), (minor) => money(minor, this.currency())),
  );
  readonly #loadPlot = inject(PLOT);
  readonly #columns = computed(() =>
    chartColumns(this.points(), minorScale(this.currency()), this.now()),
  );
  #chart: uPlot | null = null;

  constructor() {
    const destroyRef = inject(DestroyRef);
    effect(() => {
      const columns = this.#columns();
      untracked(() => {
        if (this.#chart === null) void this.#load();
        else this.#chart.setData([...columns]);
      });
    });
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => void this.#load();
    scheme.addEventListener('change', redraw);
    const themes = new MutationObserver(redraw);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    destroyRef.onDestroy(() => {
      scheme.removeEventListener('change', redraw);
      themes.disconnect();
      this.#chart?.destroy();
    });
  }

  async #load(): Promise<void> {
    try {
      this.#draw(await this.#loadPlot());
    } catch {
      this.failed.set(true);
    }
  }

  #draw(Plot: typeof uPlot): void {
    const { nativeElement: element } = this.plot();
    if (!element.isConnected) return;
    this.#chart?.destroy();
    const chart = new Plot(
      optionsFor(Plot, element, this.currency()),
      [...this.#columns()],
      element,
    );
    this.#chart = chart;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) chart.setSize({ width: entry.contentRect.width, height: HEIGHT_PX });
    });
    observer.observe(element);
    chart.hooks.destroy = [() => observer.disconnect()];
  }
}

function optionsFor(Plot: typeof uPlot, element: HTMLElement, currency: string): uPlot.Options {
  const style = getComputedStyle(element);
  // A canvas knows no light-dark(): lot.css registers these as colours, so that they come computed.
  const colour = (name: string) => style.getPropertyValue(name);
  const axis: uPlot.Axis = {
    stroke: colour('--ink'),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: colour('--hair'), width: 1 },
    ticks: { show: false },
  };
  const short = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  });
  return {
    width: element.clientWidth || 320,
    height: HEIGHT_PX,
    cursor: { y: false, points: { size: 8 } },
    legend: { show: true, live: true },
    scales: { y: { range: (_chart, low, high) => rangeOf(low, high) } },
    axes: [
      { ...axis, space: 70, values: (_chart, ticks) => timeTicks(ticks) },
      { ...axis, size: 58, values: (_chart, ticks) => ticks.map((tick) => short.format(tick)) },
    ],
    series: [
      {
        label: 'At',
        value: (_chart, at: number | null) => (at === null ? '–' : dayTime(at * 1_000)),
      },
      {
        label: 'Price',
        stroke: colour('--line-colour'),
        fill: colour('--area-colour'),
        width: 2,
        points: { show: false },
        ...(Plot.paths.stepped === undefined ? {} : { paths: Plot.paths.stepped({ align: 1 }) }),
        value: (_chart, value: number | null) =>
          value === null ? '–' : money(Math.round(value * minorScale(currency)), currency),
      },
    ],
  };
}

/** Time of day within a day or two, days beyond. */
function timeTicks(ticks: readonly number[]): string[] {
  const spanS = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0);
  return ticks.map((at) => (spanS < DAYS_FROM_S ? time(at * 1_000) : day(at * 1_000)));
}

/** Room above and below; a single price stands in the middle. */
function rangeOf(low: number | null, high: number | null): [number, number] {
  const from = low ?? 0;
  const to = high ?? 1;
  const room = Math.max((to - from) * 0.12, to * 0.02, 1);
  return [Math.max(0, from - room), to + room];
}

import { Component, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import type { LogHistogram, LogLine, LogPage } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { Icon } from '../../ui/icon.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { clockTime, day, dayTime } from '../../ui/times.ts';
import { LogHistogramView } from './log-histogram.ts';
import { filtersOf, levels, ranges, spanOf, viewOf, wordFilters } from './log-view.ts';
import type { Parameters } from './log-view.ts';

const TAIL_MS = 2_000;
const PAGE_LINES = 100;
const tones = { debug: 'calm', info: 'calm', warn: 'warn', error: 'bad' } as const;

/** Log lines of all services, for operators: within a range, newest first. */
@Component({
  selector: 'am-logs-page',
  imports: [Icon, LogHistogramView, ProblemNotice, RouterLink],
  host: { tabindex: '0', role: 'region', 'aria-label': 'Logs' },
  templateUrl: './logs-page.html',
})
export class LogsPage {
  readonly #rest = inject(Rest);
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  readonly #parameters = toSignal(this.#route.queryParams, { requireSync: true });
  readonly #now = signal(Date.now());
  protected readonly view = computed(() => viewOf(this.#parameters() as Parameters));
  readonly #span = computed(() => spanOf(this.view(), this.#now()));
  protected readonly isTailing = signal(false);
  protected readonly searching = new Attempt();
  protected readonly problem = problemText;
  protected readonly ranges = ranges;
  protected readonly levels = levels;
  protected readonly wordFilters = wordFilters;

  protected readonly found = resource({
    params: () => ({ ...filtersOf(this.view()), ...this.#span(), limit: PAGE_LINES }),
    loader: ({ params, abortSignal }) => this.#rest.get<LogPage>('/api/logs', params, abortSignal),
  });
  protected readonly counted = resource({
    params: () => ({ ...this.#span(), service: this.view().service || undefined }),
    loader: ({ params, abortSignal }) =>
      this.#rest.get<LogHistogram>('/api/logs/histogram', params, abortSignal),
  });
  readonly #first = latest(this.found);
  protected readonly histogram = latest(this.counted);
  /** Pages behind the first one. */
  readonly #more = signal<readonly LogPage[]>([]);
  readonly #last = computed(() => this.#more().at(-1) ?? this.#first());
  protected readonly next = computed(() => this.#last()?.next ?? null);
  protected readonly searchedTo = computed(() => dayTime(this.#last()?.searchedTo ?? 0));
  protected readonly services = computed(() => {
    const known = this.histogram()?.services.map(({ service }) => service) ?? [];
    const chosen = this.view().service;
    return chosen === '' || known.includes(chosen) ? known : [chosen, ...known];
  });
  protected readonly lines = computed(() => {
    const first = this.#first();
    return first && [first, ...this.#more()].flatMap((page) => page.lines.map(toRow));
  });
  protected readonly fixedSpan = computed(() => {
    const { from, to } = this.view();
    return from === null || to === null ? null : `${dayTime(from)} – ${dayTime(to)}`;
  });

  constructor() {
    effect(() => {
      this.view();
      untracked(() => this.#begin());
    });
    effect((onCleanup) => {
      if (!this.isTailing()) return;
      const timer = setInterval(() => this.#begin(), TAIL_MS);
      onCleanup(() => clearInterval(timer));
    });
  }

  /** Puts filters into the address. @param changed null takes one out */
  protected change(changed: Readonly<Record<string, string | number | null>>): void {
    void this.#router.navigate([], {
      relativeTo: this.#route,
      queryParams: changed,
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected word(name: string, event: Event): void {
    const { value } = event.target as HTMLInputElement; // bound to inputs and selects only
    this.change({ [name]: value.trim() === '' ? null : value.trim() });
  }

  protected chooseRange(event: Event): void {
    const { value } = event.target as HTMLSelectElement; // bound to one select
    this.change({ range: value, from: null, to: null });
  }

  protected lookInto(span: { from: number; to: number }): void {
    this.isTailing.set(false);
    this.change(span);
  }

  protected tail(): void {
    this.change({ from: null, to: null });
    this.isTailing.update((is) => !is);
  }

  protected reload(): void {
    this.#begin();
    this.found.reload();
    this.counted.reload();
  }

  protected async searchOn(): Promise<void> {
    const cursor = this.next();
    if (cursor === null) return;
    const query = { ...filtersOf(this.view()), ...this.#span(), limit: PAGE_LINES, cursor };
    await this.searching.run(async () => {
      const page = await this.#rest.get<LogPage>('/api/logs', query, AbortSignal.timeout(15_000));
      this.#more.update((pages) => [...pages, page]);
    });
  }

  #begin(): void {
    this.#now.set(Date.now());
    this.#more.set([]);
  }
}

function toRow({ id, at, level, service, message, requestId, lotId, fields }: LogLine) {
  return {
    ...{ id, level, service, message, requestId, lotId },
    tone: tones[level],
    day: day(at),
    clock: `${clockTime(at)}.${String(at % 1_000).padStart(3, '0')}`,
    fields: JSON.stringify(JSON.parse(fields), undefined, 2),
  };
}

import { Component, computed, effect, inject, signal, untracked, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, map, startWith } from 'rxjs';
import type { SortColumn } from '../../live/lot-store.ts';
import { Live } from '../../live/live.ts';
import { bindKeys } from '../../ui/bind-keys.ts';
import { Dialog } from '../../ui/dialog.ts';
import { Icon } from '../../ui/icon.ts';
import { count } from '../../ui/money.ts';
import { preference } from '../../ui/preference.ts';
import { BoardFacets, scaleOf } from './board-facets.ts';
import { BoardFilters } from './board-filters.ts';
import { BoardGrid } from './board-grid.ts';
import { BoardNotice } from './board-notice.ts';
import {
  defaultDirection,
  filterCount,
  filterOf,
  parametersOf,
  queryOf,
  withoutFilters,
  type BoardQuery,
} from './board-query.ts';
import { BoardView } from './board-view.ts';
import { SaveSearch } from './save-search.ts';

const densities = ['comfortable', 'compact', 'dense'] as const;
const rowHeights = { comfortable: 52, compact: 36, dense: 28 } as const;
/** On a phone a row has three lines; kept in step with board.css. */
const PHONE_ROW = 80;
const PHONE = '(width <= 760px)';
const FIRST_CURRENCY = 'USD';

/** The board: filters at the left, lots in the middle, the open lot at the right. */
@Component({
  selector: 'am-board-page',
  imports: [BoardFilters, BoardGrid, BoardNotice, Dialog, Icon, RouterOutlet, SaveSearch],
  providers: [BoardView, BoardFacets],
  templateUrl: './board-page.html',
  host: { '[class.with-lot]': 'openLotId() !== null', '[class.wide-lot]': 'isLotWide()' },
})
export class BoardPage {
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  readonly #live = inject(Live);
  readonly #facets = inject(BoardFacets);
  protected readonly view = inject(BoardView);
  protected readonly grid = viewChild(BoardGrid);
  readonly #parameters = toSignal(this.#route.queryParamMap, { requireSync: true });
  readonly #density = preference('density', densities);
  readonly #isPhone = signal(matchMedia(PHONE).matches);

  protected readonly query = computed(() => queryOf(this.#parameters()));
  protected readonly scale = computed(() => scaleOf(this.query()));
  protected readonly filterCount = computed(() => filterCount(this.query()));
  protected readonly facets = this.#facets.facets;
  protected readonly total = this.#facets.total;
  protected readonly isPaused = signal(false);
  protected readonly isSheetOpen = signal(false);
  protected readonly isStale = computed(() => this.view.phase().is === 'stale');
  protected readonly density = this.#density.value;
  protected readonly rowHeight = computed(() =>
    this.#isPhone() ? PHONE_ROW : rowHeights[this.density()],
  );
  protected readonly isLotWide = computed(() => this.#parameters().get('lot') === 'wide');
  protected readonly openLotId = toSignal(
    this.#router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      startWith(null),
      map(() => this.#route.snapshot.firstChild?.paramMap.get('lotId') ?? null),
    ),
    { requireSync: true },
  );
  protected readonly counted = count;
  /** Said once a view is complete, not with every change. */
  protected readonly announcement = computed(() => {
    const { is } = this.view.phase();
    return is === 'live' ? `${count(untracked(this.view.count))} lots` : '';
  });

  constructor() {
    const media = matchMedia(PHONE);
    media.addEventListener('change', () => this.#isPhone.set(media.matches));
    let shown = '';
    effect(() => {
      const query = this.query();
      this.#facets.set(query);
      const scale = scaleOf(query);
      const wanted = JSON.stringify([filterOf(query, scale), query.sort.by === 'price']);
      untracked(() => {
        if (wanted === shown) this.view.order(query.sort);
        else this.view.watch(query, scale);
        this.grid()?.scrollToTop();
      });
      shown = wanted;
    });
    bindKeys({
      f: () => this.showFilters(),
      p: () => this.togglePause(),
      Esc: () => void this.#router.navigate(['/'], { queryParamsHandling: 'preserve' }),
    });
  }

  protected change(changes: Partial<BoardQuery>): void {
    const query = { ...this.query(), ...changes };
    const { by } = query.sort;
    const turned =
      changes.tab === undefined
        ? query
        : { ...query, sort: { by, direction: defaultDirection(by, query.tab) } };
    // Models belong to makes: without their make they would hide everything.
    const fitting = changes.make === undefined ? turned : { ...turned, model: [] };
    this.#go(fitting);
  }

  protected clear(): void {
    this.#go(withoutFilters(this.query()));
  }

  /** The same column again turns the order around. */
  protected turnSort(by: SortColumn): void {
    const { sort, tab } = this.query();
    const direction =
      sort.by === by ? (sort.direction === 'asc' ? 'desc' : 'asc') : defaultDirection(by, tab);
    this.chooseSort(by, direction);
  }

  protected chooseSort(by: string, direction?: 'asc' | 'desc'): void {
    const column = (['ending', 'price', 'newest'] as const).find((one) => one === by) ?? 'ending';
    const query = this.query();
    const currency = column === 'price' ? (query.currency ?? this.#mainCurrency()) : query.currency;
    const sort = { by: column, direction: direction ?? defaultDirection(column, query.tab) };
    this.#go({ ...query, currency, sort });
  }

  protected nextDensity(): void {
    const at = densities.indexOf(this.density());
    this.#density.set(densities[(at + 1) % densities.length] ?? 'comfortable');
  }

  protected togglePause(): void {
    this.isPaused.update((isPaused) => !isPaused);
  }

  protected showFilters(): void {
    if (this.#isPhone()) this.isSheetOpen.set(true);
    else document.querySelector<HTMLElement>('am-board-filters input')?.focus();
  }

  protected openLot(lotId: string): void {
    void this.#router.navigate(['/lots', lotId], {
      queryParams: { run: null },
      queryParamsHandling: 'merge',
    });
  }

  protected retry(): void {
    this.#live.wake();
    this.#facets.reload();
    this.view.watch(this.query(), scaleOf(this.query()));
  }

  /** The currency most lots have: the one to compare prices in when none is chosen. */
  #mainCurrency(): string {
    return this.facets()?.currency[0]?.value ?? FIRST_CURRENCY;
  }

  #go(query: BoardQuery): void {
    void this.#router.navigate([], {
      relativeTo: this.#route,
      queryParams: parametersOf(query),
      queryParamsHandling: 'merge',
    });
  }
}

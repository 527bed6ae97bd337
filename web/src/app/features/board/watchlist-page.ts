import { Component, computed, effect, inject, signal, untracked, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Live } from '../../live/live.ts';
import type { Sort, SortColumn } from '../../live/lot-store.ts';
import { count } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { WatchedLots } from '../../watch/watched-lots.ts';
import { BoardGrid } from './board-grid.ts';
import { BoardView } from './board-view.ts';

/** A row on a phone has three lines; kept in step with board.css. */
const ROW = 52;
const PHONE_ROW = 80;
const PHONE = '(width <= 760px)';

/** The own watchlist as a board: the same rows, live, whatever became of the lots. */
@Component({
  selector: 'am-watchlist-page',
  imports: [BoardGrid, ProblemNotice, RouterLink],
  providers: [BoardView],
  templateUrl: './watchlist-page.html',
})
export class WatchlistPage {
  readonly #router = inject(Router);
  readonly #live = inject(Live);
  readonly #isPhone = signal(matchMedia(PHONE).matches);
  protected readonly view = inject(BoardView);
  protected readonly watched = inject(WatchedLots);
  protected readonly grid = viewChild(BoardGrid);
  protected readonly sort = signal<Sort>({ by: 'ending', direction: 'asc' });
  protected readonly rowHeight = computed(() => (this.#isPhone() ? PHONE_ROW : ROW));
  protected readonly counted = count;
  protected readonly isStale = computed(() => this.view.phase().is === 'stale');
  protected readonly isCut = computed(() => this.#live.link().is === 'waiting');

  constructor() {
    const media = matchMedia(PHONE);
    media.addEventListener('change', () => this.#isPhone.set(media.matches));
    effect(() => {
      const ids = this.watched.ids();
      untracked(() => {
        if (ids !== undefined && ids.length > 0) this.view.watchLots(ids, this.sort());
      });
    });
  }

  protected turnSort(by: SortColumn): void {
    const { by: now, direction } = this.sort();
    const turned = direction === 'asc' ? 'desc' : 'asc';
    this.sort.set({ by, direction: by === now ? turned : 'asc' });
    this.view.order(this.sort());
  }

  protected open(lotId: string): void {
    void this.#router.navigate(['/lots', lotId]);
  }
}

import { computed, DestroyRef, inject, Injectable, resource, signal } from '@angular/core';
import type { LotFacets, LotPage } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { minorScale } from '../../ui/money.ts';
import { latest } from '../../ui/latest.ts';
import { filterCount, restQueryOf, withoutFilters, type BoardQuery } from './board-query.ts';

/** Counts beside the filters are this old at most; the rows themselves are live. */
const REFRESH_MS = 20_000;

/** Counts for the filters of the board, and how many lots there are without them. */
@Injectable()
export class BoardFacets {
  readonly #rest = inject(Rest);
  readonly #query = signal<BoardQuery | null>(null);
  readonly #facets = resource({
    params: () => this.#restQuery() ?? undefined,
    loader: ({ params, abortSignal }) =>
      this.#rest.get<LotFacets>('/api/lots/facets', params, abortSignal),
  });
  readonly #unfiltered = resource({
    params: () => this.#totalQuery() ?? undefined,
    loader: ({ params, abortSignal }) => this.#rest.get<LotPage>('/api/lots', params, abortSignal),
  });

  readonly facets = latest(this.#facets);
  readonly error = this.#facets.error;
  /** Lots of the tab without any filter; undefined while no filter is set. */
  readonly total = computed(() =>
    this.#totalQuery() === null ? undefined : this.#unfiltered.value()?.total,
  );

  constructor() {
    const timer = setInterval(() => {
      if (document.hidden) return;
      this.#facets.reload();
      this.#unfiltered.reload();
    }, REFRESH_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  set(query: BoardQuery): void {
    this.#query.set(query);
  }

  reload(): void {
    this.#facets.reload();
  }

  readonly #restQuery = computed(
    () => {
      const query = this.#query();
      return query === null ? null : restQueryOf(query, scaleOf(query));
    },
    { equal: isEqual },
  );
  readonly #totalQuery = computed(
    () => {
      const query = this.#query();
      if (query === null || filterCount(query) === 0) return null;
      const bare = withoutFilters(query);
      return { ...restQueryOf(bare, scaleOf(bare)), limit: 1 };
    },
    { equal: isEqual },
  );
}

/** An equal query asks nothing anew. */
function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Minor units in one unit of the query's currency. */
export function scaleOf(query: BoardQuery): number {
  return query.currency === null ? 1 : minorScale(query.currency);
}

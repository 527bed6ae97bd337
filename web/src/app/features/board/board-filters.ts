import { Component, computed, inject, input, output } from '@angular/core';
import type { LotFacets } from '@auction/gateway/contract';
import { Live } from '../../live/live.ts';
import { calmName } from '../../ui/calm.ts';
import { minorScale } from '../../ui/money.ts';
import { withinChoices, type BoardQuery, type Tab } from './board-query.ts';
import { FacetList, type FacetValue } from './facet-list.ts';
import { RangeFilter, type Bar } from './range-filter.ts';

const tabWords: readonly (readonly [Tab, string])[] = [
  ['open', 'Open'],
  ['upcoming', 'Upcoming'],
  ['ended', 'Ended'],
  ['all', 'All'],
];
const withinWords = new Map<number, string>([
  [15, '15 min'],
  [60, '1 h'],
  [1_440, '24 h'],
]);
/** Model years further apart are drawn in groups. */
const YEAR_BARS = 24;

let lastNumber = 0;

/** Everything that narrows the board. Knows the query and says what to change of it. */
@Component({
  selector: 'am-board-filters',
  imports: [FacetList, RangeFilter],
  templateUrl: './board-filters.html',
})
export class BoardFilters {
  readonly #live = inject(Live);
  readonly query = input.required<BoardQuery>();
  readonly facets = input.required<LotFacets | undefined>();
  readonly filterCount = input.required<number>();
  readonly changed = output<Partial<BoardQuery>>();
  readonly cleared = output();

  /** Radio groups and ids are the document's: side column and sheet must not share them. */
  protected readonly group = `filters-${++lastNumber}`;
  protected readonly tabWords = tabWords;
  protected readonly withinWords = withinChoices.map(
    (minutes) => [minutes, withinWords.get(minutes) ?? `${minutes} min`] as const,
  );
  protected readonly sites = computed((): FacetValue[] => {
    // Lots that dealers sell here come from no feed: no site reports them.
    const names = new Map([['own', 'Sold here']]);
    for (const { id, name } of this.#live.sites() ?? []) names.set(id, name);
    return (this.facets()?.site ?? []).map(({ value, count }) => ({
      value,
      count,
      label: names.get(value) ?? value,
    }));
  });
  protected readonly makes = computed((): FacetValue[] =>
    (this.facets()?.make ?? []).map(({ value, count }) => ({
      value,
      count,
      label: calmName(value),
    })),
  );
  protected readonly models = computed((): FacetValue[] => {
    const makes = this.query().make.length;
    return (this.facets()?.model ?? []).map(({ make, value, count }) => ({
      value,
      count,
      label: calmName(makes > 1 ? `${value}, ${make}` : value),
    }));
  });
  protected readonly years = computed((): Bar[] => {
    const years = (this.facets()?.year ?? []).toSorted((a, b) => a.value - b.value);
    const last = years.at(-1)?.value ?? 0;
    // Old rarities would press everything else into a corner: they share the first bar.
    const first = Math.max(years[0]?.value ?? 0, last - YEAR_BARS + 1);
    const bars = Array.from({ length: last === 0 ? 0 : last - first + 1 }, (_, at) => ({
      from: at === 0 ? (years[0]?.value ?? first) : first + at,
      to: first + at,
      count: 0,
    }));
    for (const { value, count } of years) {
      const bar = bars[Math.max(0, value - first)];
      if (bar !== undefined) bar.count += count;
    }
    return bars;
  });
  /** Currency whose prices the bars and fields mean. */
  protected readonly priceCurrency = computed(
    () => this.query().currency ?? this.facets()?.price?.currency ?? null,
  );
  protected readonly prices = computed((): Bar[] => {
    const price = this.facets()?.price;
    if (price === undefined || price === null || price.currency !== this.priceCurrency()) return [];
    const scale = minorScale(price.currency);
    return price.buckets.map(({ from, to, count }) => ({
      from: Math.floor(from / scale),
      to: Math.ceil(to / scale),
      count,
    }));
  });
  protected readonly currencies = computed(() => this.facets()?.currency ?? []);

  protected choosePrice(range: { from: number | null; to: number | null }): void {
    const { from, to } = range;
    const isOpen = from === null && to === null;
    // A price needs a currency: the one the bars show.
    const currency = isOpen ? this.query().currency : this.priceCurrency();
    this.changed.emit({ priceFrom: from, priceTo: to, currency });
  }

  protected chooseCurrency(currency: string | null): void {
    const { sort } = this.query();
    this.changed.emit({
      currency,
      priceFrom: null,
      priceTo: null,
      sort: currency === null && sort.by === 'price' ? { by: 'ending', direction: 'asc' } : sort,
    });
  }
}

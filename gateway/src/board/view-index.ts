/** Finds the views a row may belong to without asking every one of them. */
import type { BoardRow } from '../board-columns.ts';
import type { LotFilter } from './lot-filter.ts';

interface Filtered {
  readonly filter: LotFilter;
}

export class ViewIndex<V extends Filtered> {
  readonly #everywhere = new Set<V>();
  readonly #byLot = new Map<string, Set<V>>();
  readonly #byMake = new Map<string, Set<V>>();
  readonly #bySite = new Map<string, Set<V>>();

  add(view: V): void {
    for (const set of this.#homesOf(view)) set.add(view);
  }

  remove(view: V): void {
    for (const set of this.#homesOf(view)) set.delete(view);
    for (const map of [this.#byLot, this.#byMake, this.#bySite]) {
      for (const [value, set] of map) if (set.size === 0) map.delete(value);
    }
  }

  /** Each view that may hold the row, once. */
  *candidates(row: BoardRow): Generator<V> {
    yield* this.#everywhere;
    yield* this.#byLot.get(row.id) ?? [];
    yield* this.#bySite.get(row.site) ?? [];
    if (row.make !== null) yield* this.#byMake.get(row.make) ?? [];
  }

  /** Where a view is kept: under the values of its narrowest set. */
  #homesOf({ filter: { lots, makes, sites } }: V): Set<V>[] {
    if (lots) return lots.map((value) => homeIn(this.#byLot, value));
    if (makes) return makes.map((value) => homeIn(this.#byMake, value));
    if (sites) return sites.map((value) => homeIn(this.#bySite, value));
    return [this.#everywhere];
  }
}

function homeIn<V>(map: Map<string, Set<V>>, value: string): Set<V> {
  const home = map.get(value) ?? new Set<V>();
  map.set(value, home);
  return home;
}

/** The sites of the board: folds the topic `sites`; one row per site, seen whole by everybody. */
import type { SiteStatus } from '@auction/avro/records';
import { siteColumns } from '../board-columns.ts';
import type { BoardPosition, Since } from './board-position.ts';
import { toSiteRow } from './board-row.ts';
import { newEntry } from './entry.ts';
import type { Arrival, ColumnSet, Entry } from './entry.ts';
import type { Collapsed, TableView } from './table-view.ts';
import type { View } from './view.ts';

export const siteColumnSet: ColumnSet = { name: 'sites', full: siteColumns, hot: siteColumns };

export class SiteTable {
  readonly entries = new Map<string, Entry>();
  readonly #views = new Set<View>();
  readonly #position: BoardPosition;

  constructor(position: BoardPosition) {
    this.#position = position;
  }

  open(view: View): TableView {
    this.#views.add(view);
    for (const entry of this.entries.values()) view.enter(entry, entry.arrival.committedAt);
    return {
      view,
      isBuilt: true,
      build: () => undefined,
      collapse: (since) => this.#collapse(since),
      close: () => {
        this.#views.delete(view);
        view.dissolve();
      },
    };
  }

  /** Takes a record in; the topic has one partition, so its offset is a version. */
  put(status: SiteStatus, arrival: Arrival): void {
    const v = arrival.offset + 1;
    const row = toSiteRow(status, v);
    const known = this.entries.get(status.site);
    if (!known) {
      this.#insert(newEntry(status.site, v, row, arrival));
      return;
    }
    if (v <= known.v) return;
    const oldV = known.v;
    Object.assign(known, { v, row, arrival, change: this.#position.nextChange() });
    known.fragments.clear();
    for (const view of known.views) view.touch(known, oldV, 'hot', arrival.committedAt);
  }

  #insert(entry: Entry): void {
    entry.change = this.#position.nextChange();
    this.entries.set(entry.id, entry);
    for (const view of this.#views) view.enter(entry, entry.arrival.committedAt);
  }

  #collapse(since: Since): Collapsed {
    return { add: [...this.entries.values()].filter((entry) => since.changed(entry)), rm: [] };
  }
}

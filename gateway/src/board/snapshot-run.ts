/**
 * One snapshot of a view, shared by everybody who asks for the same within a second: rows are listed
 * when it begins, each part is made when the first client is due to get it, and what changes
 * meanwhile is gathered and follows as one delta.
 */
import type { Cell } from '../board-columns.ts';
import { fragmentOf } from './entry.ts';
import type { Entry } from './entry.ts';
import { sharedFrame, snapText } from './frames.ts';
import type { Frame } from './frames.ts';
import { Pending } from './pending.ts';
import type { View } from './view.ts';

export type Order = readonly [column: string, direction: 'asc' | 'desc'];

export class SnapshotRun {
  /** Change number it begins at. */
  readonly to: number;
  readonly rowCount: number;
  readonly partCount: number;
  readonly startedAt: number;
  /** What changed since it began and is not in a part already made. */
  readonly pending: Pending;
  /** Clients that still fill from it. */
  readerCount = 0;
  readonly #view: View;
  readonly #order: readonly Entry[];
  readonly #partRows: number;
  readonly #parts: Frame[] = [];

  constructor(
    view: View,
    order: Order | undefined,
    options: { readonly change: number; readonly nowMs: number; readonly partRows: number },
  ) {
    this.#view = view;
    this.#partRows = options.partRows;
    this.#order = ordered([...view.members], order);
    this.to = options.change;
    this.startedAt = options.nowMs;
    this.rowCount = this.#order.length;
    this.partCount = Math.ceil(this.rowCount / options.partRows);
    this.pending = new Pending(options.change);
    view.listeners.add(this.pending);
  }

  /** @param number 1..partCount; parts are asked for in order */
  part(number: number): Frame {
    const made = this.#parts[number - 1];
    if (made) return made;
    const first = (number - 1) * this.#partRows;
    const rows: string[] = [];
    for (const entry of this.#order.slice(first, first + this.#partRows)) {
      // Rows that left meanwhile are gone; those that changed are sent as they are now.
      if (!this.#view.members.has(entry)) continue;
      rows.push(fragmentOf(entry, this.#view.columns, 'full'));
      this.pending.clear(entry);
    }
    const frame = sharedFrame(snapText(this.#view.channel, number, rows));
    this.#parts[number - 1] = frame;
    return frame;
  }

  close(): void {
    this.#view.listeners.delete(this.pending);
  }
}

/** Rows in the order asked for; unknown values last either way, ties by id. */
function ordered(entries: Entry[], order: Order | undefined): Entry[] {
  if (!order) return entries;
  const [column, direction] = order;
  const sign = direction === 'asc' ? 1 : -1;
  return entries.sort((a, b) => {
    const byValue = compared(a.row[column] ?? null, b.row[column] ?? null, sign);
    return byValue === 0 ? compared(a.id, b.id, 1) : byValue;
  });
}

function compared(a: Cell, b: Cell, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -sign : sign;
}

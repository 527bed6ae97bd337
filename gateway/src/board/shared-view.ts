/** A view with all that its readers share: lanes by pace, and snapshots under way. */
import { Lane } from './lane.ts';
import type { WindowMs } from './lane.ts';
import { SnapshotRun } from './snapshot-run.ts';
import type { Order } from './snapshot-run.ts';
import type { TableView } from './table-view.ts';

/** A snapshot begun so recently is shared with whoever asks now. */
const runSharedMs = 1_000;

export interface Moment {
  readonly change: number;
  readonly nowMs: number;
}

export class SharedView<Reader> {
  readonly table: TableView;
  readonly lanes = new Map<WindowMs, Lane<Reader>>();
  readonly #runs = new Map<string, SnapshotRun>();
  readonly #partRows: number;
  /** Channels on it. */
  userCount = 0;
  /** Since when nobody has used it, epoch ms. */
  idleSince = 0;

  constructor(table: TableView, partRows: number) {
    this.table = table;
    this.#partRows = partRows;
  }

  join(reader: Reader, windowMs: WindowMs, { change, nowMs }: Moment): Lane<Reader> {
    const lane =
      this.lanes.get(windowMs) ?? new Lane<Reader>(this.table.view, windowMs, change, nowMs);
    this.lanes.set(windowMs, lane);
    lane.readers.add(reader);
    return lane;
  }

  leave(reader: Reader, lane: Lane<Reader>): void {
    lane.readers.delete(reader);
    if (lane.readers.size > 0) return;
    lane.close();
    this.lanes.delete(lane.windowMs);
  }

  /** A snapshot to fill from, new or shared; give it back with `doneWith`. */
  run(order: Order | undefined, { change, nowMs }: Moment): SnapshotRun {
    const key = order?.join(' ') ?? '';
    const recent = this.#runs.get(key);
    const isRecent = recent !== undefined && nowMs - recent.startedAt < runSharedMs;
    const run = isRecent
      ? recent
      : new SnapshotRun(this.table.view, order, { change, nowMs, partRows: this.#partRows });
    if (!isRecent) this.#runs.set(key, run);
    run.readerCount++;
    return run;
  }

  doneWith(run: SnapshotRun): void {
    run.readerCount--;
  }

  /** Drops snapshots nobody fills from any more. */
  tidy(nowMs: number): void {
    for (const [key, run] of this.#runs) {
      if (run.readerCount > 0 || nowMs - run.startedAt < runSharedMs) continue;
      run.close();
      this.#runs.delete(key);
    }
  }

  close(): void {
    for (const lane of this.lanes.values()) lane.close();
    for (const run of this.#runs.values()) run.close();
    this.lanes.clear();
    this.#runs.clear();
    this.table.close();
  }
}

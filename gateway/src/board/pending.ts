/** Changes of one view that wait to be sent: the newest state of each row, once. */
import type { Entry, Extent } from './entry.ts';

export class Pending {
  readonly dirty = new Map<Entry, Extent>();
  readonly left = new Set<string>();
  /** Change number up to which everything was sent. */
  #since: number;
  /** Commit time of the oldest change inside, epoch ms. */
  #oldestAt = Infinity;
  /** Changes taken up by a later one of the same row before they were sent. */
  conflatedCount = 0;

  constructor(since: number) {
    this.#since = since;
  }

  get since(): number {
    return this.#since;
  }

  get oldestAt(): number {
    return this.#oldestAt;
  }

  get isEmpty(): boolean {
    return this.dirty.size === 0 && this.left.size === 0;
  }

  /** The row changed, or came into the view (`full`). */
  mark(entry: Entry, extent: Extent, atMs: number): void {
    const known = this.dirty.get(entry);
    if (known !== undefined) this.conflatedCount++;
    if (known === undefined || extent === 'full') this.dirty.set(entry, extent);
    this.left.delete(entry.id);
    if (atMs < this.#oldestAt) this.#oldestAt = atMs;
  }

  /** The row left the view. */
  drop(entry: Entry, atMs: number): void {
    this.dirty.delete(entry);
    this.left.add(entry.id);
    if (atMs < this.#oldestAt) this.#oldestAt = atMs;
  }

  /** The row was just sent in its present state by other means. */
  clear(entry: Entry): void {
    this.dirty.delete(entry);
  }

  /** Everything up to `change` was sent. */
  reset(change: number): void {
    this.dirty.clear();
    this.left.clear();
    this.#since = change;
    this.#oldestAt = Infinity;
    this.conflatedCount = 0;
  }
}

/** When which lot's time comes: a heap of the next timer of every lot that has one. */
import { noNewsMs } from './external-lot.ts';
import type { CloseDue, LotStatus } from './external-lot.ts';

export interface DueTimer extends CloseDue {
  readonly lotId: string;
}

interface TimedLot {
  readonly lotId: string;
  readonly status: LotStatus;
  readonly endsAt: number | null;
}

/** The next timer of a lot: its end, then 24 hours later; none once the lot has ended. */
function timerOf(lot: TimedLot): DueTimer | undefined {
  const { lotId, status, endsAt } = lot;
  if (endsAt === null) return undefined;
  if (status === 'OPEN') return { lotId, forEndsAt: endsAt, at: endsAt };
  if (status === 'ENDING_UNCONFIRMED') return { lotId, forEndsAt: endsAt, at: endsAt + noNewsMs };
  return undefined;
}

/**
 * Timers of all lots. An entry that a newer row has overtaken stays in the heap until its time comes
 * and is dropped then.
 */
export class CloseSchedule {
  readonly #current = new Map<string, DueTimer>();
  readonly #heap: DueTimer[] = [];

  /** Number of lots that have a timer. */
  get size(): number {
    return this.#current.size;
  }

  /** Takes a lot's newest row; a timer given out already is not set again by the same row. */
  see(lot: TimedLot): void {
    const timer = timerOf(lot);
    if (timer === undefined) {
      this.#current.delete(lot.lotId);
      return;
    }
    const known = this.#current.get(lot.lotId);
    if (known?.at === timer.at && known.forEndsAt === timer.forEndsAt) return;
    this.#current.set(lot.lotId, timer);
    this.#push(timer);
  }

  forget(lotId: string): void {
    this.#current.delete(lotId);
  }

  /** Instant of the next timer, epoch ms; undefined when there is none. */
  nextAt(): number | undefined {
    this.#dropOvertaken();
    return this.#heap[0]?.at;
  }

  /** Takes out the timers whose time has come at `now`, at most `max`, earliest first. */
  takeDue(now: number, max: number): DueTimer[] {
    const due: DueTimer[] = [];
    while (due.length < max) {
      this.#dropOvertaken();
      const first = this.#heap[0];
      if (first === undefined || first.at > now) break;
      this.#pop();
      due.push(first);
    }
    return due;
  }

  #dropOvertaken(): void {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#current.get(first.lotId) === first) return;
      this.#pop();
    }
  }

  #push(timer: DueTimer): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.at <= timer.at) break;
      heap[index] = parent;
      heap[above] = timer;
      index = above;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const below = this.#earlierChild(index);
      const child = heap[below];
      if (child === undefined || child.at >= last.at) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
  }

  #earlierChild(index: number): number {
    const left = 2 * index + 1;
    const one = this.#heap[left];
    const other = this.#heap[left + 1];
    return other !== undefined && one !== undefined && other.at < one.at ? left + 1 : left;
  }
}

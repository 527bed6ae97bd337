/** When which lot's time comes: a heap of the next timer of every lot that has one. */
import { noNewsMs } from './external-lot.ts';
import type { LotRow } from './external-lot.ts';

export interface DueTimer {
  readonly lotId: string;
  readonly type: 'OPEN_DUE' | 'CLOSE_DUE' | 'DEADLINE_DUE';
  /** Start, end or deadline of the lot for which the timer was set, epoch ms. */
  readonly forAt: number;
  /** Instant that has come, epoch ms: `forAt`, or so much later as the lot waits. */
  readonly at: number;
  /** Rings again and again until a newer row says that it was heard. */
  readonly repeats: boolean;
}

interface Alarm {
  readonly timer: DueTimer;
  readonly ringsAt: number;
}

type Times = 'lotId' | 'kind' | 'status' | 'startsAt' | 'endsAt' | 'decisionUntil' | 'graceMs';
type TimedLot = Pick<LotRow<unknown>, Times>;

/** A lot of our own that is still open after this has not heard its timer: a fast clock, a lost record. */
export const repeatMs = 5_000;

/** The next timer of a lot that its site resolves: its end, then 24 hours later. */
function externalTimer({ lotId, status, endsAt }: TimedLot): DueTimer | undefined {
  if (endsAt === null) return undefined;
  const due = { lotId, type: 'CLOSE_DUE', forAt: endsAt, repeats: false } as const;
  if (status === 'OPEN') return { ...due, at: endsAt };
  return status === 'ENDING_UNCONFIRMED' ? { ...due, at: endsAt + noNewsMs } : undefined;
}

/** The next timer of a lot of our own: start, end and grace, deadline (bidding.md section 8). */
function ownTimer(lot: TimedLot): DueTimer | undefined {
  const { lotId, status, startsAt, endsAt, decisionUntil, graceMs } = lot;
  const repeats = true;
  if (status === 'SCHEDULED' && startsAt !== null) {
    return { lotId, type: 'OPEN_DUE', forAt: startsAt, at: startsAt, repeats };
  }
  if (status === 'OPEN' && endsAt !== null) {
    return { lotId, type: 'CLOSE_DUE', forAt: endsAt, at: endsAt + graceMs, repeats };
  }
  const waits = status === 'PENDING_APPROVAL' || status === 'COUNTERED';
  if (!waits || decisionUntil === null) return undefined;
  return { lotId, type: 'DEADLINE_DUE', forAt: decisionUntil, at: decisionUntil, repeats };
}

/** None once the lot has ended. */
const timerOf = (lot: TimedLot): DueTimer | undefined =>
  lot.kind === 'OWN' ? ownTimer(lot) : externalTimer(lot);

/**
 * Timers of all lots. An entry that a newer row has overtaken stays in the heap until its time comes
 * and is dropped then.
 */
export class CloseSchedule {
  readonly #current = new Map<string, Alarm>();
  readonly #heap: Alarm[] = [];

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
    const known = this.#current.get(lot.lotId)?.timer;
    const { type, forAt, at } = timer;
    if (known?.at === at && known.forAt === forAt && known.type === type) return;
    this.#set({ timer, ringsAt: at });
  }

  #set(alarm: Alarm): void {
    this.#current.set(alarm.timer.lotId, alarm);
    this.#push(alarm);
  }

  forget(lotId: string): void {
    this.#current.delete(lotId);
  }

  /** Instant of the next timer, epoch ms; undefined when there is none. */
  nextAt(): number | undefined {
    this.#dropOvertaken();
    return this.#heap[0]?.ringsAt;
  }

  /** Takes out the timers whose time has come at `now`, at most `max`, earliest first. */
  takeDue(now: number, max: number): DueTimer[] {
    const due: DueTimer[] = [];
    while (due.length < max) {
      this.#dropOvertaken();
      const first = this.#heap[0];
      if (first === undefined || first.ringsAt > now) break;
      this.#pop();
      due.push(first.timer);
      if (first.timer.repeats) this.#set({ timer: first.timer, ringsAt: now + repeatMs });
    }
    return due;
  }

  #dropOvertaken(): void {
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      if (this.#current.get(first.timer.lotId) === first) return;
      this.#pop();
    }
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(alarm);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.ringsAt <= alarm.ringsAt) break;
      heap[index] = parent;
      heap[above] = alarm;
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
      if (child === undefined || child.ringsAt >= last.ringsAt) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
  }

  #earlierChild(index: number): number {
    const left = 2 * index + 1;
    const one = this.#heap[left];
    const other = this.#heap[left + 1];
    return other !== undefined && one !== undefined && other.ringsAt < one.ringsAt
      ? left + 1
      : left;
  }
}

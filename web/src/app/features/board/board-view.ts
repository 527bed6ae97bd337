/**
 * What of the board is on the screen: recycled slots over the store, drawn at most once a frame.
 * Signals exist only for slots and counters. Source: live-board.md section 4.4.
 */
import {
  ApplicationRef,
  DestroyRef,
  inject,
  Injectable,
  signal,
  type WritableSignal,
} from '@angular/core';
import type { BoardFilter } from '@auction/gateway/contract';
import type { BoardPatch } from '../../live/board-patch.ts';
import type { BoardPhase } from '../../live/feed-messages.ts';
import type { LotRow } from '../../live/lot-columns.ts';
import { Live } from '../../live/live.ts';
import { LotStore, type Sort } from '../../live/lot-store.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { assignSlots, EMPTY } from '../../live/slots.ts';
import { filterOf, orderOf, type BoardQuery } from './board-query.ts';

/** A place for one row; it follows the lot. */
export interface Slot {
  readonly number: number;
  /** null: nothing to show. */
  readonly lot: WritableSignal<LotRow | null>;
  /** Place in the order on the screen, from 0. */
  readonly position: WritableSignal<number>;
}

/** Rows drawn above and below what is visible. */
const OVERSCAN = 4;
/** The server is told what is on the screen once scrolling rests. */
const TRACK_PAUSE_MS = 150;

@Injectable()
export class BoardView {
  readonly #live = inject(Live);
  readonly #clock = inject(ServerClock);
  readonly #app = inject(ApplicationRef);
  readonly #store = new LotStore();
  #held: number[] = [];
  #pending: BoardPatch | null = null;
  #frame: number | null = null;
  #trackTimer: ReturnType<typeof setTimeout> | undefined;
  #tracked = '';
  #viewport = { top: 0, height: 0, rowHeight: 52 };
  #wantsHold = false;
  #activeRow: number | null = null;

  readonly #slots = signal<readonly Slot[]>([]);
  readonly #phase = signal<BoardPhase>({ is: 'loading', expected: null });
  readonly #count = signal(0);
  readonly #screenCount = signal(0);
  readonly #movedCount = signal(0);
  readonly #activeId = signal<string | null>(null);

  readonly slots = this.#slots.asReadonly();
  readonly phase = this.#phase.asReadonly();
  /** Lots in the view. */
  readonly count = this.#count.asReadonly();
  /** Rows on the screen's order, which may be held. */
  readonly screenCount = this.#screenCount.asReadonly();
  readonly movedCount = this.#movedCount.asReadonly();
  /** The lot that has, or last had, the keyboard. */
  readonly activeId = this.#activeId.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      if (this.#frame !== null) cancelAnimationFrame(this.#frame);
      clearTimeout(this.#trackTimer);
      this.#live.track([]);
      this.#live.leaveBoard();
    });
  }

  /**
   * Follows what a query asks for.
   * @param scale minor units in one unit of the query's currency
   */
  watch(query: BoardQuery, scale: number): void {
    this.#follow(filterOf(query, scale), query.sort);
  }

  /** Follows single lots. */
  watchLots(lotIds: readonly string[], sort: Sort): void {
    this.#follow({ lots: [...lotIds] }, sort);
  }

  #follow(filter: BoardFilter, sort: Sort): void {
    if (this.#pending !== null) this.#live.credit([], null);
    this.#pending = null;
    this.#phase.set({ is: 'loading', expected: null });
    this.#store.letGo();
    this.#store.sortBy(sort);
    this.#live.watchBoard(filter, orderOf(sort), {
      patch: (patch) => {
        this.#pending = patch;
        this.#drawSoon();
      },
      phase: (phase) => {
        this.#phase.set(phase);
        this.#drawSoon();
      },
    });
    this.#drawSoon();
  }

  /** Another order of the same lots. */
  order(sort: Sort): void {
    this.#store.sortBy(sort);
    this.#drawSoon();
  }

  /** Where the reader is: pixels from the top, height and row height in px. */
  show(top: number, height: number, rowHeight: number): void {
    this.#viewport = { top, height, rowHeight };
    this.#draw();
  }

  /** Keeps the order still while somebody points at it, or lets it go. */
  hold(wanted: boolean): void {
    this.#wantsHold = wanted;
    // At once: what arrives until the next frame must not move the row under the pointer.
    this.#holdOrLetGo();
    this.#drawSoon();
  }

  /** Puts moved lots in order now; a wish to hold stays. */
  reorder(): void {
    this.#store.letGo();
    this.#drawSoon();
  }

  /** Place of the active lot on the screen; -1: none. */
  activePosition(): number {
    return this.#activeRow === null ? -1 : this.#store.order.indexOf(this.#activeRow);
  }

  /** Makes the lot at a place the active one. */
  activate(position: number): void {
    const row = this.#store.order[position];
    if (row === undefined) return;
    this.#activeRow = row;
    this.#activeId.set(this.#store.id(row));
    this.#draw();
  }

  /** The lot with the keyboard as a slot shows it. */
  slotOf(lotId: string): Slot | undefined {
    return this.#slots().find((slot) => slot.lot()?.id === lotId);
  }

  #drawSoon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#applyPending();
      this.#draw();
      // Paint in this frame, not one later.
      this.#app.tick();
    });
  }

  #applyPending(): void {
    const patch = this.#pending;
    this.#pending = null;
    if (patch === null) return;
    if (patch.cleared) {
      this.#activeRow = null;
      this.#activeId.set(null);
    }
    this.#store.apply(patch, this.#clock.now());
    this.#creditAfterPaint(patch.arrivedAt);
  }

  /** The next patch may come once this one is on the screen. */
  #creditAfterPaint(arrivedAt: number): void {
    setTimeout(() =>
      this.#live.credit(this.#store.takeReleased(), Math.max(0, Date.now() - arrivedAt)),
    );
  }

  /** While the first rows arrive there is nothing to hold yet. */
  #holdOrLetGo(): void {
    if (!this.#wantsHold) this.#store.letGo();
    else if (this.#phase().is !== 'loading') this.#store.hold();
  }

  #draw(): void {
    const store = this.#store;
    this.#holdOrLetGo();
    const { order } = store;
    const { top, height, rowHeight } = this.#viewport;
    const first = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
    const last = Math.min(order.length, Math.ceil((top + height) / rowHeight) + OVERSCAN);
    const positions = new Map<number, number>();
    for (let at = first; at < last; at++) positions.set(order[at] ?? EMPTY, at);
    this.#keepActive(positions);
    this.#fill(positions);
    this.#count.set(store.count);
    this.#screenCount.set(order.length);
    this.#movedCount.set(store.movedCount);
    this.#trackSoon();
  }

  /** The active row is drawn wherever it is, so that it keeps the focus. */
  #keepActive(positions: Map<number, number>): void {
    const row = this.#activeRow;
    if (row === null || positions.has(row)) return;
    const at = this.#store.order.indexOf(row);
    if (at === -1) {
      this.#activeRow = null;
      this.#activeId.set(null);
    } else positions.set(row, at);
  }

  #fill(positions: ReadonlyMap<number, number>): void {
    this.#held = assignSlots(this.#held, [...positions.keys()]);
    const slots = this.#slots();
    if (slots.length < this.#held.length) {
      const added = Array.from({ length: this.#held.length - slots.length }, (_, at): Slot => ({
        number: slots.length + at,
        lot: signal<LotRow | null>(null),
        position: signal(0),
      }));
      this.#slots.set([...slots, ...added]);
    }
    for (const slot of this.#slots()) this.#bind(slot, this.#held[slot.number] ?? EMPTY, positions);
  }

  #bind(slot: Slot, row: number, positions: ReadonlyMap<number, number>): void {
    if (row === EMPTY) {
      slot.lot.set(null);
      return;
    }
    const shown = slot.lot();
    const version = this.#store.version(row);
    if (shown?.row !== row || shown.version !== version) slot.lot.set(this.#store.lot(row));
    slot.position.set(positions.get(row) ?? 0);
  }

  #trackSoon(): void {
    clearTimeout(this.#trackTimer);
    this.#trackTimer = setTimeout(() => {
      const ids = this.#held.filter((row) => row !== EMPTY).map((row) => this.#store.id(row));
      const key = ids.toSorted().join(' ');
      if (key === this.#tracked) return;
      this.#tracked = key;
      this.#live.track(ids);
    }, TRACK_PAUSE_MS);
  }
}

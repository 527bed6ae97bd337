import type { ElementRef } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { Sort, SortColumn } from '../../live/lot-store.ts';
import { bindKeys } from '../../ui/bind-keys.ts';
import { WatchedLots } from '../../watch/watched-lots.ts';
import { BoardView } from './board-view.ts';
import { LotRowView } from './lot-row-view.ts';

/** Rows of a page for PageUp and PageDown, where the height is not known. */
const PAGE_ROWS = 10;

/**
 * The grid of lots: virtual rows that follow the lot, keyboard, and an order that is held still while
 * pointer or focus is inside.
 */
@Component({
  selector: 'am-board-grid',
  imports: [LotRowView],
  templateUrl: './board-grid.html',
})
export class BoardGrid {
  readonly #watched = inject(WatchedLots);
  protected readonly view = inject(BoardView);
  readonly rowHeight = input.required<number>();
  readonly sort = input.required<Sort>();
  readonly openLotId = input.required<string | null>();
  readonly isPaused = input.required<boolean>();
  readonly isStale = input.required<boolean>();
  readonly lotOpened = output<string>();
  readonly sortChosen = output<SortColumn>();

  protected readonly viewport = viewChild.required<ElementRef<HTMLElement>>('viewport');
  readonly #hasPointer = signal(false);
  readonly #hasFocus = signal(false);
  protected readonly height = computed(() => this.view.screenCount() * this.rowHeight());
  /** Row ids as they stand, so that a reader hears them in that order wherever their elements are. */
  protected readonly owned = computed(() =>
    this.view
      .slots()
      .filter((slot) => slot.lot() !== null)
      .toSorted((a, b) => a.position() - b.position())
      .map((slot) => `lot-row-${slot.number}`)
      .join(' '),
  );

  /** The one row Tab reaches: the active one, else the first on the screen. */
  protected readonly tabStop = computed(() => {
    const active = this.view.activeId();
    if (active !== null) return active;
    const shown = this.view.slots().filter((slot) => slot.lot() !== null);
    const first = shown.toSorted((a, b) => a.position() - b.position())[0];
    return first?.lot()?.id ?? null;
  });
  protected readonly sortWord = computed(() =>
    this.sort().direction === 'asc' ? 'ascending' : 'descending',
  );
  protected readonly arrow = computed(() => (this.sort().direction === 'asc' ? '↑' : '↓'));

  constructor() {
    bindKeys({
      j: () => this.step(1),
      k: () => this.step(-1),
      r: () => this.view.reorder(),
      w: () => this.#watch(),
    });
    effect(() => {
      const holds = this.#hasPointer() || this.#hasFocus() || this.isPaused();
      untracked(() => this.view.hold(holds));
    });
    effect(() => {
      this.rowHeight();
      untracked(() => this.measure());
    });
    const destroyRef = inject(DestroyRef);
    afterNextRender(() => {
      const observer = new ResizeObserver(() => this.measure());
      observer.observe(this.viewport().nativeElement);
      destroyRef.onDestroy(() => observer.disconnect());
    });
  }

  /** Back to the first row, as after another filter. */
  scrollToTop(): void {
    this.viewport().nativeElement.scrollTop = 0;
  }

  protected measure(): void {
    const { scrollTop, clientHeight } = this.viewport().nativeElement;
    this.view.show(scrollTop, clientHeight, this.rowHeight());
  }

  protected notePointer(isInside: boolean, event: PointerEvent): void {
    // A finger does not hover: it would hold the order for good.
    this.#hasPointer.set(isInside && event.pointerType !== 'touch');
  }

  protected noteFocus(isInside: boolean): void {
    this.#hasFocus.set(isInside);
  }

  protected noteFocusOut(event: FocusEvent): void {
    const { nativeElement: viewport } = this.viewport();
    if (event.relatedTarget instanceof Node && viewport.contains(event.relatedTarget)) return;
    this.#hasFocus.set(false);
  }

  protected move(event: Event, by: 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last'): void {
    event.preventDefault();
    const rows = Math.floor(this.viewport().nativeElement.clientHeight / this.rowHeight());
    const page = rows > 1 ? rows - 1 : PAGE_ROWS;
    const last = this.view.screenCount();
    this.step({ up: -1, down: 1, pageUp: -page, pageDown: page, first: -last, last }[by]);
  }

  /** Moves the keyboard by so many lots and takes the focus along. */
  protected step(by: number): void {
    const last = this.view.screenCount() - 1;
    if (last < 0) return;
    const from = this.view.activePosition();
    const to = from === -1 ? this.#firstVisible() : Math.min(last, Math.max(0, from + by));
    this.#focus(to);
  }

  /** The title is a link of its own, which also opens in another tab. */
  protected click(event: Event, lotId: string, position: number): void {
    this.view.activate(position);
    const isLink = event.target instanceof Element && event.target.closest('a') !== null;
    if (!isLink) this.lotOpened.emit(lotId);
  }

  /** The open lot, else the one that has the keyboard. */
  #watch(): void {
    const lotId = this.openLotId() ?? this.view.activeId();
    if (lotId !== null && this.#watched.isOn()) void this.#watched.toggle(lotId);
  }

  #firstVisible(): number {
    return Math.ceil(this.viewport().nativeElement.scrollTop / this.rowHeight());
  }

  #focus(position: number): void {
    this.#reveal(position);
    this.view.activate(position);
    const id = this.view.activeId();
    const slot = id === null ? undefined : this.view.slotOf(id);
    if (slot === undefined) return;
    const { nativeElement: viewport } = this.viewport();
    // The row may have been drawn just now: it is there after this change is rendered.
    setTimeout(() => {
      const row = viewport.querySelector<HTMLElement>(`#lot-row-${slot.number}`);
      row?.focus({ preventScroll: true });
    });
  }

  #reveal(position: number): void {
    const { nativeElement: viewport } = this.viewport();
    const top = position * this.rowHeight();
    const bottom = top + this.rowHeight();
    if (top < viewport.scrollTop) viewport.scrollTop = top;
    else if (bottom > viewport.scrollTop + viewport.clientHeight) {
      viewport.scrollTop = bottom - viewport.clientHeight;
    }
    this.measure();
  }
}

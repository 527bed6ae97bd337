import { Component, computed, inject, input } from '@angular/core';
import { Icon } from '../ui/icon.ts';
import { WatchedLots } from './watched-lots.ts';

/** The star of a lot: filled when it is on the own watchlist. Nothing for who has none. */
@Component({
  selector: 'am-watch-star',
  imports: [Icon],
  template: `
    @if (watched.isOn()) {
      <button
        type="button"
        class="button ghost icon-only"
        [class.on]="isWatched()"
        [attr.aria-pressed]="isWatched()"
        [attr.aria-label]="'Watch ' + name()"
        [title]="isWatched() ? 'On the watchlist (w)' : 'Put on the watchlist (w)'"
        [tabindex]="inRow() ? -1 : 0"
        (mousedown)="keepFocus($event)"
        (click)="toggle($event)"
      >
        <am-icon [name]="isWatched() ? 'starred' : 'star'" />
      </button>
    }
  `,
})
export class WatchStar {
  protected readonly watched = inject(WatchedLots);
  readonly lotId = input.required<string>();
  /** For those who do not see it. */
  readonly name = input.required<string>();
  /** In a row of the board the key `w` is the way, not Tab. */
  readonly inRow = input(false);
  protected readonly isWatched = computed(() => this.watched.has(this.lotId()));

  /** A tap on a star is no stay in the grid, which would hold the order. */
  protected keepFocus(event: Event): void {
    if (this.inRow()) event.preventDefault();
  }

  protected toggle(event: Event): void {
    event.stopPropagation();
    void this.watched.toggle(this.lotId());
  }
}

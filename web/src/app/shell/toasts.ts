import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { onEvent } from '../live/on-event.ts';
import { Icon } from '../ui/icon.ts';
import { Undo } from '../ui/undo.ts';
import { toastOf, withToast } from './toast-words.ts';
import type { Toast } from './toast-words.ts';

const SHOWN_MS = 12_000;
const SHOWN_MAX = 3;

/** What happened just now, at the edge of the page: it goes away by itself and blocks nothing. */
@Component({
  selector: 'am-toasts',
  imports: [Icon, RouterLink],
  template: `
    <ul aria-label="News" [attr.aria-live]="urgency()">
      @for (toast of toasts(); track toast.id) {
        <li [class]="toast.tone">
          <a [routerLink]="toast.link">
            <b>{{ toast.text }}</b> <span>{{ toast.title }}</span>
          </a>
          <button
            type="button"
            class="button ghost icon-only"
            [attr.aria-label]="'Dismiss: ' + toast.text"
            (click)="drop(toast.id)"
          >
            <am-icon name="close" />
          </button>
        </li>
      }
    </ul>
    @if (undo.last(); as done) {
      <p class="undo" role="status">
        <span>{{ done.text }}</span>
        <button type="button" class="button" (click)="undo.take()">Undo</button>
      </p>
    }
  `,
})
export class Toasts {
  readonly #toasts = signal<readonly Toast[]>([]);
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  protected readonly undo = inject(Undo);
  protected readonly toasts = this.#toasts.asReadonly();
  /** Only what costs a lot interrupts whoever listens. */
  protected readonly urgency = computed(() =>
    this.#toasts().some(({ tone }) => tone === 'bad') ? 'assertive' : 'polite',
  );

  constructor() {
    onEvent((event) => {
      const toast = toastOf(event);
      if (toast !== null) this.#show(toast);
    });
    inject(DestroyRef).onDestroy(() => {
      for (const timer of this.#timers) clearTimeout(timer);
    });
  }

  protected drop(id: string): void {
    this.#toasts.update((toasts) => toasts.filter((toast) => toast.id !== id));
  }

  #show(toast: Toast): void {
    this.#toasts.update((toasts) => withToast(toasts, toast).slice(-SHOWN_MAX));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.drop(toast.id);
    }, SHOWN_MS);
    this.#timers.add(timer);
  }
}

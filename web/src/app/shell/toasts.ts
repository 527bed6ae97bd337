import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { LiveEvent } from '@auction/gateway/contract';
import { onEvent } from '../live/on-event.ts';
import { calmName } from '../ui/calm.ts';
import { Icon } from '../ui/icon.ts';
import type { Tone } from '../ui/statuses.ts';
import { Undo } from '../ui/undo.ts';

interface Toast {
  readonly id: string;
  readonly lot: string | null;
  readonly text: string;
  readonly title: string;
  readonly tone: Tone;
}

const SHOWN_MS = 12_000;
const SHOWN_MAX = 3;

const words: Readonly<Partial<Record<LiveEvent['kind'], { text: string; tone: Tone }>>> = {
  outbid: { text: 'You are outbid', tone: 'bad' },
  won: { text: 'You won', tone: 'good' },
  lost: { text: 'Another bidder won', tone: 'calm' },
  sale: { text: 'News from the sale', tone: 'warn' },
};
/** Alerts that no other event tells. */
const alertWords: Readonly<Record<string, string>> = {
  ENDING: 'Ends soon',
  RESERVE_MET: 'Reserve met',
  SEARCH: 'New match',
};

/** What happened just now, at the edge of the page: it goes away by itself and blocks nothing. */
@Component({
  selector: 'am-toasts',
  imports: [Icon, RouterLink],
  template: `
    <ul aria-label="News" [attr.aria-live]="urgency()">
      @for (toast of toasts(); track toast.id) {
        <li [class]="toast.tone">
          <a [routerLink]="toast.lot === null ? '/alerts' : ['/lots', toast.lot]">
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
    this.#toasts.update((toasts) =>
      [...toasts.filter(({ id }) => id !== toast.id), toast].slice(-SHOWN_MAX),
    );
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.drop(toast.id);
    }, SHOWN_MS);
    this.#timers.add(timer);
  }
}

function toastOf(event: LiveEvent): Toast | null {
  const { id, kind, data } = event;
  const lot = event.lot ?? null;
  const title = typeof data['title'] === 'string' ? calmName(data['title']) : '';
  if (kind === 'alert') {
    const many = typeof data['count'] === 'number' ? `${data['count']} new matches` : undefined;
    const text = many ?? alertWords[String(data['kind'])];
    // A digest that has grown takes its own place.
    const alertId = String(data['id']);
    return text === undefined ? null : { id: alertId, lot, text, title, tone: 'warn' };
  }
  const word = words[kind];
  return word === undefined ? null : { id, lot, title, ...word };
}

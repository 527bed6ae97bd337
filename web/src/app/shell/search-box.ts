import type { ElementRef } from '@angular/core';
import { Component, inject, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { map } from 'rxjs';
import { Icon } from '../ui/icon.ts';
import { Keyboard } from '../ui/keyboard.ts';
import { bindKeys } from '../ui/bind-keys.ts';

/** A pause in typing after which the board follows. */
const PAUSE_MS = 250;
/** The board's filter takes no more. */
const LENGTH_MAX = 64;

/** Full-text search; what it holds is `q` in the address. */
@Component({
  selector: 'am-search-box',
  imports: [Icon],
  host: { role: 'search' },
  template: `
    <am-icon name="search" />
    <input
      #box
      type="search"
      placeholder="Make, model, VIN or lot number"
      aria-label="Search lots: make, model, VIN or lot number"
      autocomplete="off"
      spellcheck="false"
      enterkeyhint="search"
      [maxLength]="lengthMax"
      [value]="text()"
      (input)="searchSoon(box.value)"
      (keydown.enter)="search(box.value)"
      (keydown.escape)="leave($event)"
    />
    @if (keyboard.isOn.value() === 'on') {
      <kbd class="key" aria-hidden="true">/</kbd>
    }
  `,
})
export class SearchBox {
  readonly #router = inject(Router);
  protected readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  readonly #route = inject(ActivatedRoute);
  protected readonly keyboard = inject(Keyboard);
  protected readonly lengthMax = LENGTH_MAX;
  protected readonly text = toSignal(
    this.#route.queryParamMap.pipe(map((parameters) => parameters.get('q') ?? '')),
    { initialValue: '' },
  );
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    bindKeys({ '/': () => this.focus() });
  }

  focus(): void {
    const { nativeElement: box } = this.box();
    box.focus();
    box.select();
  }

  protected searchSoon(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.search(text), PAUSE_MS);
  }

  protected search(text: string): void {
    clearTimeout(this.#timer);
    const q = text.trim();
    if (q === this.text()) return;
    const onBoard = /^\/(lots\/|[?#]|$)/.test(this.#router.url);
    void this.#router.navigate(onBoard ? [] : ['/'], {
      queryParams: { q: q === '' ? null : q },
      queryParamsHandling: 'merge',
      // One entry in the history per search, not per letter.
      replaceUrl: onBoard && this.text() !== '',
    });
  }

  protected leave(event: Event): void {
    event.stopPropagation();
    this.box().nativeElement.blur();
  }
}

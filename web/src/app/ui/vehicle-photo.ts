import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { PhotoHosts } from './photo-hosts.ts';

type Silhouette = 'sedan' | 'suv' | 'truck' | 'other';

/** Words of a body style, first match counts. */
const silhouettes: readonly (readonly [RegExp, Silhouette])[] = [
  [/pick|truck|cab|chassis|tractor|van|cargo|bus|motor ?home/i, 'truck'],
  [/suv|sport|utility|crossover|wagon|jeep/i, 'suv'],
  [/sedan|coupe|hatch|convert|saloon|roadster|[24] ?dr|door/i, 'sedan'],
];

/** Colours of the ground, so that neighbours in a list differ. */
const HUES = 360;

/**
 * The photo of a lot, over a silhouette on a quiet ground: until it is there, and when there is none.
 * Never a broken image.
 */
@Component({
  selector: 'am-vehicle-photo',
  host: { '[style.--hue]': 'hue()' },
  template: `
    <svg viewBox="0 0 100 40" aria-hidden="true">
      @switch (silhouette()) {
        @case ('truck') {
          <path
            d="M4 29c-2 0-3-2-2-4l1-6c0-2 2-3 5-3l10-2 9-9c2-2 5-3 8-3h18c3 0 5 2 5 5v9h36c3 0 5 2 5 5v5c0 2-1 3-3 3h-8a9 9 0 0 0-18 0H33a9 9 0 0 0-18 0z"
          />
          <circle cx="24" cy="30" r="6.8" />
          <circle cx="79" cy="30" r="6.8" />
        }
        @case ('suv') {
          <path
            d="M5 29c-2 0-3-2-2-4l2-8c1-2 3-3 6-3l10-2 9-8c2-2 5-3 9-3h32c5 0 8 1 11 5l6 9c5 1 8 4 8 8v3c0 3-2 3-4 3h-5a9 9 0 0 0-18 0H33a9 9 0 0 0-18 0z"
          />
          <circle cx="24" cy="30" r="6.8" />
          <circle cx="79" cy="30" r="6.8" />
        }
        @case ('sedan') {
          <path
            d="M6 28c-2 0-3-2-2-4l3-5c1-2 4-3 8-4l14-3 13-8c3-2 8-3 14-3 9 0 17 3 24 9l10 2c4 1 7 4 7 8v4c0 3-2 4-4 4h-5a9 9 0 0 0-18 0H33a9 9 0 0 0-18 0z"
          />
          <circle cx="24" cy="29" r="6.5" />
          <circle cx="79" cy="29" r="6.5" />
        }
        @default {
          <path
            d="M14 31 50 7l36 24"
            fill="none"
            stroke="rgb(255 255 255 / 0.85)"
            stroke-width="4"
            stroke-linejoin="round"
            stroke-linecap="round"
          />
          <circle cx="50" cy="24" r="5" />
        }
      }
    </svg>
    @if (shown(); as src) {
      <img
        [src]="src"
        [alt]="alt()"
        loading="lazy"
        decoding="async"
        [class.there]="isThere()"
        (load)="show()"
        (error)="giveUp()"
      />
    }
  `,
})
export class VehiclePhoto {
  readonly #hosts = inject(PhotoHosts);
  /** Address of the photo; null: none. */
  readonly src = input.required<string | null>();
  /** Body style as the site gives it. */
  readonly body = input.required<string | null>();
  /** Anything that stays the same for the lot: chooses the colour. */
  readonly seed = input.required<string>();
  /** Empty where the title stands beside it. */
  readonly alt = input('');
  protected readonly isThere = linkedSignal({ source: this.src, computation: () => false });
  readonly #failed = linkedSignal({ source: this.src, computation: () => false });

  protected readonly shown = computed(() => {
    const src = this.src();
    return src !== null && !this.#failed() && this.#hosts.isWorthATry(src) ? src : null;
  });

  protected readonly silhouette = computed((): Silhouette => {
    const body = this.body() ?? '';
    return silhouettes.find(([words]) => words.test(body))?.[1] ?? 'sedan';
  });

  protected readonly hue = computed(() => {
    let hash = 0;
    for (const letter of this.seed()) hash = (hash * 31 + letter.charCodeAt(0)) % HUES;
    return hash;
  });

  protected show(): void {
    this.isThere.set(true);
    this.#hosts.noteSuccess(this.src() ?? '');
  }

  protected giveUp(): void {
    this.#failed.set(true);
    this.#hosts.noteFailure(this.src() ?? '');
  }
}

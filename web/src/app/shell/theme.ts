import { DOCUMENT, effect, inject, Injectable } from '@angular/core';
import { preference } from '../ui/preference.ts';

const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** Light, dark or as the system says; public/theme.js reads the same key before the first paint. */
@Injectable({ providedIn: 'root' })
export class ThemeChoice {
  readonly #preference = preference('theme', themes);
  readonly theme = this.#preference.value;

  constructor() {
    const root = inject(DOCUMENT).documentElement;
    effect(() => {
      const theme = this.theme();
      if (theme === 'system') delete root.dataset['theme'];
      else root.dataset['theme'] = theme;
    });
  }

  /** The one after this. */
  next(): void {
    const at = themes.indexOf(this.theme());
    this.#preference.set(themes[(at + 1) % themes.length] ?? 'system');
  }
}

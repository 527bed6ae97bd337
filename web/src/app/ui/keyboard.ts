import { DOCUMENT, Injectable, inject, type OnDestroy } from '@angular/core';
import { preference } from './preference.ts';

/** Every shortcut there is; the help shows this table. */
export const shortcuts = [
  { keys: 'j', does: 'Next lot' },
  { keys: 'k', does: 'Previous lot' },
  { keys: 'Enter', does: 'Open the lot' },
  { keys: '/', does: 'Search' },
  { keys: 'f', does: 'Filters' },
  { keys: 'r', does: 'Put moved lots in order' },
  { keys: 'w', does: 'Watch the lot, or no longer' },
  { keys: 'p', does: 'Pause and go on' },
  { keys: 'g b', does: 'Go to the board' },
  { keys: 'g s', does: 'Go to the sites' },
  { keys: 'g w', does: 'Go to the watchlist' },
  { keys: '?', does: 'Show these shortcuts' },
  { keys: 'Esc', does: 'Close, or back to the board' },
] as const;
/** Keys a page can answer; Enter belongs to the row that has the focus. */
export type ShortcutKeys = Exclude<(typeof shortcuts)[number]['keys'], 'Enter'>;

/** A prefix waits so long for its second key. */
const SEQUENCE_MS = 1_500;

/**
 * Single-key shortcuts. Inactive while somebody types or a dialog is open; can be turned off.
 */
@Injectable({ providedIn: 'root' })
export class Keyboard implements OnDestroy {
  readonly #document = inject(DOCUMENT);
  /** Newest last: an open panel answers Esc before the page under it. */
  readonly #answers: { readonly keys: ShortcutKeys; readonly run: () => void }[] = [];
  readonly #listener = (event: KeyboardEvent) => this.#press(event);
  #prefix: { readonly key: string; readonly at: number } | null = null;
  readonly isOn = preference('shortcuts', ['on', 'off']);

  constructor() {
    this.#document.addEventListener('keydown', this.#listener);
  }

  ngOnDestroy(): void {
    this.#document.removeEventListener('keydown', this.#listener);
  }

  /** Answers a shortcut until the returned function is called. */
  on(keys: ShortcutKeys, run: () => void): () => void {
    const answer = { keys, run };
    this.#answers.push(answer);
    return () => {
      this.#answers.splice(this.#answers.indexOf(answer), 1);
    };
  }

  #press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#document.querySelector('dialog[open]') !== null) return;
    const key = event.key === 'Escape' ? 'Esc' : event.key;
    if (isTyping(event.target) && key !== 'Esc') return;
    // Esc is no character: it stays when single-key shortcuts are turned off.
    if (this.isOn.value() === 'off' && key !== 'Esc') return;
    const keys = this.#withPrefix(key, event.timeStamp);
    const answer = this.#answers.findLast((one) => one.keys === keys);
    if (answer === undefined) return;
    event.preventDefault();
    answer.run();
  }

  #withPrefix(key: string, at: number): string {
    const prefix = this.#prefix;
    this.#prefix = key === 'g' ? { key, at } : null;
    return prefix !== null && at - prefix.at < SEQUENCE_MS ? `${prefix.key} ${key}` : key;
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio'].includes(target.type);
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName);
}

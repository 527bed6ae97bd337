import { Injectable, signal } from '@angular/core';

/** Something that was done and can be taken back for a moment. */
export interface Undoable {
  /** What was done: `Taken off the watchlist`. */
  readonly text: string;
  readonly undo: () => void | Promise<void>;
}

const SHOWN_MS = 8_000;

/** The last thing that can be taken back; shown with the news at the edge of the page. */
@Injectable({ providedIn: 'root' })
export class Undo {
  readonly #last = signal<Undoable | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly last = this.#last.asReadonly();

  offer(done: Undoable): void {
    clearTimeout(this.#timer);
    this.#last.set(done);
    this.#timer = setTimeout(() => this.drop(), SHOWN_MS);
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#last.set(null);
  }

  async take(): Promise<void> {
    const done = this.#last();
    this.drop();
    await done?.undo();
  }
}

import { signal } from '@angular/core';

/**
 * One thing a page asks of the server: whether it is under way, and how the last try failed.
 * `if (await this.saving.run(() => rest.send(…))) …`
 */
export class Attempt {
  readonly #isBusy = signal(false);
  readonly #error = signal<unknown>(undefined);
  readonly isBusy = this.#isBusy.asReadonly();
  /** undefined: nothing failed. */
  readonly error = this.#error.asReadonly();

  /** A second call while the first is under way does nothing. @returns whether it worked */
  async run(task: () => Promise<unknown>): Promise<boolean> {
    if (this.#isBusy()) return false;
    this.#isBusy.set(true);
    this.#error.set(undefined);
    try {
      await task();
      return true;
    } catch (error) {
      this.#error.set(error);
      return false;
    } finally {
      this.#isBusy.set(false);
    }
  }
}

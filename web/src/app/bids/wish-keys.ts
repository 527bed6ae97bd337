import { Injectable } from '@angular/core';

/** Values of `Idempotency-Key`: one names one wish of this tab, however often it is sent. */
@Injectable({ providedIn: 'root' })
export class WishKeys {
  /** Of this tab; sequences of two tabs must not meet. */
  readonly #clientId = crypto.randomUUID();
  #sequence = 0;

  /** `<clientId>:<seq>`, rising. */
  next(): string {
    return `${this.#clientId}:${++this.#sequence}`;
  }
}

/** The clocks of one connection: greeting, session, heartbeat, and whether the other side is there. */
import type { CloseCode } from '../board-protocol.ts';

export const heartbeatMs = 5_000;
const pingEveryMs = 20_000;
const silentMs = 45_000;
const expiryWarningMs = 60_000;

export type Duty =
  | { readonly name: 'silent' | 'ping' | 'heartbeat' }
  | { readonly name: 'close'; readonly code: CloseCode; readonly reason: string }
  | { readonly name: 'expires'; readonly inMs: number };

export class Vigil {
  readonly #openedAt: number;
  readonly #helloMs: number;
  #heardAt: number;
  #sentAt: number;
  #pingedAt: number;
  #expiresAt: number | undefined;
  #warned = false;
  #greeted = false;

  constructor(helloMs: number, nowMs: number) {
    this.#helloMs = helloMs;
    this.#openedAt = nowMs;
    this.#heardAt = nowMs;
    this.#sentAt = nowMs;
    this.#pingedAt = nowMs;
  }

  heard(nowMs: number): void {
    this.#heardAt = nowMs;
  }

  sent(nowMs: number): void {
    this.#sentAt = nowMs;
  }

  /** A `hello` has come; its ticket is being checked. */
  greeted(): void {
    this.#greeted = true;
  }

  /** The session is good until then. */
  admit(expiresAt: number): void {
    this.#expiresAt = expiresAt;
    this.#warned = false;
  }

  /** What has to be done now; each is named once until it is due again. */
  *duties(nowMs: number): Generator<Duty> {
    if (!this.#greeted && nowMs - this.#openedAt >= this.#helloMs) {
      yield { name: 'close', code: 4408, reason: 'no hello' };
    }
    if (nowMs - this.#heardAt >= silentMs) yield { name: 'silent' };
    if (nowMs - this.#pingedAt >= pingEveryMs) {
      this.#pingedAt = nowMs;
      yield { name: 'ping' };
    }
    if (this.#expiresAt === undefined) return;
    const leftMs = this.#expiresAt - nowMs;
    if (leftMs <= 0) yield { name: 'close', code: 4401, reason: 'session expired' };
    else if (leftMs <= expiryWarningMs && !this.#warned) {
      this.#warned = true;
      yield { name: 'expires', inMs: leftMs };
    }
    if (nowMs - this.#sentAt >= heartbeatMs) yield { name: 'heartbeat' };
  }
}

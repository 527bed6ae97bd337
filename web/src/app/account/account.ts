import { effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { Me, Role } from '@auction/gateway/contract';
import { Rest, RestError } from '../api/rest.ts';
import { PUSH_PORT } from '../alerts/push-port.ts';
import { Live } from '../live/live.ts';

const HTTP_UNAUTHORIZED = 401;
const WITHIN_MS = 15_000;

/**
 * Who is signed in here. The live socket says with every greeting whom it belongs to, so that a
 * sign-in in another tab or an ended session is noticed, and visitors are not asked who they are.
 */
@Injectable({ providedIn: 'root' })
export class Account {
  readonly #rest = inject(Rest);
  readonly #live = inject(Live);
  readonly #push = inject(PUSH_PORT);
  readonly #me = signal<Me | null | undefined>(undefined);
  /** null: a visitor who is not signed in; undefined: not known yet. */
  readonly me = this.#me.asReadonly();

  constructor() {
    effect(() => {
      const user = this.#live.user();
      if (user !== null) untracked(() => this.#follow(user.userId));
    });
  }

  has(role: Role): boolean {
    return this.#me()?.roles.includes(role) ?? false;
  }

  /** Asks the server, unless it is known. @throws RestError when there is no telling */
  async whoIsIt(): Promise<Me | null> {
    const known = this.#me();
    if (known !== undefined) return known;
    const me = await this.#ask();
    this.#me.set(me);
    return me;
  }

  /** @throws RestError WRONG_CREDENTIALS, ADDRESS_NOT_VERIFIED, TOO_MANY_REQUESTS, … */
  async signIn(email: string, password: string): Promise<void> {
    const body = { email, password };
    await this.#betweenSessions(async () =>
      this.#me.set(await this.#rest.send<Me>('POST', '/api/accounts/sign-in', { body })),
    );
  }

  /** @throws RestError when the session may still be there */
  async signOut(): Promise<void> {
    await this.#endPushes();
    await this.#betweenSessions(async () => {
      try {
        await this.#rest.send('POST', '/api/accounts/sign-out');
      } catch (error) {
        // Nobody is signed in any more: what was wanted.
        if (!isSignedOut(error)) throw error;
      }
      this.#me.set(null);
    });
  }

  /** The live socket stays away while the session changes, and comes back with the new one. */
  async #betweenSessions(change: () => Promise<void>): Promise<void> {
    this.#live.hold();
    try {
      await change();
    } finally {
      this.#live.renew();
    }
  }

  /** Whoever sits here next must not see the alerts of who leaves. */
  async #endPushes(): Promise<void> {
    try {
      if (this.#push.ability() !== 'no') await this.#push.unsubscribe();
    } catch (error) {
      console.info('This browser still takes pushes', error);
    }
  }

  #follow(userId: string | null): void {
    if (userId === null) this.#me.set(null);
    else if (this.#me()?.id !== userId) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.#me.set(await this.#ask());
    } catch (error) {
      // The next greeting of the socket tries again.
      console.info('Who is signed in is not known yet', error);
    }
  }

  async #ask(): Promise<Me | null> {
    try {
      return await this.#rest.get<Me>('/api/me', {}, AbortSignal.timeout(WITHIN_MS));
    } catch (error) {
      if (isSignedOut(error)) return null;
      throw error;
    }
  }
}

const isSignedOut = (error: unknown): boolean =>
  error instanceof RestError && error.status === HTTP_UNAUTHORIZED;

import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { Watchlist } from '@auction/gateway/contract';
import { Account } from '../account/account.ts';
import { Rest } from '../api/rest.ts';
import { problemText } from '../ui/problem-text.ts';
import { Undo } from '../ui/undo.ts';

const WITHIN_MS = 15_000;

/**
 * The own watchlist, for stars everywhere. A change shows at once and is taken back when the server
 * does not take it.
 */
@Injectable({ providedIn: 'root' })
export class WatchedLots {
  readonly #account = inject(Account);
  readonly #rest = inject(Rest);
  readonly #undo = inject(Undo);
  readonly #ids = signal<readonly string[] | undefined>(undefined);
  readonly #error = signal<unknown>(undefined);
  /** Newest first; undefined: not loaded yet. */
  readonly ids = this.#ids.asReadonly();
  /** Why the list did not load; undefined: it did. */
  readonly error = this.#error.asReadonly();
  readonly #set = computed(() => new Set(this.#ids() ?? []));
  /** Whether there is a list at all: visitors and staff of the platform have none. */
  readonly isOn = computed(() => this.#account.me()?.organisation != null);

  constructor() {
    effect(() => {
      const has = this.isOn();
      untracked(() => (has ? void this.load() : this.#ids.set(undefined)));
    });
  }

  has(lotId: string): boolean {
    return this.#set().has(lotId);
  }

  async load(): Promise<void> {
    this.#error.set(undefined);
    try {
      const signal = AbortSignal.timeout(WITHIN_MS);
      const { lots } = await this.#rest.get<Watchlist>('/api/watchlist', {}, signal);
      this.#ids.set(lots.map(({ lotId }) => lotId));
    } catch (error) {
      this.#error.set(error);
    }
  }

  /** Puts a lot on the list or takes it off; taking off can be taken back. */
  async toggle(lotId: string): Promise<void> {
    // What is on the list must be known, or this would show a list of one.
    if (this.#ids() === undefined) await this.load();
    if (this.#ids() === undefined) return;
    const isOn = !this.has(lotId);
    if (!(await this.#change(lotId, isOn)) || isOn) return;
    this.#undo.offer({
      text: 'Taken off the watchlist',
      undo: async () => {
        await this.#change(lotId, true);
      },
    });
  }

  /** @returns whether the server took it */
  async #change(lotId: string, isOn: boolean): Promise<boolean> {
    this.#put(lotId, isOn);
    try {
      const path = `/api/watchlist/${encodeURIComponent(lotId)}`;
      await this.#rest.send(isOn ? 'PUT' : 'DELETE', path);
      return true;
    } catch (error) {
      this.#put(lotId, !isOn);
      this.#undo.offer({
        text: `The watchlist was not changed: ${problemText(error)}`,
        undo: async () => {
          await this.#change(lotId, isOn);
        },
      });
      return false;
    }
  }

  #put(lotId: string, isOn: boolean): void {
    this.#ids.update((ids = []) => {
      const others = ids.filter((id) => id !== lotId);
      return isOn ? [lotId, ...others] : others;
    });
  }
}

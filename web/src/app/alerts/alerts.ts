import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { Alert, AlertList } from '@auction/gateway/contract';
import { Account } from '../account/account.ts';
import { Rest } from '../api/rest.ts';
import { onEvent } from '../live/on-event.ts';
import { Undo } from '../ui/undo.ts';

const WITHIN_MS = 15_000;

/** The own alerts: the number on the bell and the list behind it. Loaded anew whenever one comes. */
@Injectable({ providedIn: 'root' })
export class Alerts {
  readonly #account = inject(Account);
  readonly #rest = inject(Rest);
  readonly #undo = inject(Undo);
  readonly #list = signal<AlertList | undefined>(undefined);
  readonly #error = signal<unknown>(undefined);
  readonly list = this.#list.asReadonly();
  /** Why the list did not load; undefined: it did. */
  readonly error = this.#error.asReadonly();
  readonly unread = computed(() => this.#list()?.unread ?? 0);
  readonly isOn = computed(() => this.#account.me()?.organisation != null);

  constructor() {
    effect(() => {
      const has = this.isOn();
      untracked(() => (has ? void this.load() : this.#list.set(undefined)));
    });
    onEvent(({ kind }) => {
      if (this.isOn() && (kind === 'alert' || kind === 'gap')) void this.load();
    });
  }

  async load(): Promise<void> {
    this.#error.set(undefined);
    try {
      const signal = AbortSignal.timeout(WITHIN_MS);
      this.#list.set(await this.#rest.get<AlertList>('/api/alerts', {}, signal));
    } catch (error) {
      this.#error.set(error);
    }
  }

  /** Marks alerts as read; that can be taken back. */
  async read(alerts: readonly Alert[]): Promise<void> {
    const ids = alerts.filter(({ readAt }) => readAt === null).map(({ id }) => id);
    if (ids.length === 0) return;
    if (!(await this.#mark(ids, true))) return;
    this.#undo.offer({
      text: ids.length === 1 ? 'Alert read' : `${ids.length} alerts read`,
      undo: async () => {
        await this.#mark(ids, false);
      },
    });
  }

  /** Shows it at once. @returns whether the server took it */
  async #mark(ids: readonly string[], read: boolean): Promise<boolean> {
    const before = this.#list();
    const marked = new Set(ids);
    this.#list.update((list) =>
      list === undefined
        ? list
        : {
            alerts: list.alerts.map((alert) =>
              marked.has(alert.id) ? { ...alert, readAt: read ? Date.now() : null } : alert,
            ),
            unread: Math.max(0, list.unread + (read ? -ids.length : ids.length)),
          },
    );
    try {
      await this.#rest.send('POST', '/api/alerts/read', { body: { ids, read } });
      return true;
    } catch (error) {
      this.#list.set(before);
      this.#error.set(error);
      return false;
    }
  }
}

import {
  computed,
  DestroyRef,
  effect,
  inject,
  Injectable,
  linkedSignal,
  resource,
  signal,
  untracked,
  type Resource,
  type Signal,
} from '@angular/core';
import type { ListingVersion, LotDetail, LotHistory } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Live } from '../../live/live.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { lotNow } from './lot-now.ts';
import { merged, pointsOf, withNow, type PricePoint } from './price-points.ts';

/** Stores follow the live lane by a moment: loaded again this long after a change. */
const RELOAD_MS = 3_000;

/** One lot: what was loaded, what the live lane brought since, and its history. */
@Injectable()
export class LotLoader {
  readonly #rest = inject(Rest);
  readonly #live = inject(Live);
  readonly #clock = inject(ServerClock);
  readonly #lotId = signal<string | undefined>(undefined);
  readonly #detail = resource({
    params: () => this.#lotId(),
    loader: ({ params, abortSignal }) =>
      this.#rest.get<LotDetail>(`/api/lots/${encodeURIComponent(params)}`, {}, abortSignal),
  });
  readonly #history = resource({
    params: () => this.#lotId(),
    loader: ({ params, abortSignal }) =>
      this.#rest.get<LotHistory>(
        `/api/lots/${encodeURIComponent(params)}/history`,
        {},
        abortSignal,
      ),
  });
  readonly detail = kept(this.#lotId, this.#detail);
  readonly history = kept(this.#lotId, this.#history);
  readonly error = computed(() => (this.detail() === undefined ? this.#detail.error() : undefined));
  readonly historyError = computed(() =>
    this.history() === undefined ? this.#history.error() : undefined,
  );
  readonly now = computed(() => {
    const detail = this.detail();
    const live = this.#live.lot();
    if (detail === undefined) return undefined;
    return lotNow(detail, live?.lotId === detail.lotId ? live.row : null);
  });

  readonly #livePoints = signal<readonly PricePoint[]>([]);
  readonly points = computed(() => {
    const history = this.history();
    return merged(history === undefined ? [] : pointsOf(history), this.#livePoints());
  });

  readonly #older = signal<{
    readonly versions: readonly ListingVersion[];
    readonly next: number | null;
  } | null>(null);
  readonly isLoadingOlder = signal(false);
  readonly versions = computed(() => {
    const loaded = this.history()?.versions ?? [];
    const last = loaded.at(-1)?.version ?? 0;
    return [...loaded, ...(this.#older()?.versions ?? []).filter(({ version }) => version < last)];
  });
  readonly next = computed(
    () => this.#older()?.next ?? (this.#older() === null ? (this.history()?.next ?? null) : null),
  );

  constructor() {
    let timer: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const now = this.now();
      const loaded = this.detail()?.version;
      untracked(() => {
        if (now === undefined || loaded === undefined || now.version <= loaded) return;
        this.#livePoints.update((points) => withNow(points, now, this.#clock.now()));
        clearTimeout(timer);
        timer = setTimeout(() => this.reload(), RELOAD_MS);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(timer);
      this.#live.watchLot(null);
    });
  }

  show(lotId: string): void {
    this.#livePoints.set([]);
    this.#older.set(null);
    this.#lotId.set(lotId);
    this.#live.watchLot(lotId);
  }

  reload(): void {
    this.#detail.reload();
    this.#history.reload();
  }

  /** Loads the versions before the oldest one shown. */
  async loadOlder(): Promise<void> {
    const lotId = this.#lotId();
    const before = this.next();
    if (lotId === undefined || before === null || this.isLoadingOlder()) return;
    this.isLoadingOlder.set(true);
    try {
      const path = `/api/lots/${encodeURIComponent(lotId)}/history`;
      const signal = AbortSignal.timeout(15_000);
      const page = await this.#rest.get<LotHistory>(path, { before }, signal);
      if (lotId !== this.#lotId()) return;
      const known = this.#older()?.versions ?? [];
      this.#older.set({ versions: [...known, ...page.versions], next: page.next });
    } finally {
      this.isLoadingOlder.set(false);
    }
  }
}

/** Keeps what is known of the lot while it is loaded again; another lot starts from nothing. */
function kept<T extends { readonly lotId: string }>(
  lotId: Signal<string | undefined>,
  loaded: Resource<T | undefined>,
): Signal<T | undefined> {
  return linkedSignal<readonly [string | undefined, T | undefined], T | undefined>({
    source: () => [lotId(), loaded.hasValue() ? loaded.value() : undefined],
    computation: ([id, value], previous) => {
      const before = previous?.value;
      return value ?? (before?.lotId === id ? before : undefined);
    },
  });
}

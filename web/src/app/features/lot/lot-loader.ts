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

/** What is shown: a lot as it stands now, or one of its runs as the archive has it. */
interface Shown {
  readonly lotId: string;
  /** Version it ended in; null: as it stands now. */
  readonly run: number | null;
}

/** One lot: what was loaded, what the live lane brought since, and its history. */
@Injectable()
export class LotLoader {
  readonly #rest = inject(Rest);
  readonly #live = inject(Live);
  readonly #clock = inject(ServerClock);
  readonly #shown = signal<Shown | undefined>(undefined);
  readonly #lotId = computed(() => this.#shown()?.lotId);
  readonly #run = computed(() => this.#shown()?.run ?? null);
  readonly #detail = resource({
    params: () => this.#shown(),
    loader: ({ params: { lotId, run }, abortSignal }) =>
      this.#rest.get<LotDetail>(
        `/api/lots/${encodeURIComponent(lotId)}`,
        run === null ? {} : { run },
        abortSignal,
      ),
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
  readonly detail = kept(this.#shown, this.#detail);
  readonly history = kept(this.#lotId, this.#history);
  readonly error = computed(() => (this.detail() === undefined ? this.#detail.error() : undefined));
  readonly historyError = computed(() =>
    this.history() === undefined ? this.#history.error() : undefined,
  );
  readonly now = computed(() => {
    const detail = this.detail();
    const live = this.#run() === null ? this.#live.lot() : null;
    if (detail === undefined) return undefined;
    return lotNow(detail, live?.lotId === detail.lotId ? live.row : null);
  });

  readonly #livePoints = signal<readonly PricePoint[]>([]);
  readonly points = computed(() => {
    const history = this.history();
    const last = this.#run() ?? Infinity;
    return merged(history === undefined ? [] : pointsOf(history), this.#livePoints()).filter(
      ({ version }) => version <= last,
    );
  });

  readonly #older = signal<{
    readonly versions: readonly ListingVersion[];
    readonly next: number | null;
  } | null>(null);
  readonly isLoadingOlder = signal(false);
  readonly versions = computed(() => {
    const loaded = this.history()?.versions ?? [];
    const last = loaded.at(-1)?.version ?? 0;
    const older = (this.#older()?.versions ?? []).filter(({ version }) => version < last);
    const until = this.#run() === null ? Infinity : (this.detail()?.observedAt ?? 0);
    return [...loaded, ...older].filter(({ observedAt }) => observedAt <= until);
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

  /** @param run version of an archived run; null: the lot as it stands, and what happens to it */
  show(lotId: string, run: number | null = null): void {
    this.#livePoints.set([]);
    this.#older.set(null);
    this.#shown.set({ lotId, run });
    this.#live.watchLot(run === null ? lotId : null);
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

/** Keeps what is known of a thing while it is loaded again; another thing starts from nothing. */
function kept<K, T>(shown: Signal<K>, loaded: Resource<T | undefined>): Signal<T | undefined> {
  return linkedSignal<readonly [K, T | undefined], T | undefined>({
    source: () => [shown(), loaded.hasValue() ? loaded.value() : undefined],
    computation: ([key, value], previous) =>
      value ?? (previous !== undefined && previous.source[0] === key ? previous.value : undefined),
  });
}

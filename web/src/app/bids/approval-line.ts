import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  resource,
  untracked,
} from '@angular/core';
import type { BidList } from '@auction/gateway/contract';
import { Account } from '../account/account.ts';
import { Rest } from '../api/rest.ts';
import { onEvent } from '../live/on-event.ts';
import { latest } from '../ui/latest.ts';
import { refreshing } from '../ui/refreshing.ts';
import { approvalText } from './approval-words.ts';
import { decisionText } from './decision-words.ts';

const REFRESH_MS = 10_000;

/** What became of the own organisation's newest bid on a lot, when it was above its user's limit. */
@Component({
  selector: 'am-approval-line',
  template: `
    @if (shown(); as now) {
      <p class="answer" [class]="now.tone" role="status">{{ now.text }}</p>
    }
  `,
})
export class ApprovalLine {
  readonly #account = inject(Account);
  readonly #rest = inject(Rest);
  readonly lotId = input.required<string>();
  /** Counts bids that were parked just now on this lot. */
  readonly parkedCount = input.required<number>();
  readonly #mine = resource({
    params: () => (this.#account.has('BUYER') ? { lot: this.lotId() } : undefined),
    loader: ({ params, abortSignal }) => this.#rest.get<BidList>('/api/bids', params, abortSignal),
  });
  readonly #list = latest(this.#mine);
  readonly #bid = computed(() => this.#list()?.bids.find(({ lotId }) => lotId === this.lotId()));
  /** The newest letter when the last bid was parked: as long as it is the newest, the list lags. */
  readonly #letterBefore = linkedSignal({
    source: this.parkedCount,
    computation: () => untracked(this.#bid)?.at ?? null,
  });
  protected readonly shown = computed(() => {
    const bid = this.#bid();
    const before = this.#letterBefore();
    if (bid?.approval) return approvalText(bid.approval);
    const parked = { commandId: '', outcome: 'REJECTED', reason: 'NEEDS_APPROVAL' } as const;
    const isBehind = this.parkedCount() > 0 && (bid?.at ?? null) === before;
    return isBehind ? decisionText(parked, null) : null;
  });

  constructor() {
    refreshing({ reload: () => this.shown() !== null && this.#mine.reload() }, REFRESH_MS);
    onEvent(({ lot }) => {
      if (lot === this.lotId()) this.#mine.reload();
    });
    effect(() => {
      if (this.parkedCount() > 0) this.#mine.reload();
    });
  }
}

import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SaleItem } from '@auction/gateway/contract';
import { isDecided } from '../../bids/bidding.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { ApprovalQueue, type SaleWord } from './approval-queue.ts';
import { RelistForm } from './relist-form.ts';
import { canRelist, canWithdraw, saleSections } from './sale-rows.ts';
import { refusalLine } from './sale-words.ts';
import { Selling } from './selling.ts';

const REFRESH_MS = 5_000;

/** What the organisation sells: what waits for its word, running sales, drafts, and what is over. */
@Component({
  selector: 'am-sell-page',
  imports: [ApprovalQueue, ConfirmButton, ProblemNotice, RelistForm, RouterLink],
  templateUrl: './sell-page.html',
})
export class SellPage {
  readonly #selling = inject(Selling);
  readonly #clock = inject(ServerClock);
  protected readonly problem = problemText;
  protected readonly canWithdraw = canWithdraw;
  protected readonly canRelist = canRelist;
  protected readonly working = new Attempt();
  /** Why wishes were refused; empty: they were not. */
  protected readonly refusals = signal<readonly string[]>([]);
  protected readonly lots = resource({
    loader: ({ abortSignal }) => this.#selling.list(abortSignal),
  });
  readonly #list = latest(this.lots);
  protected readonly isEmpty = computed(() => this.#list()?.lots.length === 0);
  protected readonly sections = computed(() => {
    const list = this.#list();
    return list === undefined ? undefined : saleSections(list.lots, this.#clock.second());
  });
  protected readonly lists = computed(() => {
    const { running = [], drafts = [], over = [] } = this.sections() ?? {};
    return [
      { name: 'Running', rows: running },
      { name: 'Drafts', rows: drafts },
      { name: 'Over', rows: over },
    ].filter(({ rows }) => rows.length > 0);
  });

  constructor() {
    refreshing(this.lots, REFRESH_MS);
  }

  protected command({ lot, verb, body }: SaleWord): Promise<void> {
    return this.#wishes([{ lot, verb, ...(body === undefined ? {} : { body }) }]);
  }

  protected approveAll(lots: readonly SaleItem[]): Promise<void> {
    return this.#wishes(lots.map((lot) => ({ lot, verb: 'approve' })));
  }

  /** One after another: what one refuses does not stop the next. */
  async #wishes(words: readonly SaleWord[]): Promise<void> {
    this.refusals.set([]);
    await this.working.run(async () => {
      for (const { lot, verb, body } of words) {
        const answer = await this.#selling.command(lot.lotId, verb, body ?? bodyOf(verb));
        const why = isDecided(answer) ? refusalLine(answer) : null;
        if (why !== null) this.refusals.update((before) => [...before, `${lot.title}: ${why}`]);
      }
    });
    this.lots.reload();
  }
}

/** Routes that may carry more than the wish itself take an empty body. */
const bodyOf = (verb: SaleWord['verb']) => (verb === 'withdraw' ? {} : undefined);

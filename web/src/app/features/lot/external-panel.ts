import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PlacementTaken, PlacementRefused } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { SIGN_IN } from '../../account/signed-in-only.ts';
import { RestError } from '../../api/rest.ts';
import { Bidding } from '../../bids/bidding.ts';
import { LotTotalLine } from '../../bids/lot-total.ts';
import {
  isMoving,
  noteOf,
  placementFacts,
  refusalText,
  wordsOf,
} from '../../bids/placement-words.ts';
import { isRefused, Placements, type Report } from '../../bids/placements.ts';
import { typedAmount } from '../../bids/typed-amount.ts';
import { Attempt } from '../../ui/attempt.ts';
import { Dialog } from '../../ui/dialog.ts';
import { Icon } from '../../ui/icon.ts';
import { latest } from '../../ui/latest.ts';
import { minorScale, money } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { TextField } from '../../ui/text-field.ts';

const REFRESH_MS = 2_000;
/** Of refreshes while nothing moves, so many are left out. */
const CALM_EVERY = 5;

/** Bids on a lot of another site: placed from here, or by hand there and reported. */
@Component({
  selector: 'am-external-panel',
  imports: [Dialog, Icon, LotTotalLine, RouterLink, TextField],
  templateUrl: './external-panel.html',
})
export class ExternalPanel {
  readonly #account = inject(Account);
  readonly #bidding = inject(Bidding);
  readonly #placements = inject(Placements);
  readonly lotId = input.required<string>();
  readonly site = input.required<string>();
  readonly siteName = input.required<string>();
  readonly currency = input.required<string>();
  readonly status = input.required<string>();
  /** Least acceptable next bid as the site tells it, minor units. */
  readonly ask = input.required<number | null>();
  protected readonly signInPage = SIGN_IN;
  protected readonly problem = problemText;
  protected readonly working = new Attempt();

  protected readonly typed = linkedSignal({ source: this.lotId, computation: () => '' });
  protected readonly wrong = signal<string | null>(null);
  protected readonly refusal = linkedSignal<string, string | null>({
    source: this.lotId,
    computation: () => null,
  });
  /** An order the buyer is asked about once more: at the site it binds. */
  protected readonly doubt = signal<number | null>(null);
  /** An order without an answer: sent again it keeps its key. */
  #unanswered: { readonly lotId: string; readonly maxAmount: number; readonly key: string } | null =
    null;

  protected readonly isVisitor = computed(() => this.#account.me() === null);
  protected readonly isBuyer = computed(() => this.#account.has('BUYER'));
  protected readonly isOpen = computed(() => this.status() === 'OPEN');
  readonly #answer = resource({
    params: () => (this.isBuyer() ? this.lotId() : undefined),
    loader: ({ abortSignal }) => this.#placements.list(abortSignal),
  });
  readonly #list = latest(this.#answer);
  protected readonly mine = computed(() =>
    this.#list()?.placements.find(({ lotId }) => lotId === this.lotId()),
  );
  readonly #offered = computed(() => this.#list()?.sites.find(({ site }) => site === this.site()));
  /** Bids are placed from here. */
  protected readonly hasApi = computed(() => this.#offered()?.isConnected === true);
  protected readonly isNotConnected = computed(() => this.#offered()?.isConnected === false);
  protected readonly isKnown = computed(() => this.#list() !== undefined);
  protected readonly shown = computed(() => {
    const mine = this.mine();
    if (mine === undefined) return null;
    const { link } = mine;
    const isGiven = mine.mode === 'ASSISTED' && mine.state !== 'REJECTED';
    return {
      ...wordsOf(mine),
      facts: placementFacts(mine).join(' · '),
      why: noteOf(mine),
      link: mine.state === 'NEEDS_SITE_ACTION' || isGiven ? link : null,
      isLinkGiven: isGiven && !mine.state.endsWith('_REPORTED'),
      isReported: mine.state === 'REPORTED' || mine.state === 'OUTBID_LIKELY',
    };
  });
  /** What is typed, minor units; left empty a first bid by the API is the least one. */
  protected readonly amount = computed(() => {
    if (this.typed().trim() !== '') return typedAmount(this.typed(), minorScale(this.currency()));
    return this.hasApi() && (this.mine()?.standingMax ?? null) === null ? this.ask() : null;
  });
  protected readonly hint = computed(() => {
    const ask = this.ask();
    return ask === null ? null : `The next bid there is ${money(ask, this.currency())}.`;
  });

  constructor() {
    let turn = 0;
    const reload = (): boolean => {
      const mine = this.mine();
      const isCalm = mine === undefined || !isMoving(mine);
      return (isCalm && ++turn % CALM_EVERY !== 0) || this.#answer.reload();
    };
    refreshing({ reload }, REFRESH_MS);
  }

  protected text(minor: number): string {
    return money(minor, this.currency());
  }

  protected askOnceMore(event: Event): void {
    event.preventDefault();
    const amount = this.#checked();
    if (amount !== null) this.doubt.set(amount);
  }

  protected async place(): Promise<void> {
    const maxAmount = this.doubt();
    this.doubt.set(null);
    if (maxAmount === null) return;
    const lotId = this.lotId();
    const lost = this.#unanswered;
    const isSame = lost?.lotId === lotId && lost.maxAmount === maxAmount;
    const key = isSame ? lost.key : this.#bidding.newKey();
    this.#unanswered = { lotId, maxAmount, key };
    const body = { maxAmount, currency: this.currency() };
    await this.#run(async () => {
      const answer = await this.#placements.place(lotId, body, key);
      this.#unanswered = null;
      return answer;
    });
  }

  /** Gives the link; what is typed is what somebody means to bid. */
  protected async assist(): Promise<void> {
    const maxAmount = this.typed().trim() === '' ? null : this.#checked();
    if (this.typed().trim() !== '' && maxAmount === null) return;
    await this.#run(() => this.#placements.assist(this.lotId(), maxAmount));
  }

  protected async reportBid(event: Event): Promise<void> {
    event.preventDefault();
    const maxAmount = this.#checked();
    if (maxAmount !== null) await this.report({ maxAmount });
  }

  protected async report(report: Report): Promise<void> {
    await this.#run(() => this.#placements.report(this.lotId(), report));
  }

  #checked(): number | null {
    const amount = this.amount();
    this.wrong.set(amount === null ? 'Type an amount, as 12,500.' : null);
    return amount;
  }

  async #run(task: () => Promise<PlacementTaken | PlacementRefused | object>): Promise<void> {
    this.refusal.set(null);
    const isDone = await this.working.run(async () => {
      const answer = await task();
      if (isRefused(answer)) this.refusal.set(refusalText(answer));
    });
    if (isDone && this.refusal() === null) this.typed.set('');
    this.#answer.reload();
  }

  /** Asking again is safe: the order keeps its key. */
  protected readonly isLost = computed(() => {
    const error = this.working.error();
    return error instanceof RestError && (error.status === null || error.status === 503);
  });
}

import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { LiveEvent } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { SIGN_IN } from '../../account/signed-in-only.ts';
import { RestError } from '../../api/rest.ts';
import { ApprovalLine } from '../../bids/approval-line.ts';
import type { BidBody, Decision } from '@auction/gateway/contract';
import { Bidding, decisionIn, isDecided } from '../../bids/bidding.ts';
import {
  decisionText,
  doubtTexts,
  eventText,
  wantsConfirmation,
  type Told,
} from '../../bids/decision-words.ts';
import { LotTotalLine } from '../../bids/lot-total.ts';
import { typedAmount } from '../../bids/typed-amount.ts';
import { Dialog } from '../../ui/dialog.ts';
import { minorScale, money } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';
import { statusWords } from '../../ui/statuses.ts';
import { TextField } from '../../ui/text-field.ts';
import { Live } from '../../live/live.ts';
import { onEvent } from '../../live/on-event.ts';

/** A bid whose answer did not come: sent again it must keep its key. */
interface Unanswered {
  readonly bid: BidBody;
  readonly key: string;
  /** The command that is on its way; null: not even that is known. */
  readonly commandId: string | null;
}

/** Bids on a lot that is sold here: the next step at a press, or a maximum. */
@Component({
  selector: 'am-bid-panel',
  imports: [ApprovalLine, Dialog, LotTotalLine, RouterLink, TextField],
  templateUrl: './bid-panel.html',
})
export class BidPanel {
  readonly #account = inject(Account);
  readonly #bidding = inject(Bidding);
  readonly #live = inject(Live);
  readonly lotId = input.required<string>();
  readonly currency = input.required<string>();
  readonly status = input.required<string>();
  /** Least acceptable next bid, minor units; null: not known. */
  readonly ask = input.required<number | null>();
  protected readonly signInPage = SIGN_IN;

  protected readonly kind = signal<BidBody['kind']>('FLAT');
  /** What is typed; empty: the next step. Another lot starts from nothing. */
  protected readonly typed = linkedSignal({ source: this.lotId, computation: () => '' });
  protected readonly told = linkedSignal<string, Told | null>({
    source: this.lotId,
    computation: () => null,
  });
  protected readonly parkedCount = linkedSignal({ source: this.lotId, computation: () => 0 });
  protected readonly wrong = signal<string | null>(null);
  protected readonly isBusy = signal(false);
  /** A bid the server wants to hear once more, and why. */
  protected readonly doubt = signal<{
    readonly bid: BidBody;
    readonly texts: readonly string[];
  } | null>(null);
  protected readonly unanswered = linkedSignal<string, Unanswered | null>({
    source: this.lotId,
    computation: () => null,
  });

  /** Why nobody can bid now; null: they can. */
  protected readonly obstacle = computed(() => {
    const status = this.status();
    if (status !== 'OPEN') return `${statusWords(status).word}: ${statusWords(status).meaning}`;
    if (this.#account.me() === undefined) return 'Finding out who is signed in …';
    if (this.#account.me() === null) return 'Sign in to bid.';
    if (!this.#account.has('BUYER')) {
      return 'Your account may look but not bid: its admin can make you a buyer.';
    }
    if (this.#live.liveness() === 'stale' || this.#live.liveness() === 'stopped') {
      return 'The connection is cut: this price may be old. Bidding goes on when it is back.';
    }
    return null;
  });
  protected readonly isVisitor = computed(() => this.#account.me() === null);
  protected readonly next = computed(() => {
    const ask = this.ask();
    return ask === null ? null : money(ask, this.currency());
  });
  /** Amount of the form, minor units; null: nothing that can be bid. */
  protected readonly amount = computed(() =>
    this.typed().trim() === ''
      ? this.ask()
      : typedAmount(this.typed(), minorScale(this.currency())),
  );
  protected readonly word = computed(() => {
    if (this.isBusy()) return 'Bidding …';
    const amount = this.amount();
    const text = amount === null ? '' : ` ${money(amount, this.currency())}`;
    return this.kind() === 'FLAT' ? `Bid${text}` : `Set maximum${text}`;
  });

  constructor() {
    onEvent((event) => this.#hear(event));
  }

  protected async bid(event: Event): Promise<void> {
    event.preventDefault();
    this.wrong.set(this.#wrongAmount());
    const amount = this.amount();
    if (this.wrong() !== null || amount === null || this.obstacle() !== null) return;
    const bid = { kind: this.kind(), amount, currency: this.currency() };
    await this.#send(bid, this.#bidding.newKey());
  }

  /** The same amount as a new wish, now meant. */
  protected async confirm(): Promise<void> {
    const bid = this.doubt()?.bid;
    this.doubt.set(null);
    if (bid === undefined) return;
    await this.#send({ ...bid, confirmAmount: bid.amount }, this.#bidding.newKey());
  }

  /** Under the same key: whatever became of it, it counts once. */
  protected async askAgain(): Promise<void> {
    const lost = this.unanswered();
    if (lost !== null) await this.#send(lost.bid, lost.key);
  }

  protected amountOf({ amount, currency }: BidBody): string {
    return money(amount, currency);
  }

  /** The answer that was still to come, and what others' bids did to this lot. */
  #hear(event: LiveEvent): void {
    if (event.lot !== this.lotId()) return;
    const waiting = this.unanswered();
    const decision = decisionIn(event);
    if (decision !== null && decision.commandId === waiting?.commandId) {
      this.unanswered.set(null);
      this.#take(decision, waiting.bid);
      return;
    }
    const told = eventText(event, this.currency());
    if (told !== null) this.told.set(told);
  }

  #wrongAmount(): string | null {
    const amount = this.amount();
    const ask = this.ask();
    if (amount === null) return 'Type an amount, as 12,500.';
    return ask !== null && amount < ask ? `The next bid is ${this.next() ?? ''} or more.` : null;
  }

  async #send(bid: BidBody, key: string): Promise<void> {
    if (this.isBusy()) return;
    const lotId = this.lotId();
    this.isBusy.set(true);
    this.told.set(null);
    this.unanswered.set(null);
    try {
      const answer = await this.#bidding.bid(lotId, bid, key);
      if (lotId !== this.lotId()) return;
      if (isDecided(answer)) this.#take(answer, bid);
      else {
        this.unanswered.set({ bid, key, commandId: answer.commandId });
        this.told.set({ tone: 'warn', text: 'Your bid is on its way; it is not decided yet.' });
      }
    } catch (error) {
      if (lotId === this.lotId()) this.#fail(error, bid, key);
    } finally {
      this.isBusy.set(false);
    }
  }

  #take(decision: Decision, bid: BidBody): void {
    if (wantsConfirmation(decision)) {
      this.doubt.set({ bid, texts: doubtTexts(decision) });
      return;
    }
    if (decision.reason === 'NEEDS_APPROVAL') {
      // The line below tells it, and what becomes of it.
      this.parkedCount.update((count) => count + 1);
      return;
    }
    this.told.set(decisionText(decision, bid.currency));
    if (decision.outcome === 'ACCEPTED') this.typed.set('');
  }

  #fail(error: unknown, bid: BidBody, key: string): void {
    const isLost = error instanceof RestError && (error.status === null || error.status === 503);
    if (isLost) {
      this.unanswered.set({ bid, key, commandId: null });
      this.told.set({
        tone: 'warn',
        text: 'No answer came. Asking again is safe: the bid counts once.',
      });
    } else this.told.set({ tone: 'bad', text: problemText(error) });
  }
}

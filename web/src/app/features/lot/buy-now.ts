import { Component, computed, inject, input, signal } from '@angular/core';
import { Account } from '../../account/account.ts';
import { Bidding, isDecided } from '../../bids/bidding.ts';
import { decisionText, type Told } from '../../bids/decision-words.ts';
import { LotTotalLine } from '../../bids/lot-total.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { money } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';

/** Buys a lot that is sold here at its buy-now price, after asking once more. */
@Component({
  selector: 'am-buy-now',
  imports: [ConfirmButton, LotTotalLine],
  template: `
    @if (isOffered()) {
      <section class="part bid" aria-label="Buy now">
        <am-confirm-button
          [label]="'Buy now for ' + text()"
          what="this vehicle"
          consequence="This ends the sale at once and binds your organisation. It cannot be taken back."
          [disabled]="buying.isBusy()"
          (confirmed)="buy()"
        />
        <am-lot-total [lotId]="lotId()" [amount]="price()" />
      </section>
    }
    @if (told(); as answer) {
      <p class="part answer" [class]="answer.tone" role="status">{{ answer.text }}</p>
    }
    @if (buying.error(); as error) {
      <p class="part answer bad" role="alert">{{ problem(error) }}</p>
    }
  `,
})
export class BuyNow {
  readonly #account = inject(Account);
  readonly #bidding = inject(Bidding);
  readonly lotId = input.required<string>();
  readonly currency = input.required<string>();
  readonly status = input.required<string>();
  readonly reserve = input.required<string>();
  readonly bidCount = input.required<number | null>();
  /** Minor units; null: it is not offered. */
  readonly price = input.required<number | null>();
  protected readonly problem = problemText;
  protected readonly buying = new Attempt();
  protected readonly told = signal<Told | null>(null);
  /** Until the first bid, or with a reserve until it is met. */
  protected readonly isOffered = computed(() => {
    const hasBids = (this.bidCount() ?? 0) > 0;
    const isGone = this.reserve() === 'MET' || (this.reserve() === 'NONE' && hasBids);
    const isOpen = this.status() === 'OPEN' && this.price() !== null && !isGone;
    return isOpen && this.#account.has('BUYER');
  });
  protected readonly text = computed(() => money(this.price() ?? 0, this.currency()));

  protected async buy(): Promise<void> {
    const amount = this.price();
    if (amount === null) return;
    this.told.set(null);
    await this.buying.run(async () => {
      const answer = await this.#bidding.buyNow(this.lotId(), amount);
      if (!isDecided(answer)) {
        this.told.set({ tone: 'warn', text: 'On its way; it is not decided yet. See “My bids”.' });
      } else if (answer.outcome === 'ACCEPTED') {
        this.told.set({ tone: 'good', text: `Bought for ${this.text()}.` });
      } else this.told.set(decisionText(answer, this.currency()));
    });
  }
}

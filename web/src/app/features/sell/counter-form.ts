import { Component, computed, input, output, signal } from '@angular/core';
import { money } from '../../ui/money.ts';
import { TextField } from '../../ui/text-field.ts';
import { wholeAmount } from './sale-terms.ts';

/** Asks the highest bidder for more, with what lies between bid and reserve in sight. */
@Component({
  selector: 'am-counter-form',
  imports: [TextField],
  template: `
    <form novalidate class="inline" (submit)="ask($event)">
      <am-text-field
        [label]="'Ask more for ' + of()"
        inputmode="decimal"
        [lengthMax]="16"
        [(value)]="amount"
        [hint]="hint()"
        [wrong]="wrong()"
      />
      <button
        type="submit"
        class="button"
        [attr.aria-label]="'Counter ' + of()"
        [disabled]="disabled()"
      >
        Counter
      </button>
    </form>
  `,
})
export class CounterForm {
  readonly of = input.required<string>();
  readonly currency = input.required<string>();
  /** Closing price, minor units. */
  readonly price = input.required<number>();
  /** Minor units; null: none was set. */
  readonly reserve = input.required<number | null>();
  readonly disabled = input(false);
  /** Minor units. */
  readonly asked = output<number>();
  protected readonly amount = signal('');
  protected readonly wrong = signal<string | null>(null);

  /** Where the amount typed lies between bid and reserve. */
  protected readonly hint = computed(() => {
    const reserve = this.reserve();
    if (reserve === null || reserve <= this.price()) return 'More than the closing price.';
    const spread = reserve - this.price();
    const typed = wholeAmount(this.amount());
    const share = typed === null ? null : Math.round(((typed - this.price()) / spread) * 100);
    const asked = share === null ? '' : ` You ask ${share} % of it.`;
    return `Bid and reserve are ${money(spread, this.currency())} apart.${asked}`;
  });

  protected ask(event: Event): void {
    event.preventDefault();
    const amount = wholeAmount(this.amount());
    const isMore = amount !== null && amount > this.price();
    this.wrong.set(isMore ? null : 'Type a whole amount above the closing price, as 12,500.');
    if (isMore) this.asked.emit(amount);
  }
}

import { Component, computed, input, output, signal, viewChild } from '@angular/core';
import type { UserLimit } from '@auction/gateway/contract';
import { money } from '../../ui/money.ts';
import { CurrencyAmounts } from './currency-amounts.ts';
import type { Amounts } from './currency-amounts.ts';
import { currencies } from './further-amounts.ts';

export type ChosenLimit = Omit<UserLimit, 'userId'>;

/** How much a user may bid without an approver: shown, and changed in a form that opens. */
@Component({
  selector: 'am-user-limit',
  imports: [CurrencyAmounts],
  template: `
    @if (isOpen()) {
      <form novalidate (submit)="set($event)">
        <am-currency-amounts
          label="May bid alone"
          furtherLabel="In "
          whyFirst="Set the first amount too: without it nothing waits for an approver."
          [known]="known()"
        />
        <p class="muted wide">
          Empty: any amount. With an amount set, bids in a currency that has none wait for an
          approver.
        </p>
        <button type="submit" class="button primary" [disabled]="disabled()">Set</button>
        <button type="button" class="button" (click)="isOpen.set(false)">Leave it</button>
      </form>
    } @else {
      <small class="muted num">{{ text() }}</small>
      <button
        type="button"
        class="button"
        [attr.aria-label]="'Change the limit of ' + of()"
        [disabled]="disabled()"
        (click)="isOpen.set(true)"
      >
        Limit
      </button>
    }
  `,
})
export class UserLimitField {
  readonly of = input.required<string>();
  /** undefined: the user has none. */
  readonly limit = input<UserLimit>();
  readonly disabled = input(false);
  readonly chosen = output<ChosenLimit>();
  protected readonly isOpen = signal(false);
  protected readonly amounts = viewChild(CurrencyAmounts);
  protected readonly known = computed((): Amounts | null => {
    const limit = this.limit();
    return limit === undefined ? null : { ...limit, currency: limit.currency ?? currencies[0] };
  });
  protected readonly text = computed(() => {
    const { amount = null, currency = null, further = [] } = this.limit() ?? {};
    if (amount === null) return 'bids any amount alone';
    const all = [{ amount, currency: currency ?? currencies[0] }, ...further];
    return `alone up to ${all.map((one) => money(one.amount, one.currency)).join(' or ')}`;
  });

  protected set(event: Event): void {
    event.preventDefault();
    const chosen = this.amounts()?.read() ?? null;
    if (chosen === null) return;
    this.isOpen.set(false);
    this.chosen.emit({ ...chosen, further: [...chosen.further] });
  }
}

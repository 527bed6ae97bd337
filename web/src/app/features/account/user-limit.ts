import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { UserLimit } from '@auction/gateway/contract';
import { typedAmount } from '../../bids/typed-amount.ts';
import { minorScale, money } from '../../ui/money.ts';
import { TextField } from '../../ui/text-field.ts';

const currencies = ['USD', 'CAD', 'EUR', 'GBP'] as const;

/** How much a user may bid without an approver: shown, and changed in a form that opens. */
@Component({
  selector: 'am-user-limit',
  imports: [TextField],
  template: `
    @if (isOpen()) {
      <form novalidate (submit)="set($event)">
        <am-text-field
          [label]="'May bid alone, ' + currency() + '; empty: any amount'"
          inputmode="decimal"
          [lengthMax]="16"
          [(value)]="typed"
          [wrong]="wrong()"
        />
        <label class="currency">
          Currency
          <select class="field" #box (change)="currency.set(box.value)">
            @for (code of currencies; track code) {
              <option [selected]="code === currency()">{{ code }}</option>
            }
          </select>
        </label>
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
  readonly chosen = output<{ readonly amount: number | null; readonly currency: string }>();
  protected readonly currencies = currencies;
  protected readonly isOpen = signal(false);
  protected readonly typed = signal('');
  protected readonly wrong = signal<string | null>(null);
  protected readonly currency = linkedSignal<string>(() => this.limit()?.currency ?? currencies[0]);
  protected readonly text = computed(() => {
    const { amount = null, currency = null } = this.limit() ?? {};
    return amount === null
      ? 'bids any amount alone'
      : `alone up to ${money(amount, currency ?? currencies[0])}`;
  });

  protected set(event: Event): void {
    event.preventDefault();
    const text = this.typed().trim();
    const amount = text === '' ? null : typedAmount(text, minorScale(this.currency()));
    const isWrong = text !== '' && amount === null;
    this.wrong.set(isWrong ? 'Type an amount, as 12,500, or leave it empty.' : null);
    if (isWrong) return;
    this.isOpen.set(false);
    this.chosen.emit({ amount, currency: this.currency() });
  }
}

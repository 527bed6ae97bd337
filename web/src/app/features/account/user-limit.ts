import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { UserLimit } from '@auction/gateway/contract';
import { typedAmount } from '../../bids/typed-amount.ts';
import { minorScale, money } from '../../ui/money.ts';
import { TextField } from '../../ui/text-field.ts';
import { amountTexts, currencies, furtherAmounts, wrongAmount } from './further-amounts.ts';

export type ChosenLimit = Omit<UserLimit, 'userId'>;

/** How much a user may bid without an approver: shown, and changed in a form that opens. */
@Component({
  selector: 'am-user-limit',
  imports: [TextField],
  template: `
    @if (isOpen()) {
      <form novalidate (submit)="set($event)">
        <am-text-field
          [label]="'May bid alone, ' + currency()"
          inputmode="decimal"
          [lengthMax]="16"
          [(value)]="typed"
          [wrong]="wrong()"
        />
        <label class="currency">
          Currency
          <select class="field" #box (change)="choose(box.value)">
            @for (code of codes(); track code) {
              <option [selected]="code === currency()">{{ code }}</option>
            }
          </select>
        </label>
        @for (code of others(); track code) {
          <am-text-field
            [label]="'In ' + code"
            inputmode="decimal"
            [lengthMax]="16"
            [value]="more()[code] ?? ''"
            (valueChange)="setMore(code, $event)"
            [wrong]="wrongMore()[code] ?? null"
          />
        }
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
  protected readonly typed = linkedSignal(() => {
    const { amount = null, currency = null } = this.limit() ?? {};
    return amount === null ? '' : String(amount / minorScale(currency ?? currencies[0]));
  });
  protected readonly wrong = signal<string | null>(null);
  protected readonly currency = linkedSignal<string>(() => this.limit()?.currency ?? currencies[0]);
  /** Those offered, and those the limit has already. */
  protected readonly codes = computed(() => {
    const { currency, further = [] } = this.limit() ?? {};
    const known = [currency, ...further.map((one) => one.currency)];
    return [...new Set([...currencies, ...known])].filter((code) => typeof code === 'string');
  });
  /** Currencies beside the first. */
  protected readonly others = computed(() => this.codes().filter((c) => c !== this.currency()));
  /** Amounts in them as typed. */
  protected readonly more = linkedSignal(() => amountTexts(this.limit()?.further ?? []));
  protected readonly wrongMore = signal<Readonly<Record<string, string>>>({});
  protected readonly text = computed(() => {
    const { amount = null, currency = null, further = [] } = this.limit() ?? {};
    if (amount === null) return 'bids any amount alone';
    const all = [{ amount, currency: currency ?? currencies[0] }, ...further];
    return `alone up to ${all.map((one) => money(one.amount, one.currency)).join(' or ')}`;
  });

  protected set(event: Event): void {
    event.preventDefault();
    const text = this.typed().trim();
    const amount = text === '' ? null : typedAmount(text, minorScale(this.currency()));
    const isWrong = text !== '' && amount === null;
    this.wrong.set(isWrong ? wrongAmount : null);
    const whyNone =
      text === '' ? 'Set the first amount too: without it nothing waits for an approver.' : null;
    const { amounts: further, wrong } = furtherAmounts(this.others(), this.more(), whyNone);
    this.wrongMore.set(wrong);
    if (isWrong || Object.keys(wrong).length > 0) return;
    this.isOpen.set(false);
    this.chosen.emit({ amount, currency: this.currency(), further: [...further] });
  }

  /** An amount stays with its currency: what was typed for one is never taken for another. */
  protected choose(code: string): void {
    const [had, amounts] = [this.currency(), this.more()];
    if (code === had) return;
    this.more.set({ ...amounts, [had]: this.typed(), [code]: '' });
    this.typed.set(amounts[code] ?? '');
    this.currency.set(code);
  }

  protected setMore(code: string, text: string): void {
    this.more.update((had) => ({ ...had, [code]: text }));
  }
}

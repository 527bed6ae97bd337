import { Component, computed, input, linkedSignal, signal } from '@angular/core';
import { typedAmount } from '../../bids/typed-amount.ts';
import { minorScale } from '../../ui/money.ts';
import { TextField } from '../../ui/text-field.ts';
import { amountTexts, currencies, furtherAmounts, wrongAmount } from './further-amounts.ts';

/** A first amount, without which there is none at all, and further ones in other currencies. Minor units. */
export interface Amounts {
  readonly amount: number | null;
  readonly currency: string;
  readonly further: readonly { readonly currency: string; readonly amount: number }[];
}

/** Fields for an amount in each currency. What stands between the tags comes before the further ones. */
@Component({
  selector: 'am-currency-amounts',
  imports: [TextField],
  host: { style: 'display: contents' },
  template: `
    <am-text-field
      [label]="label() + ', ' + currency() + whenNone()"
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
    <ng-content />
    @for (code of others(); track code) {
      <am-text-field
        [label]="furtherLabel() + code + whenNoFurther()"
        inputmode="decimal"
        [lengthMax]="16"
        [value]="more()[code] ?? ''"
        (valueChange)="setMore(code, $event)"
        [wrong]="wrongMore()[code] ?? null"
      />
    }
  `,
})
export class CurrencyAmounts {
  /** null: nothing is set. */
  readonly known = input.required<Amounts | null>();
  readonly label = input.required<string>();
  readonly whenNone = input('');
  readonly furtherLabel = input.required<string>();
  readonly whenNoFurther = input('');
  /** Said beside a further amount where the first is missing. */
  readonly whyFirst = input.required<string>();
  protected readonly currency = linkedSignal<string>(() => this.known()?.currency ?? currencies[0]);
  protected readonly typed = linkedSignal(() => {
    const { amount = null, currency = currencies[0] } = this.known() ?? {};
    return amount === null ? '' : String(amount / minorScale(currency));
  });
  /** Those offered, and those with an amount already. */
  protected readonly codes = computed(() => {
    const { currency = currencies[0], further = [] } = this.known() ?? {};
    return [...new Set([...currencies, currency, ...further.map((one) => one.currency)])];
  });
  /** Currencies beside the first. */
  protected readonly others = computed(() => this.codes().filter((c) => c !== this.currency()));
  /** Amounts in them as typed. */
  protected readonly more = linkedSignal(() => amountTexts(this.known()?.further ?? []));
  protected readonly wrong = signal<string | null>(null);
  protected readonly wrongMore = signal<Readonly<Record<string, string>>>({});

  /** @returns null: something typed is wrong, and said beside its field */
  read(): Amounts | null {
    const text = this.typed().trim();
    const amount = text === '' ? null : typedAmount(text, minorScale(this.currency()));
    const isWrong = text !== '' && amount === null;
    this.wrong.set(isWrong ? wrongAmount : null);
    const whyNone = text === '' ? this.whyFirst() : null;
    const { amounts: further, wrong } = furtherAmounts(this.others(), this.more(), whyNone);
    this.wrongMore.set(wrong);
    if (isWrong || Object.keys(wrong).length > 0) return null;
    return { amount, currency: this.currency(), further };
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

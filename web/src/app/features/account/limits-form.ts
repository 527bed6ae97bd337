import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import type { OrganisationLimits } from '@auction/gateway/contract';
import { typedAmount } from '../../bids/typed-amount.ts';
import { minorScale } from '../../ui/money.ts';
import { TextField } from '../../ui/text-field.ts';
import { amountTexts, currencies, furtherAmounts, wrongAmount } from './further-amounts.ts';

const LOTS = /^\d{1,5}$/;

/** What an organisation may be bound to, as typed. */
@Component({
  selector: 'am-limits-form',
  imports: [TextField],
  template: `
    <form novalidate [attr.aria-label]="'Limits of ' + of()" (submit)="set($event)">
      <am-text-field
        [label]="'Credit, ' + currency() + '; empty: no limit'"
        inputmode="decimal"
        [lengthMax]="16"
        [(value)]="credit"
        [wrong]="wrongCredit()"
      />
      <label class="currency">
        Currency
        <select class="field" #box (change)="currency.set(box.value)">
          @for (code of currencies; track code) {
            <option [selected]="code === currency()">{{ code }}</option>
          }
        </select>
      </label>
      <am-text-field
        label="Lots led at once; empty: no limit"
        inputmode="numeric"
        [lengthMax]="6"
        [(value)]="lots"
        [wrong]="wrongLots()"
      />
      @for (code of others(); track code) {
        <am-text-field
          [label]="'Credit, ' + code + '; empty: none'"
          inputmode="decimal"
          [lengthMax]="16"
          [value]="more()[code] ?? ''"
          (valueChange)="setMore(code, $event)"
          [wrong]="wrongMore()[code] ?? null"
        />
      }
      <button type="submit" class="button primary" [disabled]="disabled()">Set</button>
      <button type="button" class="button" (click)="left.emit()">Leave it</button>
    </form>
  `,
})
export class LimitsForm {
  readonly of = input.required<string>();
  readonly limits = input.required<OrganisationLimits | null>();
  readonly disabled = input(false);
  readonly chosen = output<OrganisationLimits>();
  readonly left = output();
  protected readonly currencies = currencies;
  protected readonly currency = linkedSignal<string>(
    () => this.limits()?.currency ?? currencies[0],
  );
  protected readonly credit = linkedSignal(() => {
    const { credit = null, currency = null } = this.limits() ?? {};
    return credit === null ? '' : String(credit / minorScale(currency ?? currencies[0]));
  });
  protected readonly lots = linkedSignal(() => String(this.limits()?.lotsLedMax ?? ''));
  /** Currencies beside the first. */
  protected readonly others = computed(() => currencies.filter((code) => code !== this.currency()));
  /** Further credits as typed, by currency. */
  protected readonly more = linkedSignal<Readonly<Record<string, string>>>(() => {
    const further = this.limits()?.further ?? [];
    return amountTexts(further.map(({ currency, credit }) => ({ currency, amount: credit })));
  });
  protected readonly wrongMore = signal<Readonly<Record<string, string>>>({});
  protected readonly wrongCredit = signal<string | null>(null);
  protected readonly wrongLots = signal<string | null>(null);

  protected set(event: Event): void {
    event.preventDefault();
    const [creditText, lotsText] = [this.credit().trim(), this.lots().trim()];
    const credit = creditText === '' ? null : typedAmount(creditText, minorScale(this.currency()));
    const isCredit = creditText === '' || credit !== null;
    const isLots = lotsText === '' || LOTS.test(lotsText);
    this.wrongCredit.set(isCredit ? null : wrongAmount);
    this.wrongLots.set(isLots ? null : 'Type a whole number, or leave it empty.');
    const further = this.#further(credit === null && isCredit);
    if (!isCredit || !isLots || further === null) return;
    const lotsLedMax = lotsText === '' ? null : Number(lotsText);
    this.chosen.emit({ credit, currency: this.currency(), lotsLedMax, further });
  }

  protected setMore(code: string, text: string): void {
    this.more.update((had) => ({ ...had, [code]: text }));
  }

  /** @param isFree there is no first credit @returns null: something typed is wrong */
  #further(isFree: boolean): OrganisationLimits['further'] | null {
    const whyNone = isFree ? 'Set the first credit too: without it nothing is limited.' : null;
    const { amounts, wrong } = furtherAmounts(this.others(), this.more(), whyNone);
    this.wrongMore.set(wrong);
    if (Object.keys(wrong).length > 0) return null;
    return amounts.map(({ currency, amount }) => ({ currency, credit: amount }));
  }
}

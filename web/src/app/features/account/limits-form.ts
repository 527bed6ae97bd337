import { Component, computed, input, linkedSignal, output, signal, viewChild } from '@angular/core';
import type { OrganisationLimits } from '@auction/gateway/contract';
import { TextField } from '../../ui/text-field.ts';
import { CurrencyAmounts } from './currency-amounts.ts';
import type { Amounts } from './currency-amounts.ts';
import { currencies } from './further-amounts.ts';

const LOTS = /^\d{1,5}$/;

/** What an organisation may be bound to, as typed. */
@Component({
  selector: 'am-limits-form',
  imports: [CurrencyAmounts, TextField],
  template: `
    <form novalidate [attr.aria-label]="'Limits of ' + of()" (submit)="set($event)">
      <am-currency-amounts
        label="Credit"
        whenNone="; empty: no limit"
        furtherLabel="Credit, "
        whenNoFurther="; empty: none"
        whyFirst="Set the first credit too: without it nothing is limited."
        [known]="credits()"
      >
        <am-text-field
          label="Lots led at once; empty: no limit"
          inputmode="numeric"
          [lengthMax]="6"
          [(value)]="lots"
          [wrong]="wrongLots()"
        />
      </am-currency-amounts>
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
  protected readonly amounts = viewChild.required(CurrencyAmounts);
  protected readonly credits = computed((): Amounts => {
    const { credit = null, currency, further = [] } = this.limits() ?? {};
    return {
      amount: credit,
      currency: currency ?? currencies[0],
      further: further.map((one) => ({ currency: one.currency, amount: one.credit })),
    };
  });
  protected readonly lots = linkedSignal(() => String(this.limits()?.lotsLedMax ?? ''));
  protected readonly wrongLots = signal<string | null>(null);

  protected set(event: Event): void {
    event.preventDefault();
    const lotsText = this.lots().trim();
    const isLots = lotsText === '' || LOTS.test(lotsText);
    this.wrongLots.set(isLots ? null : 'Type a whole number, or leave it empty.');
    const credits = this.amounts().read();
    if (!isLots || credits === null) return;
    const { amount: credit, currency } = credits;
    const lotsLedMax = lotsText === '' ? null : Number(lotsText);
    const further = credits.further.map((one) => ({ currency: one.currency, credit: one.amount }));
    this.chosen.emit({ credit, currency, lotsLedMax, further });
  }
}

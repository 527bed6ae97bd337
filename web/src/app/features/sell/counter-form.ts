import { Component, input, output, signal } from '@angular/core';
import { TextField } from '../../ui/text-field.ts';
import { wholeAmount } from './sale-terms.ts';

/** Asks the highest bidder for more. */
@Component({
  selector: 'am-counter-form',
  imports: [TextField],
  template: `
    <form novalidate (submit)="ask($event)">
      <am-text-field
        [label]="'Ask more for ' + of()"
        inputmode="decimal"
        [lengthMax]="16"
        [(value)]="amount"
        [wrong]="wrong()"
      />
      <button type="submit" class="button" [disabled]="disabled()">Counter</button>
    </form>
  `,
})
export class CounterForm {
  readonly of = input.required<string>();
  readonly disabled = input(false);
  /** Minor units. */
  readonly asked = output<number>();
  protected readonly amount = signal('');
  protected readonly wrong = signal<string | null>(null);

  protected ask(event: Event): void {
    event.preventDefault();
    const amount = wholeAmount(this.amount());
    this.wrong.set(amount === null ? 'Type a whole amount, as 12,500.' : null);
    if (amount !== null) this.asked.emit(amount);
  }
}

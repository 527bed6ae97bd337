import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { ServerClock } from '../../live/server-clock.ts';
import { TextField } from '../../ui/text-field.ts';
import { blankTerms, wrongTerms, type TermsField, type TypedTerms } from './sale-terms.ts';
import type { SaleRefusal } from './sale-words.ts';

const currencies = ['USD', 'CAD', 'EUR', 'GBP'] as const;

/** What a lot is and how it is sold, to be typed; says beside each field what is wrong with it. */
@Component({
  selector: 'am-sale-form',
  imports: [TextField],
  templateUrl: './sale-form.html',
})
export class SaleForm {
  readonly #clock = inject(ServerClock);
  /** What the fields start with; a new object starts anew. */
  readonly given = input<TypedTerms>(blankTerms);
  /** The lot takes bids: only its end and its note may change. */
  readonly isOpen = input(false);
  /** The words on the button. */
  readonly action = input.required<string>();
  readonly disabled = input(false);
  /** What the server said against it. */
  readonly refusals = input<readonly SaleRefusal[]>([]);
  readonly sent = output<TypedTerms>();

  protected readonly currencies = currencies;
  protected readonly typed = linkedSignal(() => this.given());
  readonly #isTried = signal(false);
  readonly #wrong = computed(() => wrongTerms(this.typed(), this.#clock.second()));
  protected readonly general = computed(() =>
    this.refusals()
      .filter(({ field }) => field === null)
      .map(({ text }) => text),
  );

  protected set(field: TermsField, text: string): void {
    this.typed.update((typed) => ({ ...typed, [field]: text }));
  }

  /** What stands under a field; null: nothing is wrong. */
  protected wrong(field: TermsField): string | null {
    const own = this.#isTried() ? this.#wrong()[field] : undefined;
    return own ?? this.refusals().find((refusal) => refusal.field === field)?.text ?? null;
  }

  protected send(event: Event): void {
    event.preventDefault();
    this.#isTried.set(true);
    if (Object.keys(this.#wrong()).length > 0) return;
    this.sent.emit(this.typed());
  }
}

import { Component, computed, inject, output, signal } from '@angular/core';
import { Rest } from '../../api/rest.ts';
import { isDecided, type Decision, type Pending } from '../../bids/bidding.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { Attempt } from '../../ui/attempt.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';
import { saleBody, wrongTerms } from './sale-terms.ts';

const currencies = ['USD', 'CAD', 'EUR', 'GBP'] as const;

/** Makes a lot: a draft, until it is published. */
@Component({
  selector: 'am-sale-form',
  imports: [TextField],
  template: `
    <form class="card" novalidate (submit)="make($event)">
      <h2>Make a lot</h2>
      @if (making.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      <am-text-field
        label="What is sold: year, make, model"
        [lengthMax]="120"
        [(value)]="title"
        [wrong]="isTried() ? wrong().title : null"
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
        label="First price"
        inputmode="decimal"
        [lengthMax]="16"
        [(value)]="start"
        [wrong]="isTried() ? wrong().start : null"
      />
      <am-text-field
        label="Reserve"
        hint="Below it you decide after the sale. Empty: it sells at any price."
        inputmode="decimal"
        [lengthMax]="16"
        [(value)]="reserve"
        [wrong]="isTried() ? wrong().reserve : null"
      />
      <am-text-field
        label="Bidding starts, your time"
        type="datetime-local"
        [(value)]="startsAt"
        [wrong]="isTried() ? wrong().startsAt : null"
      />
      <am-text-field
        label="Bidding ends, your time"
        type="datetime-local"
        [(value)]="endsAt"
        [wrong]="isTried() ? wrong().endsAt : null"
      />
      <div>
        <button type="submit" class="button primary" [disabled]="making.isBusy()">
          Make the draft
        </button>
        <span role="status">{{ told() }}</span>
      </div>
    </form>
  `,
})
export class SaleForm {
  readonly #rest = inject(Rest);
  readonly #clock = inject(ServerClock);
  readonly made = output();
  protected readonly problem = problemText;
  protected readonly currencies = currencies;
  protected readonly title = signal('');
  protected readonly currency = signal<string>(currencies[0]);
  protected readonly start = signal('');
  protected readonly reserve = signal('');
  protected readonly startsAt = signal('');
  protected readonly endsAt = signal('');
  protected readonly making = new Attempt();
  protected readonly isTried = signal(false);
  protected readonly told = signal('');
  readonly #typed = computed(() => ({
    title: this.title(),
    start: this.start(),
    reserve: this.reserve(),
    startsAt: this.startsAt(),
    endsAt: this.endsAt(),
  }));
  protected readonly wrong = computed(() => wrongTerms(this.#typed(), this.#clock.second()));

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    this.told.set('');
    if (Object.values(this.wrong()).some((text) => text !== null)) return;
    const body = saleBody(this.#typed(), this.currency());
    await this.making.run(async () =>
      this.#take(await this.#rest.send<Decision | Pending>('POST', '/api/sell/lots', { body })),
    );
  }

  #take(answer: Decision | Pending): void {
    if (isDecided(answer) && answer.outcome === 'REJECTED') {
      const reasons = [answer.reason, ...(answer.reasons ?? [])].filter(Boolean);
      this.told.set(`Refused: ${reasons.join(', ')}.`);
      return;
    }
    this.told.set('The draft is there.');
    this.isTried.set(false);
    this.title.set('');
    this.made.emit();
  }
}

import { Component, computed, inject, output, resource, signal } from '@angular/core';
import type { LotPage, NewRobotBody } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { typedAmount } from '../../bids/typed-amount.ts';
import { Robots } from '../../robots/robots.ts';
import { Attempt } from '../../ui/attempt.ts';
import { calmName } from '../../ui/calm.ts';
import { minorScale, money } from '../../ui/money.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';
import { dayTime } from '../../ui/times.ts';

const LOTS_MAX = 50;

/** Wins n of m lots within a budget: choose lots, the most for each, how many, and the budget. */
@Component({
  selector: 'am-group-form',
  imports: [TextField],
  template: `
    <form class="card" novalidate (submit)="make($event)">
      <h2>Win some of several lots</h2>
      <p class="muted">
        A robot bids on the lots you choose, the first to end first, until it has won as many as you
        want. It never holds more than the budget.
      </p>
      @if (making.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      @for (lot of candidates(); track lot.lotId) {
        <div class="pick">
          <label class="choice">
            <input
              type="checkbox"
              [checked]="caps().has(lot.lotId)"
              (change)="choose(lot.lotId, lot.currency)"
            />
            <span>
              {{ lot.title }} <small class="muted num">{{ lot.facts }}</small>
            </span>
          </label>
          @if (caps().has(lot.lotId)) {
            <am-text-field
              [label]="'At most for ' + lot.title + ', ' + lot.currency"
              inputmode="decimal"
              [lengthMax]="16"
              [value]="caps().get(lot.lotId) ?? ''"
              (valueChange)="setCap(lot.lotId, $event)"
            />
          }
        </div>
      } @empty {
        <p class="muted">
          {{ lots.isLoading() ? 'Looking for lots …' : 'No lot is open for bidding here now.' }}
        </p>
      }
      @if (caps().size > 0) {
        <am-text-field
          label="How many to win"
          inputmode="numeric"
          [lengthMax]="2"
          [(value)]="winCount"
        />
        <am-text-field
          [label]="'Budget for all, ' + currency()"
          inputmode="decimal"
          [lengthMax]="16"
          [(value)]="budget"
        />
        <div>
          <button type="submit" class="button primary" [disabled]="making.isBusy()">
            Start the group
          </button>
        </div>
      }
      <p role="status">{{ told() }}</p>
    </form>
  `,
})
export class GroupForm {
  readonly #rest = inject(Rest);
  readonly #robots = inject(Robots);
  readonly made = output();
  protected readonly problem = problemText;
  protected readonly making = new Attempt();
  protected readonly caps = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly currency = signal('');
  protected readonly winCount = signal('1');
  protected readonly budget = signal('');
  protected readonly told = signal('');
  protected readonly lots = resource({
    loader: ({ abortSignal }) =>
      this.#rest.get<LotPage>(
        '/api/lots',
        { site: 'own', status: ['OPEN', 'SCHEDULED'], limit: LOTS_MAX },
        abortSignal,
      ),
  });
  /** Of one currency, once a lot is chosen: a budget has one. */
  protected readonly candidates = computed(() => {
    const items = this.lots.hasValue() ? this.lots.value().items : [];
    const isOne = ({ price }: { price: { currency: string } }): boolean =>
      this.caps().size === 0 || price.currency === this.currency();
    return items.filter(isOne).map(({ lotId, title, price: { amount, currency }, endsAt }) => ({
      lotId,
      title: calmName(title),
      currency,
      facts: [
        amount === null ? 'no bid yet' : money(amount, currency),
        ...(endsAt === null ? [] : [`ends ${dayTime(endsAt)}`]),
      ].join(' · '),
    }));
  });

  protected choose(lotId: string, currency: string): void {
    const caps = new Map(this.caps());
    if (!caps.delete(lotId)) caps.set(lotId, '');
    this.currency.set(currency);
    this.caps.set(caps);
  }

  protected setCap(lotId: string, text: string): void {
    this.caps.set(new Map(this.caps()).set(lotId, text));
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    const body = this.#body();
    if (typeof body === 'string') {
      this.told.set(body);
      return;
    }
    this.told.set('');
    if (!(await this.making.run(() => this.#robots.make(body)))) return;
    this.told.set('The group is running.');
    this.caps.set(new Map());
    this.budget.set('');
    this.made.emit();
  }

  /** @returns what is wrong, in a sentence, or the order */
  #body(): NewRobotBody | string {
    const currency = this.currency();
    const scale = minorScale(currency);
    const budget = typedAmount(this.budget(), scale);
    const winCount = Number(this.winCount());
    const lots = [...this.caps()].map(([lotId, text]) => ({
      lotId,
      cap: typedAmount(text, scale),
    }));
    const full = lots.flatMap(({ lotId, cap }) => (cap === null ? [] : [{ lotId, cap }]));
    if (full.length < lots.length) return 'Type the most for each lot, as 12,500.';
    if (!Number.isInteger(winCount) || winCount < 1 || winCount > lots.length) {
      return `Type how many of the ${lots.length} lots are wanted.`;
    }
    if (budget === null) return 'Type the budget, as 30,000.';
    return { strategy: 'GROUP', currency, winCount, budget, lots: full };
  }
}

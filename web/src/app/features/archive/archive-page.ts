import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { EndedLot, EndedLots } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Rest } from '../../api/rest.ts';
import { calmName } from '../../ui/calm.ts';
import { reading } from '../../ui/distance.ts';
import { count, money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { day } from '../../ui/times.ts';
import { TextField } from '../../ui/text-field.ts';
import { questionOf, wrongIn } from './ended-question.ts';
import type { EndedQuestion, TypedQuestion } from './ended-question.ts';
import { saleDots } from './sale-dots.ts';

const statusWords: Readonly<Record<string, string>> = {
  SOLD: 'sold',
  NOT_SOLD: 'not sold',
  ENDED: 'last price seen',
  WITHDRAWN: 'withdrawn',
};

/** What such a car brought: ended lots of all sites by VIN, or by make and model. */
@Component({
  selector: 'am-archive-page',
  imports: [ProblemNotice, RouterLink, TextField],
  templateUrl: './archive-page.html',
})
export class ArchivePage {
  readonly #rest = inject(Rest);
  protected readonly vin = signal('');
  protected readonly make = signal('');
  protected readonly model = signal('');
  protected readonly yearFrom = signal('');
  protected readonly yearTo = signal('');
  protected readonly monthFrom = signal('');
  protected readonly monthTo = signal('');
  /** Whole units of the currency. */
  protected readonly priceFrom = signal('');
  protected readonly priceTo = signal('');
  protected readonly currency = signal('USD');
  protected readonly account = inject(Account);
  /** null: nothing was asked yet. */
  protected readonly asked = signal<EndedQuestion | null>(null);
  protected readonly hasTried = signal(false);
  protected readonly wrong = computed(() => wrongIn(this.#typed()));
  protected readonly found = resource({
    params: () => this.asked() ?? undefined,
    loader: ({ params, abortSignal }) =>
      this.#rest.get<EndedLots>('/api/archive/lots', { ...params }, abortSignal),
  });
  protected readonly rows = computed(() =>
    this.found.hasValue() ? this.found.value().items.map(toRow) : undefined,
  );
  protected readonly isCut = computed(() => this.found.hasValue() && this.found.value().isCut);
  protected readonly prices = computed(() => {
    const prices = this.found.hasValue() ? this.found.value().prices : null;
    if (prices === null) return null;
    const { currency, low, median, high } = prices;
    return {
      median: money(median, currency),
      range: `${money(low, currency)} – ${money(high, currency)}`,
      counts: `${count(prices.count)} prices, ${count(prices.soldCount)} of them sold for certain`,
    };
  });
  protected readonly chart = computed(() => {
    const found = this.found.hasValue() ? this.found.value() : undefined;
    const currency = found?.prices?.currency;
    if (found === undefined || currency === undefined) return null;
    const chart = saleDots(found.items, currency);
    if (chart === null) return null;
    const [low, high] = [money(chart.low, currency), money(chart.high, currency)];
    const [from, until] = [day(chart.from), day(chart.until)];
    const text = `${chart.dots.length} prices from ${low} to ${high}, ${from} to ${until}`;
    return { dots: chart.dots, low, high, from, until, text };
  });

  #typed(): TypedQuestion {
    return {
      ...{ vin: this.vin(), make: this.make(), model: this.model() },
      ...{ yearFrom: this.yearFrom(), yearTo: this.yearTo() },
      ...{ monthFrom: this.monthFrom(), monthTo: this.monthTo() },
      ...{ priceFrom: this.priceFrom(), priceTo: this.priceTo(), currency: this.currency() },
    };
  }

  protected ask(event: Event): void {
    event.preventDefault();
    this.hasTried.set(true);
    const typed = this.#typed();
    if (wrongIn(typed) === null) this.asked.set(questionOf(typed));
  }
}

function toRow(lot: EndedLot) {
  const { lotId, title, site, status, price, currency, endedAt, odometer, odometerUnit } = lot;
  const facts = [
    day(endedAt),
    site,
    ...(odometer === null ? [] : [reading(odometer, odometerUnit)]),
    ...lot.damage.slice(0, 1).map(calmName),
    ...(lot.isArchived ? ['archived'] : []),
  ];
  return {
    key: `${lotId} ${endedAt}`,
    lotId,
    run: lot.run,
    title: calmName(title),
    price: price === null ? 'no bid seen' : money(price, currency),
    word: statusWords[status] ?? status,
    facts: facts.join(' · '),
  };
}

import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import type { EndedLot, EndedLots, PriceStatistic } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Rest } from '../../api/rest.ts';
import { Live } from '../../live/live.ts';
import { calmName, calmSentence } from '../../ui/calm.ts';
import { reading } from '../../ui/distance.ts';
import { count, money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { dateOnly } from '../../ui/times.ts';
import { TextField } from '../../ui/text-field.ts';
import { hasPrice, questionOf, typedQuestion, wrongIn } from './ended-question.ts';
import type { TypedQuestion } from './ended-question.ts';
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
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  readonly #live = inject(Live);
  readonly #parameters = toSignal(this.#route.queryParamMap, { requireSync: true });
  /** As they stand in the address, so that going back brings a search back. */
  readonly #given = computed(() =>
    typedQuestion((name) => this.#parameters().get(name) ?? (name === 'currency' ? 'USD' : '')),
  );
  /** What is typed; prices in whole units of the currency. */
  protected readonly fields = linkedSignal(() => this.#given());
  protected readonly account = inject(Account);
  /** null: nothing was asked yet. */
  protected readonly asked = computed(() =>
    wrongIn(this.#given()) === null ? questionOf(this.#given()) : null,
  );
  protected readonly hasTried = signal(false);
  protected readonly wrong = computed(() => wrongIn(this.fields()));
  protected readonly found = resource({
    params: () => this.asked() ?? undefined,
    loader: ({ params, abortSignal }) =>
      this.#rest.get<EndedLots>('/api/archive/lots', { ...params }, abortSignal),
  });
  protected readonly rows = computed(() =>
    this.found.hasValue()
      ? this.found.value().items.map((lot) => toRow(lot, this.#siteName(lot.site)))
      : undefined,
  );
  protected readonly isCut = computed(() => this.found.hasValue() && this.found.value().isCut);
  protected readonly prices = computed(() => {
    const prices = this.found.hasValue() ? this.found.value().prices : null;
    if (prices === null) return null;
    const { currency, low, median, high } = prices;
    return {
      median: money(median, currency),
      range: `${money(low, currency)} – ${money(high, currency)}`,
      counts: countsOf(prices),
    };
  });
  protected readonly chart = computed(() => {
    const found = this.found.hasValue() ? this.found.value() : undefined;
    const currency = found?.prices?.currency;
    if (found === undefined || currency === undefined) return null;
    const chart = saleDots(found.items, currency);
    if (chart === null) return null;
    const [low, high] = [money(chart.low, currency), money(chart.high, currency)];
    const [from, until] = [dateOnly(chart.from), dateOnly(chart.until)];
    const text = `${chart.dots.length} prices from ${low} to ${high}, ${from} to ${until}`;
    return { dots: chart.dots, low, high, from, until, text };
  });

  #siteName(site: string): string {
    return this.#live.sites()?.find(({ id }) => id === site)?.name ?? site;
  }

  protected type(name: keyof TypedQuestion, text: string): void {
    this.fields.update((fields) => ({ ...fields, [name]: text }));
  }

  protected ask(event: Event): void {
    event.preventDefault();
    this.hasTried.set(true);
    if (this.wrong() !== null) return;
    const typed = this.fields();
    const currency = hasPrice(typed) ? typed.currency.trim() : '';
    const given = typedQuestion((name) => (name === 'currency' ? currency : typed[name].trim()));
    const queryParams = Object.fromEntries(
      Object.entries(given).map(([name, text]) => [name, text === '' ? null : text]),
    );
    void this.#router.navigate([], { relativeTo: this.#route, queryParams });
  }
}

function countsOf({ count: prices, soldCount, currency }: PriceStatistic): string {
  const known = `${count(prices)} prices in ${currency}`;
  return soldCount > 0
    ? `${known}, ${count(soldCount)} of them sold for certain`
    : `${known}, the last ones seen: no site has told of a sale`;
}

function toRow(lot: EndedLot, site: string) {
  const { lotId, title, status, price, currency, endedAt, odometer, odometerUnit } = lot;
  const facts = [
    dateOnly(endedAt),
    site,
    ...(odometer === null ? [] : [reading(odometer, odometerUnit)]),
    ...lot.damage.slice(0, 1).map(calmSentence),
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

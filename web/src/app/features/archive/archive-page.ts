import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { EndedLot, EndedLots } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { calmName } from '../../ui/calm.ts';
import { reading } from '../../ui/distance.ts';
import { count, money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { day } from '../../ui/times.ts';
import { TextField } from '../../ui/text-field.ts';
import { saleDots } from './sale-dots.ts';

const VIN_LENGTH = 17;
const statusWords: Readonly<Record<string, string>> = {
  SOLD: 'sold',
  NOT_SOLD: 'not sold',
  ENDED: 'last price seen',
  WITHDRAWN: 'withdrawn',
};

interface Question {
  readonly vin?: string;
  readonly make?: string;
  readonly model?: string;
  readonly yearFrom?: number;
  readonly yearTo?: number;
}

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
  /** null: nothing was asked yet. */
  protected readonly asked = signal<Question | null>(null);
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

  #typed() {
    return {
      ...{ vin: this.vin().trim(), make: this.make().trim(), model: this.model().trim() },
      ...{ yearFrom: this.yearFrom().trim(), yearTo: this.yearTo().trim() },
    };
  }

  protected ask(event: Event): void {
    event.preventDefault();
    this.hasTried.set(true);
    if (this.wrong() !== null) return;
    const { vin, make, model, yearFrom, yearTo } = this.#typed();
    const years = {
      ...(yearFrom === '' ? {} : { yearFrom: Number(yearFrom) }),
      ...(yearTo === '' ? {} : { yearTo: Number(yearTo) }),
    };
    this.asked.set(vin === '' ? { make, model, ...years } : { vin });
  }
}

type Typed = Readonly<Record<'vin' | 'make' | 'model' | 'yearFrom' | 'yearTo', string>>;

/** What is wrong with a question, in words; null: it can be asked. */
function wrongIn({ vin, make, model, yearFrom, yearTo }: Typed): string | null {
  if (vin === '' && (make === '' || model === '')) return 'Give a VIN, or make and model.';
  if (vin !== '' && !/^[A-Za-z0-9]{17}$/.test(vin))
    return `A VIN has ${VIN_LENGTH} letters and digits.`;
  const isYear = (text: string): boolean => text === '' || /^(19|20)\d\d$/.test(text);
  return isYear(yearFrom) && isYear(yearTo) ? null : 'A year has four digits, like 2019.';
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
    title: calmName(title),
    price: price === null ? 'no bid seen' : money(price, currency),
    word: statusWords[status] ?? status,
    facts: facts.join(' · '),
  };
}

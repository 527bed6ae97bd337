import { Component, computed, inject, input, resource } from '@angular/core';
import type { LotTotal } from '@auction/gateway/contract';
import { Rest } from '../api/rest.ts';
import { latest } from '../ui/latest.ts';
import { money } from '../ui/money.ts';

/** Typing makes amounts nobody means. */
const SETTLE_MS = 250;

/** What a price costs with the fees of the lot's site, before one bids it. */
@Component({
  selector: 'am-lot-total',
  template: `
    @if (shown(); as total) {
      <details class="total num">
        <summary>
          You would pay <b>{{ total.sum }}</b> incl. fees
        </summary>
        <dl>
          @for (line of total.lines; track line.label) {
            <div>
              <dt>{{ line.label }}</dt>
              <dd>{{ line.text }}</dd>
            </div>
          }
        </dl>
        <p class="muted">{{ total.note }}</p>
      </details>
    } @else if (isUnknown()) {
      <p class="muted total">The fees of this site are not known here.</p>
    }
  `,
})
export class LotTotalLine {
  readonly #rest = inject(Rest);
  readonly lotId = input.required<string>();
  /** Minor units; null: nothing to work out. */
  readonly amount = input.required<number | null>();
  readonly #asked = resource({
    params: () => {
      const amount = this.amount();
      return amount === null ? undefined : { lotId: this.lotId(), amount };
    },
    loader: async ({ params: { lotId, amount }, abortSignal }) => {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      if (abortSignal.aborted) return undefined;
      const path = `/api/lots/${encodeURIComponent(lotId)}/total`;
      return this.#rest.get<LotTotal>(path, { amount }, abortSignal);
    },
  });
  readonly #known = latest(this.#asked);
  /** Nothing old is shown beside a new amount. */
  readonly #fitting = computed(() => {
    const known = this.#known();
    return known?.amount === this.amount() ? known : undefined;
  });
  protected readonly isUnknown = computed(() => this.#fitting()?.total === null);
  protected readonly shown = computed(() => {
    const known = this.#fitting();
    if (known?.total == null) return null;
    const { total, amount, currency, fees, source, isExample } = known;
    const usual = isExample ? 'Usual figures, look at the site. ' : '';
    return {
      sum: money(total, currency),
      lines: [
        { label: 'Your price', text: money(amount, currency) },
        ...fees.map((fee) => ({ label: fee.label, text: money(fee.amount, currency) })),
      ],
      note: `${usual}Taxes and transport are not in it. Source: ${source ?? 'not told'}.`,
    };
  });
}

import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { isDecided, type Decision, type Pending } from '../../bids/bidding.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { latest } from '../../ui/latest.ts';
import { money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { refreshing } from '../../ui/refreshing.ts';
import { statusWords } from '../../ui/statuses.ts';
import { dayTime } from '../../ui/times.ts';
import { CounterForm } from './counter-form.ts';
import type { OwnLot, OwnLots } from './own-lot.ts';
import { SaleForm } from './sale-form.ts';

const LOTS = '/api/sell/lots';
const REFRESH_MS = 5_000;

/** What the organisation sells: drafts, running sales, and what waits for the seller's word. */
@Component({
  selector: 'am-sell-page',
  imports: [ConfirmButton, CounterForm, ProblemNotice, RouterLink, SaleForm],
  templateUrl: './sell-page.html',
})
export class SellPage {
  readonly #rest = inject(Rest);
  protected readonly problem = problemText;
  protected readonly working = new Attempt();
  /** Why the last wish was refused; null: it was not. */
  protected readonly refusal = signal<string | null>(null);
  protected readonly lots = resource({
    loader: ({ abortSignal }) => this.#rest.get<OwnLots>(LOTS, {}, abortSignal),
  });
  readonly #list = latest(this.lots);
  protected readonly rows = computed(() => this.#list()?.lots.map(toRow));

  constructor() {
    refreshing(this.lots, REFRESH_MS);
  }

  /** @param verb last part of the route: publish, withdraw, approve, reject, counter */
  protected async command({ lotId }: OwnLot, verb: string, body: object = {}): Promise<void> {
    const path = `${LOTS}/${encodeURIComponent(lotId)}/${verb}`;
    const takesBody = verb === 'withdraw' || verb === 'counter';
    this.refusal.set(null);
    await this.working.run(async () => {
      const sending = takesBody ? { body } : {};
      const answer = await this.#rest.send<Decision | Pending>('POST', path, sending);
      if (isDecided(answer)) this.refusal.set(refusalText(answer));
    });
    this.lots.reload();
  }
}

/** @returns why a wish of a seller was refused; null: it was not */
function refusalText({ outcome, reason, reasons }: Decision): string | null {
  if (outcome === 'ACCEPTED') return null;
  return `Refused: ${[reason, ...(reasons ?? [])].filter(Boolean).join(', ')}.`;
}

function toRow(lot: OwnLot) {
  const { status, currency, price, reserve, reserveMet, startsAt, endsAt, start } = lot;
  const isDraft = status === 'DRAFT';
  const words = isDraft ? ({ word: 'Draft', tone: 'calm' } as const) : statusWords(status);
  const met = reserveMet === null ? '' : reserveMet ? ', met' : ', not met';
  const facts = [
    price === null ? `starts at ${money(start, currency)}` : `price ${money(price, currency)}`,
    reserve === null ? 'no reserve' : `reserve ${money(reserve, currency)}${met}`,
    `${dayTime(startsAt)} to ${dayTime(endsAt)}`,
  ];
  const isRunning = status === 'OPEN' || status === 'SCHEDULED';
  return { lot, ...words, facts: facts.join(' · '), isDraft, canWithdraw: isDraft || isRunning };
}

import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { OwnLimits } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Rest } from '../../api/rest.ts';
import { latest } from '../../ui/latest.ts';
import { count, money } from '../../ui/money.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { refreshing } from '../../ui/refreshing.ts';

const REFRESH_MS = 10_000;
const WHOLE_PCT = 100;

/** What the organisation may be bound to, and is. */
@Component({
  selector: 'am-limits-card',
  imports: [ProblemNotice, RouterLink],
  template: `
    <section class="card" aria-label="Limits">
      <h2>Limits</h2>
      @if (shown(); as limits) {
        @for (credit of limits.credits; track credit.currency) {
          <p class="num">{{ credit.bound }}</p>
          @if (credit.usedPct !== null) {
            <meter
              class="used"
              [class.beyond]="credit.isBeyond"
              min="0"
              max="100"
              [value]="credit.usedPct"
              [attr.aria-label]="credit.said"
            ></meter>
          }
        }
        <p class="muted num">{{ limits.lots }}</p>
        @if (limits.own; as own) {
          <p class="num">{{ own }}</p>
        }
        @if (limits.isBeyond) {
          <p class="problem" role="alert">
            Your organisation is bound to more than its credit: no new bids until it is less.
          </p>
        }
        @if (namesApprovals()) {
          <p><a routerLink="/approvals">Bids that wait for an approver</a></p>
        }
      } @else if (limits.error()) {
        <am-problem-notice
          heading="The limits did not load"
          [error]="limits.error()"
          (retry)="limits.reload()"
        />
      } @else {
        <div class="bone" role="status" aria-label="Loading the limits"></div>
      }
    </section>
  `,
})
export class LimitsCard {
  readonly #rest = inject(Rest);
  readonly #account = inject(Account);
  /** false: the page shows them already. */
  readonly namesApprovals = input(true);
  protected readonly limits = resource({
    loader: ({ abortSignal }) =>
      this.#rest.get<OwnLimits>('/api/organisation/limits', {}, abortSignal),
  });
  readonly #known = latest(this.limits);
  protected readonly shown = computed(() => {
    const known = this.#known();
    return known === undefined ? undefined : toShown(known, this.#account.me()?.id);
  });

  constructor() {
    refreshing(this.limits, REFRESH_MS);
  }
}

function toShown(limits: OwnLimits, meId: string | undefined) {
  const { currency, lotsLed, lotsLedMax, users } = limits;
  const code = currency ?? 'USD';
  const credits = creditsOf(limits);
  const lots = `leading on ${count(lotsLed)} ${lotsLed === 1 ? 'lot' : 'lots'}`;
  const own = users.find(({ userId }) => userId === meId);
  const ownLimit = own?.amount ?? null;
  return {
    credits,
    lots: lotsLedMax === null ? lots : `${lots}, of at most ${count(lotsLedMax)}`,
    own:
      ownLimit === null
        ? null
        : `Above ${money(ownLimit, own?.currency ?? code)} your bids wait for an approver.`,
    isBeyond: credits.some(({ isBeyond }) => isBeyond),
  };
}

/** A line for every credit, and for what is bound in a currency without one. */
function creditsOf({ credit, currency, exposure, exposures, further }: OwnLimits) {
  if (credit === null) {
    const bound = exposures
      .filter((one) => one.exposure > 0)
      .map((one) => money(one.exposure, one.currency));
    const text = bound.length === 0 ? '' : ` Bound to ${bound.join(' and ')}.`;
    const isBeyond = false as boolean;
    return [{ currency: '', bound: `No credit limit.${text}`, usedPct: null, said: '', isBeyond }];
  }
  const first = currency ?? 'USD';
  const granted = new Map(further.map((one) => [one.currency, one.credit]));
  const others = exposures.filter((one) => one.currency !== first);
  const known = new Map(others.map((one) => [one.currency, one.exposure]));
  const codes = [...new Set([...granted.keys(), ...known.keys()])];
  return [
    toCredit(first, exposure, credit, further.length > 0),
    ...codes.map((code) => {
      const exposed = known.get(code) ?? 0;
      const credit = granted.get(code);
      return credit === undefined
        ? ungranted(code, exposed)
        : toCredit(code, exposed, credit, true);
    }),
  ];
}

/** Bound before the credit was set, or by a report. */
const ungranted = (currency: string, exposure: number) => ({
  ...{ currency, usedPct: null, said: '', isBeyond: false },
  bound: `Bound to ${money(exposure, currency)}; there is no credit in ${currency}.`,
});

function toCredit(currency: string, exposure: number, credit: number, isOneOfMany: boolean) {
  const pct = usedPct(exposure, credit);
  return {
    currency,
    bound: `Bound to ${money(exposure, currency)} of ${money(credit, currency)}.`,
    usedPct: pct,
    said: `Credit used${isOneOfMany ? `, ${currency}` : ''}: ${pct} %`,
    isBeyond: exposure > credit,
  };
}

const usedPct = (exposure: number, credit: number): number =>
  credit === 0 ? WHOLE_PCT : Math.min(WHOLE_PCT, Math.round((exposure / credit) * WHOLE_PCT));

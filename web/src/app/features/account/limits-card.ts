import { Component, computed, inject, resource } from '@angular/core';
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
        <p class="num">{{ limits.bound }}</p>
        @if (limits.usedPct !== null) {
          <meter
            class="used"
            [class.beyond]="limits.isBeyond"
            min="0"
            max="100"
            [value]="limits.usedPct"
            [attr.aria-label]="'Credit used: ' + limits.usedPct + ' %'"
          ></meter>
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
        <p><a routerLink="/approvals">Bids that wait for an approver</a></p>
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

function toShown(
  { credit, currency, exposure, lotsLed, lotsLedMax, users }: OwnLimits,
  meId: string | undefined,
) {
  const code = currency ?? 'USD';
  const isBeyond = credit !== null && exposure > credit;
  const lots = `leading on ${count(lotsLed)} ${lotsLed === 1 ? 'lot' : 'lots'}`;
  const own = users.find(({ userId }) => userId === meId);
  const ownLimit = own?.amount ?? null;
  return {
    bound:
      credit === null
        ? 'No credit limit.'
        : `Bound to ${money(exposure, code)} of ${money(credit, code)}.`,
    usedPct: credit === null ? null : usedPct(exposure, credit),
    lots: lotsLedMax === null ? lots : `${lots}, of at most ${count(lotsLedMax)}`,
    own:
      ownLimit === null
        ? null
        : `Above ${money(ownLimit, own?.currency ?? code)} your bids wait for an approver.`,
    isBeyond,
  };
}

const usedPct = (exposure: number, credit: number): number =>
  credit === 0 ? WHOLE_PCT : Math.min(WHOLE_PCT, Math.round((exposure / credit) * WHOLE_PCT));

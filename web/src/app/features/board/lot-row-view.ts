import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { LotRow } from '../../live/lot-columns.ts';
import { ServerClock } from '../../live/server-clock.ts';
import { calmName, calmPlace, calmSentence } from '../../ui/calm.ts';
import { distance } from '../../ui/distance.ts';
import { ending } from '../../ui/ending.ts';
import { count, money, moneyStep } from '../../ui/money.ts';
import { siteTag } from '../../ui/site-tag.ts';
import { statusWords } from '../../ui/statuses.ts';
import { VehiclePhoto } from '../../ui/vehicle-photo.ts';
import { WatchStar } from '../../watch/watch-star.ts';

/** A price step is shown beside the price for so long. */
const STEP_SHOWN_MS = 20_000;
/** The ground flashes for so long after a step. */
const FLASH_MS = 1_800;

/** One lot of the board: what it is, when it ends, what it costs, what it is worth, how it stands. */
@Component({
  selector: 'am-lot-row',
  imports: [RouterLink, VehiclePhoto, WatchStar],
  templateUrl: './lot-row-view.html',
  host: {
    role: 'row',
    '[class.gone]': 'lot().isGone',
    '[attr.aria-selected]': 'isOpen()',
    '(keydown.enter)': 'opened.emit()',
  },
})
export class LotRowView {
  readonly #clock = inject(ServerClock);
  readonly lot = input.required<LotRow>();
  readonly isOpen = input.required<boolean>();
  /** No flashes: movement is paused. */
  readonly isQuiet = input.required<boolean>();
  readonly opened = output();

  protected readonly ending = computed(() => {
    const { endsAt, precision, status } = this.lot();
    return ending(endsAt, precision, status, this.#clock.second());
  });
  protected readonly price = computed(() => {
    const { priceMinor, currency } = this.lot();
    return priceMinor === null ? null : money(priceMinor, currency);
  });
  protected readonly step = computed(() => {
    const { step, currency } = this.lot();
    if (step === null || this.#clock.second() - step.at > STEP_SHOWN_MS) return null;
    const rose = step.amountMinor > 0;
    return { rose, text: `${rose ? '▲' : '▼'} ${moneyStep(step.amountMinor, currency)}` };
  });
  /** Alternates with every step, so that the animation starts anew. */
  protected readonly flash = computed(() => {
    const { step, version } = this.lot();
    if (step === null || this.isQuiet()) return null;
    if (this.#clock.now() - step.at > FLASH_MS) return null;
    const side = version % 2 === 0 ? 'even' : 'odd';
    return `flash ${step.amountMinor > 0 ? 'up' : 'down'} ${side}`;
  });
  protected readonly bids = computed(() => {
    const { bidCount, priceMinor } = this.lot();
    if (bidCount !== null) return bidCount === 1 ? '1 bid' : `${count(bidCount)} bids`;
    return priceMinor === null ? 'no bid yet' : '';
  });
  protected readonly value = computed(() => {
    const { valueMinor, priceMinor, currency } = this.lot();
    if (valueMinor === null || valueMinor === 0) return null;
    const share = priceMinor === null ? 0 : Math.min(1, priceMinor / valueMinor);
    return { text: money(valueMinor, currency), percent: Math.round(share * 100) };
  });
  protected readonly facts = computed(() => {
    const { odometerKm, odometerUnit, damage, place } = this.lot();
    const odometer = odometerKm === null ? null : distance(odometerKm, odometerUnit);
    return [
      odometer,
      damage === null ? null : calmSentence(damage),
      place === null ? null : calmPlace(place),
    ]
      .filter((fact) => fact !== null)
      .join(' · ');
  });
  protected readonly title = computed(() => calmName(this.lot().title));
  protected readonly status = computed(() => statusWords(this.lot().status));
  protected readonly tag = computed(() => siteTag(this.lot().site));
}

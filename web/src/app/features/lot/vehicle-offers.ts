import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { LotDetail } from '@auction/gateway/contract';
import { siteTag } from '../../ui/site-tag.ts';
import { dateOnly } from '../../ui/times.ts';
import { fieldText, fieldWord } from './field-words.ts';
import { candidateLine, offerLine } from './offer-words.ts';

/** The vehicle's other offers: at other sites, again at this one, earlier runs; what may be the same car; what sources say differently. */
@Component({
  selector: 'am-vehicle-offers',
  imports: [NgTemplateOutlet, RouterLink],
  templateUrl: './vehicle-offers.html',
})
export class VehicleOffers {
  readonly lot = input.required<LotDetail>();
  /** The archive shall be asked again. */
  readonly retry = output();

  readonly #lines = computed(() =>
    this.lot().offers.map((offer) => offerLine(offer, this.lot().lotId)),
  );
  protected readonly now = computed(() => this.#lines().filter((line) => line.isRunning));
  protected readonly before = computed(() => this.#lines().filter((line) => !line.isRunning));
  protected readonly candidates = computed(() => this.lot().candidates.map(candidateLine));
  /** Of each fact that sources contradict each other about: what each says. */
  protected readonly conflicts = computed(() =>
    (this.lot().vehicle?.conflicts ?? []).map(({ field, statements }) => ({
      field,
      fact: fieldWord(field),
      statements: statements.map(({ value, site, siteListingId, observedAt }) => ({
        key: `${site} ${siteListingId}`,
        value: fieldText(field, value, ''),
        site,
        id: siteListingId,
        at: dateOnly(observedAt),
      })),
    })),
  );
  protected readonly tag = siteTag;
}

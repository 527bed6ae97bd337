import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SisterListing } from '@auction/gateway/contract';
import { money } from '../../ui/money.ts';
import { siteTag } from '../../ui/site-tag.ts';
import { statusWords } from '../../ui/statuses.ts';
import { dayTime } from '../../ui/times.ts';

/** The same vehicle elsewhere, or in another run. */
@Component({
  selector: 'am-sister-listings',
  imports: [RouterLink],
  template: `
    <ul>
      @for (one of rows(); track one.lotId) {
        <li>
          <a [routerLink]="['/lots', one.lotId]" queryParamsHandling="preserve">
            <span class="tag">{{ one.tag }}</span> {{ one.title }}
          </a>
          <span class="num">{{ one.price }}</span>
          <span class="muted num">{{ one.ends }}</span>
          <span class="state" [class]="one.status.tone">{{ one.status.word }}</span>
        </li>
      }
    </ul>
  `,
})
export class SisterListings {
  readonly listings = input.required<readonly SisterListing[]>();

  protected readonly rows = computed(() =>
    this.listings().map((one) => ({
      lotId: one.lotId,
      tag: siteTag(one.site),
      title: `Lot ${one.siteListingId}`,
      price: one.price.amount === null ? 'no bid' : money(one.price.amount, one.price.currency),
      ends: one.endsAt === null ? 'no date' : dayTime(one.endsAt),
      status: statusWords(one.status),
    })),
  );
}

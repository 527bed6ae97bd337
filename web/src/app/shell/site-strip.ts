import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SiteRow } from '@auction/gateway/contract';
import { Live } from '../live/live.ts';
import { ServerClock } from '../live/server-clock.ts';
import { age } from '../ui/times.ts';

interface SiteChip {
  readonly site: string;
  readonly name: string;
  readonly word: string;
  readonly tone: 'fine' | 'late' | 'failing';
  readonly hint: string;
}

/** How fresh each site's data is, under the top bar of every page. */
@Component({
  selector: 'am-site-strip',
  imports: [RouterLink],
  host: { role: 'region', 'aria-label': 'Freshness of the sites' },
  template: `
    <ul>
      @for (chip of chips(); track chip.site) {
        <li>
          <a routerLink="/sites" [fragment]="chip.site" [class]="chip.tone" [title]="chip.hint">
            <span class="dot"></span><b>{{ chip.name }}</b> <span class="num">{{ chip.word }}</span>
          </a>
        </li>
      } @empty {
        <li class="muted">{{ isKnown() ? 'No site is connected yet' : 'Asking the sites …' }}</li>
      }
    </ul>
  `,
})
export class SiteStrip {
  readonly #live = inject(Live);
  readonly #clock = inject(ServerClock);
  protected readonly isKnown = computed(() => this.#live.sites() !== null);
  protected readonly chips = computed(() => {
    const now = this.#clock.second();
    return (this.#live.sites() ?? []).map((site) => toChip(site, now));
  });
}

function toChip(site: SiteRow, now: number): SiteChip {
  const fresh = site.success === null ? 'no data yet' : age(now - site.success);
  const chip = { site: site.id, name: site.name };
  switch (stateAt(site, now)) {
    case 'OK':
      return { ...chip, word: fresh, tone: 'fine', hint: `Last heard ${fresh} ago` };
    case 'FAILING':
      return {
        ...chip,
        word: `failing · ${fresh}`,
        tone: 'failing',
        hint: site.reason ?? 'The last attempt failed',
      };
    case 'LATE':
      return {
        ...chip,
        word: `late · ${fresh}`,
        tone: 'late',
        hint: site.reason ?? 'No success for three intervals',
      };
    default:
      if (site.next === null) {
        return { ...chip, word: 'no file yet', tone: 'late', hint: 'Its files come by import' };
      }
      return { ...chip, word: 'starting', tone: 'late', hint: 'The first file is on its way' };
  }
}

/** Intervals without success after which a feed is late; a dead connector cannot say so itself. */
const lateAfterIntervals = 3;

function stateAt({ state, success, next, every }: SiteRow, now: number): SiteRow['state'] {
  if (state !== 'OK' || success === null || next === null) return state;
  return now - success > lateAfterIntervals * every ? 'LATE' : 'OK';
}

import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  resource,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SitesAnswer } from '@auction/gateway/contract';
import { Account } from '../../account/account.ts';
import { Rest } from '../../api/rest.ts';
import { Live } from '../../live/live.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { SiteCard } from './site-card.ts';

/** Counts of the page are this old at most. */
const REFRESH_MS = 10_000;

/** Every site with how its feed is doing. */
@Component({
  selector: 'am-sites-page',
  imports: [ProblemNotice, RouterLink, SiteCard],
  // It scrolls when sites are many, also for those without a mouse.
  host: { tabindex: '0', role: 'region', 'aria-label': 'Sites' },
  template: `
    <h1>Sites</h1>
    @if (isOperator()) {
      <p><a routerLink="/sites/upload">Import a sender's file</a></p>
    }
    @if (answer(); as known) {
      <div class="cards">
        @for (report of known.sites; track report.site) {
          <am-site-card [id]="report.site" [report]="report" (changed)="reports.reload()" />
        } @empty {
          <div class="notice">
            <h2>No site is connected yet</h2>
            <p class="muted">A site appears here as soon as its connector has started.</p>
          </div>
        }
      </div>
    } @else if (reports.error(); as error) {
      <am-problem-notice
        heading="The sites did not load"
        [error]="error"
        (retry)="reports.reload()"
      />
    } @else {
      <div class="bone" role="status" aria-label="Loading the sites"></div>
    }
  `,
})
export class SitesPage {
  readonly #rest = inject(Rest);
  readonly #account = inject(Account);
  protected readonly isOperator = computed(() => this.#account.has('OPERATOR'));
  protected readonly reports = resource({
    loader: ({ abortSignal }) => this.#rest.get<SitesAnswer>('/api/sites', {}, abortSignal),
  });
  protected readonly answer = latest(this.reports);

  constructor() {
    const live = inject(Live);
    // A site that reports has news; what the stores count follows by itself.
    effect(() => {
      live.sites();
      untracked(() => this.reports.reload());
    });
    const timer = setInterval(() => this.reports.reload(), REFRESH_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }
}

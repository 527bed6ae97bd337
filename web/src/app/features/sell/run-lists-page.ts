import { Component, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { RunList } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { dayTime } from '../../ui/times.ts';

export const RUN_LISTS = '/api/sell/run-lists';

/** The organisation's run lists, newest first. */
@Component({
  selector: 'am-run-lists-page',
  imports: [ConfirmButton, ProblemNotice, RouterLink],
  template: `
    <div class="head">
      <a routerLink="/sell">Sell</a>
      <h1>Run lists</h1>
      <a class="button primary" routerLink="/sell/run-lists/new">Make a run list</a>
    </div>
    @if (working.error(); as error) {
      <p class="card problem" role="alert">{{ problem(error) }}</p>
    }
    @if (lists.hasValue()) {
      @if (lists.value().runLists.length > 0) {
        <ul class="card rows" aria-label="Run lists, newest first">
          @for (list of lists.value().runLists; track list.runListId) {
            <li>
              <div>
                <a [routerLink]="['/sell/run-lists', list.runListId]">{{ list.name }}</a>
                <small class="muted num">{{ facts(list) }}</small>
              </div>
              <span class="state" [class]="list.publishedAt === null ? 'calm' : 'good'">{{
                list.publishedAt === null ? 'Draft' : 'Published'
              }}</span>
              <am-confirm-button
                label="Remove"
                [what]="list.name"
                consequence="The order is forgotten; its lots stay as they are."
                [disabled]="working.isBusy()"
                (confirmed)="remove(list)"
              />
            </li>
          }
        </ul>
      } @else {
        <div class="notice">
          <h2>No run list yet</h2>
          <p class="muted">
            A run list puts drafts in order: one ends after another, each at its own time.
          </p>
          <a class="button primary" routerLink="/sell/run-lists/new">Make a run list</a>
        </div>
      }
    } @else if (lists.error(); as error) {
      <am-problem-notice
        heading="Your run lists did not load"
        [error]="error"
        (retry)="lists.reload()"
      />
    } @else {
      <div class="card bone" role="status" aria-label="Loading your run lists"></div>
    }
  `,
})
export class RunListsPage {
  readonly #rest = inject(Rest);
  protected readonly problem = problemText;
  protected readonly working = new Attempt();
  protected readonly lists = resource({
    loader: ({ abortSignal }) =>
      this.#rest.get<{ readonly runLists: readonly RunList[] }>(RUN_LISTS, {}, abortSignal),
  });

  protected facts({ lots, firstEnd }: RunList): string {
    const last = lots.at(-1)?.plannedEnd ?? firstEnd;
    const count = `${lots.length} ${lots.length === 1 ? 'lot' : 'lots'}`;
    return `${count} · ends from ${dayTime(firstEnd)} to ${dayTime(last)}`;
  }

  protected async remove({ runListId }: RunList): Promise<void> {
    await this.working.run(() => this.#rest.send('DELETE', `${RUN_LISTS}/${runListId}`));
    this.lists.reload();
  }
}

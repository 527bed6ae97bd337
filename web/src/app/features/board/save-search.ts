import { Component, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { Dialog } from '../../ui/dialog.ts';
import { Icon } from '../../ui/icon.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';
import { WatchedLots } from '../../watch/watched-lots.ts';
import { filterOf, parametersOf, type BoardQuery } from './board-query.ts';

/** Keeps the board's filter under a name, with alerts for lots that come in. */
@Component({
  selector: 'am-save-search',
  imports: [Dialog, Icon, RouterLink, TextField],
  template: `
    @if (watched.isOn()) {
      <button
        type="button"
        class="button ghost"
        title="Save this search, with alerts"
        aria-label="Save this search"
        (click)="isOpen.set(true)"
      >
        <am-icon name="bell" /><span class="off-phone">Save</span>
      </button>
    }
    <am-dialog heading="Save this search" [open]="isOpen()" (closed)="close()">
      @if (isSaved()) {
        <div class="body">
          <p role="status">Saved. Lots that come in from now on raise an alert.</p>
        </div>
        <div class="actions">
          <a class="button" routerLink="/searches" (click)="close()">All saved searches</a>
          <button type="button" class="button primary" (click)="close()">Done</button>
        </div>
      } @else {
        <form class="body" (submit)="save($event)">
          <am-text-field label="Name" [lengthMax]="80" [(value)]="name" [wrong]="wrong()" />
          <label class="switch">
            <input type="checkbox" [checked]="alerts()" (change)="alerts.set(!alerts())" />
            Alert me about lots that come in
          </label>
          @if (saving.error(); as error) {
            <p class="problem" role="alert">{{ problem(error) }}</p>
          }
          <button type="submit" class="button primary" [disabled]="saving.isBusy()">Save</button>
        </form>
      }
    </am-dialog>
  `,
})
export class SaveSearch {
  readonly #rest = inject(Rest);
  protected readonly watched = inject(WatchedLots);
  readonly query = input.required<BoardQuery>();
  /** Minor units in one unit of the query's currency. */
  readonly scale = input.required<number>();
  protected readonly isOpen = signal(false);
  protected readonly isSaved = signal(false);
  protected readonly name = signal('');
  protected readonly wrong = signal<string | null>(null);
  protected readonly alerts = signal(true);
  protected readonly saving = new Attempt();
  protected readonly problem = problemText;

  protected close(): void {
    this.isOpen.set(false);
    this.isSaved.set(false);
    this.name.set('');
    this.wrong.set(null);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim();
    this.wrong.set(name === '' ? 'Give it a name.' : null);
    if (name === '') return;
    const query = this.query();
    const filter = filterOf(query, this.scale());
    const body = { name, address: addressOf(query), filter, alerts: this.alerts() };
    this.isSaved.set(
      await this.saving.run(() => this.#rest.send('POST', '/api/searches', { body })),
    );
  }
}

/** Parameters of the board's page for a query, as after its question mark. */
function addressOf(query: BoardQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(parametersOf(query))) {
    if (value === null) continue;
    for (const one of [value].flat()) parameters.append(name, String(one));
  }
  return parameters.toString();
}

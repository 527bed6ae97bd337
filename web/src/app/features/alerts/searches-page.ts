import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SavedSearch, SavedSearchList } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { problemText } from '../../ui/problem-text.ts';
import { TextField } from '../../ui/text-field.ts';
import { Undo } from '../../ui/undo.ts';
import { parametersIn } from './alert-words.ts';

/** The own saved searches: open, rename, turn alerts on and off, delete. */
@Component({
  selector: 'am-searches-page',
  imports: [ProblemNotice, RouterLink, TextField],
  templateUrl: './searches-page.html',
})
export class SearchesPage {
  readonly #rest = inject(Rest);
  readonly #undo = inject(Undo);
  protected readonly changing = new Attempt();
  protected readonly problem = problemText;
  protected readonly parameters = parametersIn;
  /** The search whose name is being changed, and the name so far. */
  protected readonly renaming = signal<string | null>(null);
  protected readonly name = signal('');
  protected readonly loading = resource({
    loader: ({ abortSignal }) => this.#rest.get<SavedSearchList>('/api/searches', {}, abortSignal),
  });
  readonly #list = latest(this.loading);
  protected readonly searches = computed(() => this.#list()?.searches);

  protected startRenaming({ id, name }: SavedSearch): void {
    this.renaming.set(id);
    this.name.set(name);
  }

  protected async rename(event: Event, { id }: SavedSearch): Promise<void> {
    event.preventDefault();
    const name = this.name().trim();
    if (name === '') return;
    if (await this.#change('PATCH', id, { name })) this.renaming.set(null);
  }

  protected async turnAlerts({ id, alerts }: SavedSearch): Promise<void> {
    await this.#change('PATCH', id, { alerts: !alerts });
  }

  protected async remove(search: SavedSearch): Promise<void> {
    const { id, name, address, filter, alerts } = search;
    if (!(await this.#change('DELETE', id))) return;
    this.#undo.offer({
      text: `Deleted: ${name}`,
      undo: async () => {
        const body = { name, address, filter, alerts };
        await this.changing.run(() => this.#rest.send('POST', '/api/searches', { body }));
        this.loading.reload();
      },
    });
  }

  async #change(method: 'PATCH' | 'DELETE', id: string, body?: object): Promise<boolean> {
    const sending = body === undefined ? {} : { body };
    const done = await this.changing.run(() =>
      this.#rest.send(method, `/api/searches/${encodeURIComponent(id)}`, sending),
    );
    this.loading.reload();
    return done;
  }
}

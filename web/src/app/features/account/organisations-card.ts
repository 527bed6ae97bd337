import { Component, inject, resource, signal } from '@angular/core';
import type { OrganisationLimits, OrganisationList } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { accountProblem } from './account-words.ts';
import { LimitsForm } from './limits-form.ts';

const ORGANISATIONS = '/api/admin/organisations';

/** All organisations, and what each may be bound to. For operators. */
@Component({
  selector: 'am-organisations-card',
  imports: [LimitsForm, ProblemNotice],
  template: `
    <section class="card" aria-label="Organisations">
      <h2>Organisations</h2>
      @if (working.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      @if (known(); as list) {
        <ul class="rows">
          @for (one of list.organisations; track one.id) {
            <li>
              <div>
                <b>{{ one.name }}</b>
                @if (one.disabled) {
                  <span class="state bad">kept out</span>
                }
                <small class="muted num"
                  >{{ one.userCount }} {{ one.userCount === 1 ? 'user' : 'users' }}</small
                >
              </div>
              @if (opened() === one.id) {
                <am-limits-form
                  [of]="one.name"
                  [limits]="limits()"
                  [disabled]="working.isBusy()"
                  (chosen)="set(one.id, $event)"
                  (left)="opened.set(null)"
                />
              } @else {
                @if (setFor() === one.id) {
                  <small role="status">Limits are set.</small>
                }
                <button
                  type="button"
                  class="button"
                  [attr.aria-label]="'Limits of ' + one.name"
                  [disabled]="working.isBusy()"
                  (click)="open(one.id)"
                >
                  Limits
                </button>
              }
            </li>
          }
        </ul>
      } @else if (organisations.error()) {
        <am-problem-notice
          heading="The organisations did not load"
          [error]="organisations.error()"
          (retry)="organisations.reload()"
        />
      } @else {
        <div class="bone" role="status" aria-label="Loading the organisations"></div>
      }
    </section>
  `,
})
export class OrganisationsCard {
  readonly #rest = inject(Rest);
  protected readonly problem = accountProblem;
  protected readonly working = new Attempt();
  protected readonly organisations = resource({
    loader: ({ abortSignal }) => this.#rest.get<OrganisationList>(ORGANISATIONS, {}, abortSignal),
  });
  protected readonly known = latest(this.organisations);
  /** Id of the organisation whose limits are being changed. */
  protected readonly opened = signal<string | null>(null);
  protected readonly setFor = signal<string | null>(null);
  protected readonly limits = signal<OrganisationLimits | null>(null);

  protected async open(id: string): Promise<void> {
    this.setFor.set(null);
    await this.working.run(async () => {
      const within = AbortSignal.timeout(15_000);
      this.limits.set(await this.#rest.get<OrganisationLimits>(pathOf(id), {}, within));
      this.opened.set(id);
    });
  }

  protected async set(id: string, body: OrganisationLimits): Promise<void> {
    const isSet = await this.working.run(() => this.#rest.send('PUT', pathOf(id), { body }));
    if (!isSet) return;
    this.opened.set(null);
    this.setFor.set(id);
  }
}

const pathOf = (id: string): string => `${ORGANISATIONS}/${id}/limits`;

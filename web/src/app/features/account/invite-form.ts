import { Component, computed, inject, output, signal } from '@angular/core';
import type { InvitationItem, OrganisationRole } from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongEmail } from './account-fields.ts';
import { accountProblem } from './account-words.ts';
import { RoleChoice } from './role-choice.ts';

/** Invites somebody into the organisation by mail. */
@Component({
  selector: 'am-invite-form',
  imports: [RoleChoice, TextField],
  template: `
    <form novalidate (submit)="invite($event)">
      <h3>Invite somebody</h3>
      @if (inviting.error(); as error) {
        <p class="problem" role="alert">{{ problem(error) }}</p>
      }
      <am-text-field
        label="E-mail address of the new colleague"
        type="email"
        [(value)]="email"
        [wrong]="isTried() ? wrong() : null"
      />
      <am-role-choice of="the new colleague" [roles]="roles()" (chosen)="roles.set($event)" />
      <div>
        <button type="submit" class="button primary" [disabled]="inviting.isBusy()">Invite</button>
        <span class="muted" role="status">{{ told() }}</span>
      </div>
    </form>
  `,
})
export class InviteForm {
  readonly #rest = inject(Rest);
  readonly invited = output();
  protected readonly problem = accountProblem;
  protected readonly email = signal('');
  protected readonly roles = signal<readonly OrganisationRole[]>(['BUYER']);
  protected readonly inviting = new Attempt();
  protected readonly isTried = signal(false);
  protected readonly told = signal('');
  protected readonly wrong = computed(() => wrongEmail(this.email()));

  protected async invite(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (this.wrong() !== null) return;
    const body = { email: this.email().trim(), roles: this.roles() };
    const send = () =>
      this.#rest.send<InvitationItem>('POST', '/api/organisation/invitations', { body });
    if (!(await this.inviting.run(send))) return;
    this.told.set(`A mail to ${body.email} is on its way.`);
    this.isTried.set(false);
    this.email.set('');
    this.invited.emit();
  }
}

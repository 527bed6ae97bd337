import { Component, computed, inject, input, resource } from '@angular/core';
import type {
  InvitationItem,
  InvitationList,
  OrganisationRole,
  OwnLimits,
  UserItem,
  UserList,
} from '@auction/gateway/contract';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { ConfirmButton } from '../../ui/confirm-button.ts';
import { latest } from '../../ui/latest.ts';
import { ProblemNotice } from '../../ui/problem-notice.ts';
import { dayTime } from '../../ui/times.ts';
import { accountProblem } from './account-words.ts';
import { InviteForm } from './invite-form.ts';
import { RoleChoice } from './role-choice.ts';
import { UserLimitField } from './user-limit.ts';
import type { ChosenLimit } from './user-limit.ts';

const USERS = '/api/organisation/users';
const LIMITS = '/api/organisation/limits';
const INVITATIONS = '/api/organisation/invitations';

/** The organisation's people: roles, keeping out, removing, inviting. For admins. */
@Component({
  selector: 'am-users-card',
  imports: [ConfirmButton, InviteForm, ProblemNotice, RoleChoice, UserLimitField],
  templateUrl: './users-card.html',
})
export class UsersCard {
  readonly #rest = inject(Rest);
  readonly meId = input.required<string>();
  readonly organisation = input.required<string>();
  protected readonly problem = accountProblem;
  protected readonly changing = new Attempt();
  protected readonly users = resource({
    loader: ({ abortSignal }) => this.#rest.get<UserList>(USERS, {}, abortSignal),
  });
  protected readonly invitations = resource({
    loader: ({ abortSignal }) => this.#rest.get<InvitationList>(INVITATIONS, {}, abortSignal),
  });
  protected readonly limits = resource({
    loader: ({ abortSignal }) => this.#rest.get<OwnLimits>(LIMITS, {}, abortSignal),
  });
  readonly #limits = latest(this.limits);
  protected readonly limitOf = computed(
    () => new Map((this.#limits()?.users ?? []).map((limit) => [limit.userId, limit])),
  );
  protected readonly people = latest(this.users);
  protected readonly invited = latest(this.invitations);

  protected async setRoles({ id }: UserItem, roles: readonly OrganisationRole[]): Promise<void> {
    await this.#change(() => this.#rest.send('PATCH', `${USERS}/${id}`, { body: { roles } }));
  }

  protected async setLimit({ id }: UserItem, body: ChosenLimit): Promise<void> {
    await this.#change(() => this.#rest.send('PUT', `${USERS}/${id}/limit`, { body }));
  }

  protected async keepOut({ id }: UserItem, disabled: boolean): Promise<void> {
    await this.#change(() => this.#rest.send('PATCH', `${USERS}/${id}`, { body: { disabled } }));
  }

  protected async remove({ id }: UserItem): Promise<void> {
    await this.#change(() => this.#rest.send('DELETE', `${USERS}/${id}`));
  }

  protected async withdraw({ id }: InvitationItem): Promise<void> {
    await this.#change(() => this.#rest.send('DELETE', `${INVITATIONS}/${id}`));
  }

  protected endOf({ expiresAt }: InvitationItem): string {
    return `invited, the link works until ${dayTime(expiresAt)}`;
  }

  protected reload(): void {
    this.users.reload();
    this.limits.reload();
    this.invitations.reload();
  }

  /** Loaded again even when it failed: what is shown must be what is so. */
  async #change(task: () => Promise<unknown>): Promise<void> {
    await this.changing.run(task);
    this.reload();
  }
}

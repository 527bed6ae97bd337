import { Component, computed, inject } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Account } from '../../account/account.ts';
import { Attempt } from '../../ui/attempt.ts';
import { accountProblem, roleWords } from './account-words.ts';
import { PasswordCard } from './password-card.ts';
import { LimitsCard } from './limits-card.ts';
import { OrganisationsCard } from './organisations-card.ts';
import { SessionsCard } from './sessions-card.ts';
import { SitesCard } from './sites-card.ts';
import { TokensCard } from './tokens-card.ts';
import { UsersCard } from './users-card.ts';

/** The own account; for admins their organisation too. */
@Component({
  selector: 'am-account-page',
  imports: [
    RouterLink,
    LimitsCard,
    OrganisationsCard,
    PasswordCard,
    SessionsCard,
    SitesCard,
    TokensCard,
    UsersCard,
  ],
  template: `
    <h1>Account</h1>
    @if (account.me(); as me) {
      <section class="card" aria-label="You">
        <h2>{{ me.name }}</h2>
        <p class="muted">{{ me.email }}</p>
        <p>
          {{ me.organisation?.name ?? 'Platform' }} <span class="muted">· {{ roles() }}</span>
        </p>
        @if (leaving.error(); as error) {
          <p class="problem" role="alert">{{ problem(error) }}</p>
        }
        <p>
          <a routerLink="/archive">What cars brought</a>
          @if (mayReadAudit()) {
            <a routerLink="/audit">Audit</a>
          }
          @if (isOperator()) {
            <a routerLink="/logs">Logs</a>
            <a routerLink="/archive/parts">Archive</a>
          }
        </p>
        <div>
          <button type="button" class="button" [disabled]="leaving.isBusy()" (click)="signOut()">
            Sign out here
          </button>
        </div>
      </section>
      @if (hasLimits()) {
        <am-limits-card />
      }
      <am-sessions-card />
      <am-password-card />
      @if (isAdmin()) {
        <am-users-card [meId]="me.id" [organisation]="me.organisation?.name ?? ''" />
        <am-sites-card />
        <am-tokens-card />
      }
      @if (isOperator()) {
        <am-organisations-card />
      }
    } @else {
      <div class="bone card" role="status" aria-label="Loading the account"></div>
    }
  `,
})
export class AccountPage {
  readonly #router = inject(Router);
  protected readonly account = inject(Account);
  protected readonly problem = accountProblem;
  protected readonly leaving = new Attempt();
  protected readonly isAdmin = computed(() => this.account.has('ADMIN'));
  protected readonly isOperator = computed(() => this.account.has('OPERATOR'));
  protected readonly hasLimits = computed(() =>
    (['ADMIN', 'BUYER', 'APPROVER'] as const).some((role) => this.account.has(role)),
  );
  protected readonly mayReadAudit = computed(() => this.isAdmin() || this.account.has('AUDITOR'));
  protected readonly roles = computed(() =>
    (this.account.me()?.roles ?? []).map((role) => roleWords[role]).join(', '),
  );

  protected async signOut(): Promise<void> {
    if (await this.leaving.run(() => this.account.signOut())) await this.#router.navigateByUrl('/');
  }
}

import { Component, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink } from '@angular/router';
import { filter, map } from 'rxjs';
import { Account } from '../account/account.ts';
import { SIGN_IN } from '../account/signed-in-only.ts';
import { Attempt } from '../ui/attempt.ts';
import { Icon } from '../ui/icon.ts';

/** Who is signed in, in the top bar, with the way out; for visitors the way in. */
@Component({
  selector: 'am-account-entry',
  imports: [Icon, RouterLink],
  template: `
    @if (account.me(); as me) {
      <a class="who" routerLink="/account" [title]="'Account of ' + me.name">
        <span class="initials" aria-hidden="true">{{ initials() }}</span>
        <span class="names">
          <b>{{ me.name }}</b> <small>{{ me.organisation?.name ?? 'Platform' }}</small>
        </span>
      </a>
      <button
        type="button"
        class="button ghost icon-only out"
        aria-label="Sign out"
        title="Sign out"
        [disabled]="leaving.isBusy()"
        (click)="signOut()"
      >
        <am-icon name="leave" />
      </button>
      <span class="said" role="alert">{{ leaving.error() ? 'Signing out did not work' : '' }}</span>
    } @else if (account.me() === null) {
      <a class="button in" [routerLink]="signInPage" [queryParams]="{ back: back() }">Sign in</a>
    }
  `,
})
export class AccountEntry {
  readonly #router = inject(Router);
  readonly #url = toSignal(
    this.#router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects),
    ),
    { initialValue: this.#router.url },
  );
  protected readonly account = inject(Account);
  protected readonly signInPage = SIGN_IN;
  protected readonly leaving = new Attempt();
  protected readonly initials = computed(() =>
    (this.account.me()?.name ?? '')
      .split(/\s+/)
      .slice(0, 2)
      .map((word) => word.charAt(0).toUpperCase())
      .join(''),
  );
  /** The page one is on, but never the sign-in pages themselves. */
  protected readonly back = computed(() => {
    const url = this.#url();
    return url === '/' || url.startsWith('/account/') ? null : url;
  });

  protected async signOut(): Promise<void> {
    if (await this.leaving.run(() => this.account.signOut())) await this.#router.navigateByUrl('/');
  }
}

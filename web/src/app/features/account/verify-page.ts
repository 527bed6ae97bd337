import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { EntryCard } from './entry-card.ts';
import { linkToken } from './link-token.ts';

/** Where the link to prove an address leads: it does so by itself. */
@Component({
  selector: 'am-verify-page',
  imports: [EntryCard, RouterLink],
  template: `
    @if (token === null) {
      <am-entry-card heading="The link is cut off">
        <p role="alert">Copy the whole address from the mail, to its last letter.</p>
      </am-entry-card>
    } @else if (verifying.isBusy()) {
      <am-entry-card heading="Proving your address …">
        <p role="status" class="muted">This takes a moment.</p>
      </am-entry-card>
    } @else if (verifying.error(); as error) {
      <am-entry-card heading="The address is not verified" [error]="error">
        <p>Sign in with your password: an address that waits for its proof gets a new link.</p>
        <div class="actions">
          <a class="button primary" routerLink="/account/sign-in">Sign in</a>
          <button type="button" class="button" (click)="verify(token)">Try again</button>
        </div>
      </am-entry-card>
    } @else {
      <am-entry-card heading="Your address is verified">
        <p role="status">You can sign in now.</p>
        <a class="button primary" routerLink="/account/sign-in">Sign in</a>
      </am-entry-card>
    }
  `,
})
export class VerifyPage {
  readonly #rest = inject(Rest);
  protected readonly token = linkToken();
  protected readonly verifying = new Attempt();

  constructor() {
    if (this.token !== null) void this.verify(this.token);
  }

  protected async verify(token: string): Promise<void> {
    await this.verifying.run(() =>
      this.#rest.send('POST', '/api/accounts/verify', { body: { token } }),
    );
  }
}

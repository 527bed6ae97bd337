import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongPassword } from './account-fields.ts';
import { EntryCard } from './entry-card.ts';
import { linkToken } from './link-token.ts';

/** Where the link of a forgotten password leads: a new one, and every session ends. */
@Component({
  selector: 'am-reset-page',
  imports: [EntryCard, RouterLink, TextField],
  template: `
    @if (token === null) {
      <am-entry-card heading="The link is cut off">
        <p role="alert">Copy the whole address from the mail, or ask for a new link.</p>
        <p class="ways"><a routerLink="/account/forgot">Ask for a new link</a></p>
      </am-entry-card>
    } @else if (isDone()) {
      <am-entry-card heading="The new password is set">
        <p role="status">You are signed out everywhere. Sign in with the new password.</p>
        <a class="button primary" routerLink="/account/sign-in">Sign in</a>
      </am-entry-card>
    } @else {
      <am-entry-card heading="Set a new password" [error]="setting.error()">
        <form novalidate (submit)="set($event, token)">
          <am-text-field
            label="New password"
            type="password"
            autocomplete="new-password"
            hint="At least 8 characters; a sentence is fine."
            [lengthMax]="256"
            [(value)]="password"
            [wrong]="isTried() ? wrong() : null"
          />
          <button type="submit" class="button primary" [disabled]="setting.isBusy()">
            Set the password
          </button>
        </form>
        <p class="ways"><a routerLink="/account/forgot">Ask for a new link</a></p>
      </am-entry-card>
    }
  `,
})
export class ResetPage {
  readonly #rest = inject(Rest);
  protected readonly token = linkToken();
  protected readonly password = signal('');
  protected readonly setting = new Attempt();
  protected readonly isTried = signal(false);
  protected readonly isDone = signal(false);
  protected readonly wrong = computed(() => wrongPassword(this.password()));

  protected async set(event: Event, token: string): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (this.wrong() !== null) return;
    const body = { token, password: this.password() };
    const send = () => this.#rest.send('POST', '/api/accounts/password/reset', { body });
    this.isDone.set(await this.setting.run(send));
  }
}

import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongName, wrongPassword } from './account-fields.ts';
import { EntryCard } from './entry-card.ts';
import { linkToken } from './link-token.ts';

/** Where the link of an invitation leads: name and password, and one belongs to the organisation. */
@Component({
  selector: 'am-invitation-page',
  imports: [EntryCard, RouterLink, TextField],
  template: `
    @if (token === null) {
      <am-entry-card heading="The link is cut off">
        <p role="alert">Copy the whole address from the mail, to its last letter.</p>
      </am-entry-card>
    } @else if (isDone()) {
      <am-entry-card heading="Welcome">
        <p role="status">Your account is there. Sign in with the address the mail went to.</p>
        <a class="button primary" routerLink="/account/sign-in">Sign in</a>
      </am-entry-card>
    } @else {
      <am-entry-card heading="Accept the invitation" [error]="accepting.error()">
        <form novalidate (submit)="accept($event, token)">
          <am-text-field
            label="Your name"
            autocomplete="name"
            [lengthMax]="100"
            [(value)]="name"
            [wrong]="isTried() ? wrong().name : null"
          />
          <am-text-field
            label="Password"
            type="password"
            autocomplete="new-password"
            hint="At least 8 characters; a sentence is fine."
            [lengthMax]="256"
            [(value)]="password"
            [wrong]="isTried() ? wrong().password : null"
          />
          <button type="submit" class="button primary" [disabled]="accepting.isBusy()">
            Accept
          </button>
        </form>
      </am-entry-card>
    }
  `,
})
export class InvitationPage {
  readonly #rest = inject(Rest);
  protected readonly token = linkToken();
  protected readonly name = signal('');
  protected readonly password = signal('');
  protected readonly accepting = new Attempt();
  protected readonly isTried = signal(false);
  protected readonly isDone = signal(false);
  protected readonly wrong = computed(() => ({
    name: wrongName(this.name(), 'your name'),
    password: wrongPassword(this.password()),
  }));

  protected async accept(event: Event, token: string): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (this.wrong().name !== null || this.wrong().password !== null) return;
    const body = { token, name: this.name().trim(), password: this.password() };
    const send = () => this.#rest.send('POST', '/api/accounts/invitations/accept', { body });
    this.isDone.set(await this.accepting.run(send));
  }
}

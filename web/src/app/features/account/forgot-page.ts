import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Rest } from '../../api/rest.ts';
import { Attempt } from '../../ui/attempt.ts';
import { TextField } from '../../ui/text-field.ts';
import { wrongEmail } from './account-fields.ts';
import { EntryCard } from './entry-card.ts';

/** Asks for a link to set a new password; says the same for addresses nobody has. */
@Component({
  selector: 'am-forgot-page',
  imports: [EntryCard, RouterLink, TextField],
  template: `
    @if (sentTo(); as address) {
      <am-entry-card heading="Look into your mail">
        <p role="status">
          If <b>{{ address }}</b> has an account, a link to set a new password is on its way.
        </p>
        <p class="ways"><a routerLink="/account/sign-in">To sign in</a></p>
      </am-entry-card>
    } @else {
      <am-entry-card heading="New password" [error]="asking.error()">
        <form novalidate (submit)="ask($event)">
          <am-text-field
            label="E-mail address"
            type="email"
            autocomplete="username"
            [(value)]="email"
            [wrong]="isTried() ? wrong() : null"
          />
          <button type="submit" class="button primary" [disabled]="asking.isBusy()">
            Mail me a link
          </button>
        </form>
        <p class="ways"><a routerLink="/account/sign-in">To sign in</a></p>
      </am-entry-card>
    }
  `,
})
export class ForgotPage {
  readonly #rest = inject(Rest);
  protected readonly email = signal('');
  protected readonly asking = new Attempt();
  protected readonly isTried = signal(false);
  protected readonly sentTo = signal<string | null>(null);
  protected readonly wrong = computed(() => wrongEmail(this.email()));

  protected async ask(event: Event): Promise<void> {
    event.preventDefault();
    this.isTried.set(true);
    if (this.wrong() !== null) return;
    const body = { email: this.email().trim() };
    const send = () => this.#rest.send('POST', '/api/accounts/password/forgot', { body });
    if (await this.asking.run(send)) this.sentTo.set(body.email);
  }
}
